"""Named filters and prefetch bundles of the library and the courses. Nothing here writes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

if TYPE_CHECKING:
    from typing import TypeAlias

    from django.contrib.auth.models import AnonymousUser

    from coachlms.accounts.models import User
    from courses.models import (  # noqa: F401  (named in strings below)
        Announcement,
        Cohort,
        Competency,
        Course,
        Enrolment,
        Invitation,
        Level,
        Resource,
        Source,
    )

    Visitor: TypeAlias = User | AnonymousUser


def is_curator(visitor: "Visitor") -> bool:
    """Curators see what nobody has checked yet."""
    return visitor.is_authenticated and visitor.has_role("curator")


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def for_page(self) -> "CompetencyQuerySet":
        """What a competency page shows of itself, in a fixed number of queries."""
        return self.select_related("domain__framework").prefetch_related(
            "markers__depths", "lines", "related__other"
        )


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, visitor: "Visitor") -> "SourceQuerySet":
        """Readers get what they can open; rows with a note or no address are the curators'."""
        return self.all() if is_curator(visitor) else self.filter(note="").exclude(url="")


class ResourceQuerySet(models.QuerySet["Resource"]):
    def published(self) -> "ResourceQuerySet":
        """Only what somebody has checked, and whose link works as far as we know."""
        return self.filter(state__in=["published", "due_for_review"], hidden_since=None)

    def current(self) -> "ResourceQuerySet":
        """Everything but the archive."""
        return self.exclude(state="archived")

    def visible_to(self, visitor: "Visitor") -> "ResourceQuerySet":
        """Readers get what is checked; curators also what waits for them."""
        return self.all() if is_curator(visitor) else self.published()

    def at_level(self, level: "Level") -> "ResourceQuerySet":
        """Tied to this level, or to none in particular."""
        return self.filter(Q(levels=level) | Q(levels=None)).distinct()

    def for_competency(self, competency: "Competency") -> "ResourceQuerySet":
        """Named by the competency, or tied to one of its behaviours."""
        related = Q(competencies=competency) | Q(markers__competency=competency)
        return self.filter(related).distinct()

    def about(self, competency: "Competency", level: "Level") -> "ResourceQuerySet":
        """The same, at this level."""
        return self.at_level(level).for_competency(competency)

    def matching(
        self,
        *,
        competency: "Competency | None" = None,
        level: "Level | None" = None,
        search: str = "",
        **exactly: str,
    ) -> "ResourceQuerySet":
        """What somebody looks for; `exactly` may hold kind and state."""
        rows = self.filter(**exactly)
        if competency is not None:
            rows = rows.for_competency(competency)
        if level is not None:
            rows = rows.at_level(level)
        for word in search.split():
            named = Q(title__icontains=word) | Q(by__icontains=word) | Q(body__icontains=word)
            rows = rows.filter(named)
        return rows

    def for_markers(self, refs: Iterable[str], level: "Level") -> "ResourceQuerySet":
        """Checked resources for exactly these behaviours and this level, exercises by title."""
        return self.published().at_level(level).filter(markers__ref__in=list(refs)).distinct()


class CourseQuerySet(models.QuerySet["Course"]):
    def published(self) -> "CourseQuerySet":
        return self.filter(is_published=True)

    def visible_to(self, user: "User") -> "CourseQuerySet":
        """Published ones that one takes, teaches or may join; an admin sees all."""
        if user.has_role("admin"):
            return self.all()
        takes = Q(cohorts__enrolments__learner=user, cohorts__enrolments__ended_at=None)
        mine = takes | Q(cohorts__instructors=user)
        return self.published().filter(mine | Q(cohorts__is_open=True)).distinct()

    def with_steps(self) -> "CourseQuerySet":
        """All that `services.outline` reads, in three queries."""
        return self.select_related("level").prefetch_related(*_teaching("modules"))


class CohortQuerySet(models.QuerySet["Cohort"]):
    def taught_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts this instructor leads; an admin sees all."""
        if user.has_role("admin"):
            return self.all()
        return self.filter(instructors=user)

    def open_to_join(self) -> "CohortQuerySet":
        return self.filter(is_open=True, course__is_published=True)

    def joinable_by(self, user: "User") -> "CohortQuerySet":
        """Open ones in which this person has and had no place."""
        return self.open_to_join().exclude(enrolments__learner=user).select_related("course__level")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def current(self) -> "EnrolmentQuerySet":
        """Places that have not ended."""
        return self.filter(ended_at=None)

    def visible_to(self, user: "User") -> "EnrolmentQuerySet":
        """One's own, and those of cohorts one teaches."""
        if user.has_role("admin"):
            return self.all()
        mine = Q(learner=user, ended_at=None)
        return self.filter(mine | Q(cohort__instructors=user)).distinct()

    def with_progress(self) -> "EnrolmentQuerySet":
        """All that `services.standing` reads, in six queries however many enrolments."""
        return self.select_related("cohort__course__level", "learner").prefetch_related(
            *_teaching("cohort__course__modules"),
            "cohort__due_dates",
            "extensions",
            "progress",
        )


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def shown(self) -> "AnnouncementQuerySet":
        """Those that were not withdrawn, the latest first."""
        return self.filter(withdrawn_at=None).select_related("author")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        """Those that still let somebody in."""
        return self.filter(
            revoked_at=None, expires_at__gt=timezone.now(), uses__lt=F("uses_allowed")
        )

    def unanswered(self) -> "InvitationQuerySet":
        """Mailed to one person who has not come yet."""
        return self.live().exclude(email="").exclude(mailed_at=None)


def _teaching(modules: str) -> tuple[Prefetch[str], ...]:
    """Modules with their competency and steps with their resource: two queries."""
    module, step = apps.get_model("courses", "Module"), apps.get_model("courses", "Step")
    return (
        Prefetch(modules, module._default_manager.select_related("competency")),
        Prefetch(f"{modules}__steps", step._default_manager.select_related("resource")),
    )
