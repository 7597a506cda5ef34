"""Who leads a cohort, when it begins and at which pace, and who is in it."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from coachlms.accounts.models import Role, User
from courses.errors import CourseNotPublished, LastInstructor, NotAnInstructor
from courses.models import Cohort, Course, Enrolment, Invitation


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """What an instructor decides about her cohort."""

    name: str
    starts_on: date
    pace: Cohort.Pace
    days_per_module: int | None = None  # at one's own pace; None: no dates
    is_open: bool = False


@transaction.atomic
def create_cohort(*, course: Course, plan: CohortPlan, instructor: User) -> Cohort:
    """A cohort of a published course, led by this instructor. CourseNotPublished, NotAnInstructor."""
    _require_role(instructor)
    if not course.is_published:
        raise CourseNotPublished(course=course)
    cohort = Cohort(course=course)
    _write(cohort, plan)
    cohort.instructors.add(instructor)
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, plan: CohortPlan) -> None:
    """Another name, date, pace; dates that are computed follow, those set by hand stay."""
    _write(Cohort.objects.select_for_update().get(pk=cohort.pk), plan)
    cohort.refresh_from_db()


@transaction.atomic
def add_instructor(*, cohort: Cohort, instructor: User) -> None:
    """Somebody else leads it too; adding her twice changes nothing. NotAnInstructor."""
    _require_role(instructor)
    cohort.instructors.add(instructor)


@transaction.atomic
def remove_instructor(*, cohort: Cohort, instructor: User) -> None:
    """She leads it no longer. LastInstructor."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    others = cohort.instructors.exclude(pk=instructor.pk)
    if not others.exists():
        raise LastInstructor(cohort=cohort)
    cohort.instructors.remove(instructor)


@transaction.atomic
def end_place(*, enrolment: Enrolment) -> None:
    """The learner sees the course no more; her progress, answers and sessions are kept.

    Invitations to her addresses are taken back, so that an old mail does not let her in again.
    """
    Enrolment.objects.current().filter(pk=enrolment.pk).update(ended_at=timezone.now())
    hers = Q(email__in=addresses_of(enrolment.learner)) | Q(enrolments=enrolment)
    mailed = Invitation.objects.filter(hers, cohort=enrolment.cohort_id).exclude(email="")
    Invitation.objects.filter(pk__in=list(mailed.values_list("pk", flat=True))).filter(
        revoked_at=None
    ).update(revoked_at=timezone.now())
    enrolment.refresh_from_db()


def take_back(*, enrolment: Enrolment) -> None:
    """A learner whose place had ended goes on where she was."""
    Enrolment.objects.filter(pk=enrolment.pk).update(ended_at=None)
    enrolment.refresh_from_db()


# --- looking ----------------------------------------------------------------------------------------


def addresses_of(user: User) -> QuerySet[EmailAddress, str]:
    """The addresses she has proved; allauth keeps them in lower case."""
    rows: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=user, verified=True)
    return rows.values_list("email", flat=True)


def led_by(user: User) -> QuerySet[Cohort]:
    """Cohorts this person leads with everybody who is in them by name; ten queries for any number."""
    learners = Enrolment.objects.current().with_progress().order_by("learner__name", "pk")
    return (
        Cohort.objects.taught_by(user)
        .select_related("course")
        .prefetch_related(Prefetch("enrolments", learners))
        .order_by("-starts_on", "name")
    )


def possible_instructors(cohort: Cohort) -> QuerySet[User]:
    """People with the role who do not lead it yet."""
    able = User.objects.filter(roles__role__in=[Role.INSTRUCTOR, Role.ADMIN], is_active=True)
    return able.exclude(cohorts_taught=cohort).distinct().order_by("name", "pk")


# --- inside -----------------------------------------------------------------------------------------


def _write(cohort: Cohort, plan: CohortPlan) -> None:
    cohort.name = plan.name.strip()
    cohort.starts_on = plan.starts_on
    cohort.pace = plan.pace
    cohort.days_per_module = plan.days_per_module if plan.pace == Cohort.Pace.INDIVIDUAL else None
    cohort.is_open = plan.is_open
    cohort.save()


def _require_role(person: User) -> None:
    if not person.has_role(Role.INSTRUCTOR):
        raise NotAnInstructor(person=person)
