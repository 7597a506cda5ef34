"""From a prepared draft to a session that is read: one transaction, after which only masked turns remain."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from courses.models import Step
from courses.services import complete_step
from reviews.errors import AlreadyHandedIn, NotComplete, NothingLeft
from reviews.models import Submission, Transcript, Turn
from reviews.services.drafts import (
    STAGES,
    masked_turns,
    masks_of,
    missing_stage,
)
from reviews.services.opening import open_reviews
from reviews.tasks import review_with_ai

MISSING = {
    "consent": "Your client’s agreement is not on record.",
    "conversation": "There is no transcript yet.",
    "speakers": "Say who the coach is.",
    "text": "Check the masked text.",
    "focus": "Give it a title and choose a level.",
    "reflection": "Write a few sentences of reflection first.",
}


@transaction.atomic
def hand_in(*, submission: Submission) -> Submission:
    """Write the turns, forget the names, open the session for reading. Handing in twice changes nothing.

    NotComplete says what is missing; NothingLeft when the choices leave no words of coach and client.
    """
    held = Submission.objects.select_for_update().get(pk=submission.pk)
    if held.state != Submission.State.DRAFT:
        return held
    stage = missing_stage(held)
    if stage is not None:
        raise NotComplete(missing=MISSING[stage], stage=stage)
    _write_turns(held)
    Transcript.objects.filter(submission=held).delete()
    held.handed_in_at = timezone.now()
    days = timedelta(days=settings.TRANSCRIPT_RETENTION_DAYS)
    held.delete_text_on = timezone.localdate() + days
    held.save()
    open_reviews(submission=held)
    if held.enrolment and held.step and held.step.kind == Step.Kind.HAND_IN:
        complete_step(enrolment=held.enrolment, step=held.step)
    return held


def require_before(*, submission: Submission, stage: str) -> None:
    """NotComplete when a stage that this one builds upon is still to do; AlreadyHandedIn after the hand-in."""
    if submission.state != Submission.State.DRAFT:
        raise AlreadyHandedIn
    due = missing_stage(submission)
    if due is not None and STAGES.index(due) < STAGES.index(stage):
        raise NotComplete(missing=MISSING[due], stage=due)


@transaction.atomic
def read_again(*, submission: Submission) -> None:
    """Give the embedded reader another try after it gave up; while it works this changes nothing."""
    job = jobs.progress_of(review_with_ai, submission.pk)
    if submission.has_text and job is not None and job.state == Job.State.DEAD:
        jobs.run_again(job)


def _write_turns(held: Submission) -> None:
    turns = masked_turns(held.transcript, masks_of(held.transcript))
    if {"coach", "client"} - {turn.who.value for turn in turns if turn.text.strip()}:
        raise NothingLeft
    Turn.objects.bulk_create(
        Turn(
            submission=held,
            number=turn.number,
            who=turn.who.value,
            text=turn.text,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
        )
        for turn in turns
    )
    held.word_count = sum(len(turn.text.split()) for turn in turns)
    starts = [turn.start_ms for turn in turns if turn.start_ms is not None]
    ends = [turn.end_ms for turn in turns if turn.end_ms is not None]
    held.duration_ms = max([*ends, *starts]) - min(starts) if len(starts) > 1 else None
