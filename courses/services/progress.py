"""Joining a cohort and moving through its steps. Every write to enrolments, progress and answers."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from coachlms.accounts.models import User
from courses.errors import (
    AlreadyEnrolled,
    CohortClosed,
    NoLongerThere,
    NotDoneByHand,
    StepElsewhere,
    StepNotOpen,
)
from courses.models import Answer, Cohort, Enrolment, Step, StepProgress
from courses.services.prerequisites import require_unlocked

BY_HAND = frozenset({Step.Kind.READ, Step.Kind.RESOURCE})


@transaction.atomic
def enrol(*, learner: User, cohort: Cohort) -> Enrolment:
    """A place in an open cohort. AlreadyEnrolled, CohortClosed; NoLongerThere after one's place ended."""
    if not Cohort.objects.open_to_join().filter(pk=cohort.pk).exists():
        raise CohortClosed(cohort=cohort)
    enrolment, is_new = Enrolment.objects.get_or_create(learner=learner, cohort=cohort)
    if enrolment.ended_at:
        raise NoLongerThere(cohort=cohort)
    if not is_new:
        raise AlreadyEnrolled(cohort=cohort)
    return enrolment


@transaction.atomic
def complete_step(*, enrolment: Enrolment, step: Step) -> StepProgress:
    """Mark a step as done; a second time changes nothing, its date included.

    Asks only whether the step belongs to the course: a session handed in early counts.
    """
    if step.module.course_id != enrolment.cohort.course_id:
        raise StepElsewhere(step=step, cohort=enrolment.cohort)
    progress, _ = StepProgress.objects.get_or_create(enrolment=enrolment, step=step)
    StepProgress.objects.filter(pk=progress.pk, done_at=None).update(
        reached=step.needed, done_at=timezone.now()
    )
    progress.refresh_from_db()
    return progress


@transaction.atomic
def tick_step(*, enrolment: Enrolment, step: Step) -> StepProgress:
    """The learner says she has read it or done the exercise. NotDoneByHand, ModuleLocked, StepNotOpen."""
    if step.kind not in BY_HAND:
        raise NotDoneByHand(step=step)
    _require_open(enrolment, step)
    return complete_step(enrolment=enrolment, step=step)


@transaction.atomic
def save_answer(*, enrolment: Enrolment, step: Step, text: str) -> Answer:
    """Keep a written answer, which completes its question step. As `tick_step`, for questions."""
    if step.kind != Step.Kind.QUESTION:
        raise NotDoneByHand(step=step)
    _require_open(enrolment, step)
    answer, _ = Answer.objects.update_or_create(
        enrolment=enrolment, step=step, defaults={"text": text, "saved_at": timezone.now()}
    )
    complete_step(enrolment=enrolment, step=step)
    return answer


@transaction.atomic
def count_review(*, learner: User) -> None:
    """A review this learner handed in counts once in each course she takes: toward the first
    review step that is not done, even in a module that is locked. Call it in the transaction that
    hands the review in."""
    places = Enrolment.objects.current().select_for_update().filter(learner=learner)
    for enrolment in places.order_by("pk"):
        done = StepProgress.objects.filter(enrolment=enrolment, done_at__isnull=False)
        step = (
            Step.objects.filter(module__course__cohorts=enrolment.cohort_id, kind=Step.Kind.REVIEW)
            .exclude(pk__in=done.values("step"))
            .order_by("module__position", "position")
            .first()
        )
        if step is not None:
            _count_one(enrolment, step)


def _count_one(enrolment: Enrolment, step: Step) -> None:
    progress, _ = StepProgress.objects.get_or_create(enrolment=enrolment, step=step)
    row = StepProgress.objects.filter(pk=progress.pk, done_at=None)
    row.update(reached=F("reached") + 1)
    row.filter(reached__gte=step.needed).update(reached=step.needed, done_at=timezone.now())


def _require_open(enrolment: Enrolment, step: Step) -> None:
    """A step is open when its module is, and every earlier one of the module is done."""
    if step.module.course_id != enrolment.cohort.course_id:
        raise StepElsewhere(step=step, cohort=enrolment.cohort)
    if enrolment.ended_at:
        raise NoLongerThere(cohort=enrolment.cohort)
    require_unlocked(enrolment=enrolment, module=step.module)
    done = StepProgress.objects.filter(enrolment=enrolment, done_at__isnull=False)
    before = (
        Step.objects.filter(module=step.module_id, position__lt=step.position)
        .exclude(pk__in=done.values("step"))
        .order_by("position")
        .first()
    )
    if before is not None:
        raise StepNotOpen(step=step, before=before)
