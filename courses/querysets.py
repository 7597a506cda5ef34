"""Named filters and prefetch bundles of the library and the courses. Nothing here writes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from typing import TypeAlias

    from django.contrib.auth.models import AnonymousUser

    from coachlms.accounts.models import User
    from courses.models import (  # noqa: F401  (named in strings below)
        Cohort,
        Competency,
        Course,
        Enrolment,
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
        """Only what somebody has checked."""
        return self.filter(verified=True)

    def visible_to(self, visitor: "Visitor") -> "ResourceQuerySet":
        """Readers get what is checked; curators also what waits for them."""
        return self.all() if is_curator(visitor) else self.published()

    def at_level(self, level: "Level") -> "ResourceQuerySet":
        """Tied to this level, or to none in particular."""
        return self.filter(Q(levels=level) | Q(levels=None)).distinct()

    def about(self, competency: "Competency", level: "Level") -> "ResourceQuerySet":
        """Named by the competency, or tied to one of its behaviours at this level."""
        related = Q(competencies=competency) | Q(markers__competency=competency)
        return self.at_level(level).filter(related).distinct()

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
        mine = Q(cohorts__enrolments__learner=user) | Q(cohorts__instructors=user)
        return self.published().filter(mine | Q(cohorts__is_open=True)).distinct()

    def with_steps(self) -> "CourseQuerySet":
        return self.select_related("level").prefetch_related(
            "modules__competency", "modules__steps__resource"
        )


class CohortQuerySet(models.QuerySet["Cohort"]):
    def taught_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts this instructor leads; an admin sees all."""
        if user.has_role("admin"):
            return self.all()
        return self.filter(instructors=user)

    def open_to_join(self) -> "CohortQuerySet":
        return self.filter(is_open=True, course__is_published=True)

    def joinable_by(self, user: "User") -> "CohortQuerySet":
        """Open ones of which this person is not a member yet."""
        return self.open_to_join().exclude(enrolments__learner=user).select_related("course__level")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: "User") -> "EnrolmentQuerySet":
        """One's own, and those of cohorts one teaches."""
        if user.has_role("admin"):
            return self.all()
        return self.filter(Q(learner=user) | Q(cohort__instructors=user)).distinct()

    def with_progress(self) -> "EnrolmentQuerySet":
        """All that `services.standing` reads, in six queries however many enrolments."""
        return self.select_related("cohort__course__level", "learner").prefetch_related(
            "cohort__course__modules__competency",
            "cohort__course__modules__steps__resource",
            "progress",
        )
