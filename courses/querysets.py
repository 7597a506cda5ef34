"""Named filters and prefetch bundles of the library and the courses. Nothing here writes."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from coachlms.accounts.models import User
    from courses.models import (  # noqa: F401  (named in strings below)
        Cohort,
        Competency,
        Course,
        Enrolment,
        Resource,
    )


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def for_page(self) -> "CompetencyQuerySet":
        """Everything a competency page shows, in a fixed number of queries."""
        return self.select_related("domain__framework").prefetch_related(
            "markers__depths__level",
            "lines",
            "related__other",
            "sources",
            "domain__framework__levels",
        )


class ResourceQuerySet(models.QuerySet["Resource"]):
    def published(self) -> "ResourceQuerySet":
        """Only what somebody has checked."""
        return self.filter(verified=True)


class CourseQuerySet(models.QuerySet["Course"]):
    def published(self) -> "CourseQuerySet":
        return self.filter(is_published=True)


class CohortQuerySet(models.QuerySet["Cohort"]):
    def taught_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts this instructor leads; an admin sees all."""
        if user.has_role("admin"):
            return self.all()
        return self.filter(instructors=user)

    def open_to_join(self) -> "CohortQuerySet":
        return self.filter(is_open=True, course__is_published=True)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: "User") -> "EnrolmentQuerySet":
        """One's own, and those of cohorts one teaches."""
        if user.has_role("admin"):
            return self.all()
        return self.filter(Q(learner=user) | Q(cohort__instructors=user)).distinct()
