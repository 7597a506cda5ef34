"""The ladder of a session that waits for people: ask others, tell the learner, release what is there."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.notifications.services import notify
from reviews import assignment
from reviews.aggregation import PEERS_FOR_RELEASE
from reviews.models import Review, Submission
from reviews.services.duties import PEERLIKE
from reviews.services.publishing import release_when_due

ASKED_AT_MOST = 5


def climb_ladder() -> None:
    """Each session on its own clock; every rung is told once, so the sweep may run as often as it likes."""
    now = timezone.now()
    waiting = Submission.objects.waiting_for_readers().filter(
        consents__purpose="peers", consents__withdrawn_at__isnull=True
    )
    for submission in waiting.filter(handed_in_at__lte=now - assignment.ASK_VOLUNTEERS_AFTER):
        if not _peers(submission, "offered", "open", "submitted"):
            _ask_volunteers(submission)
    for submission in waiting.filter(handed_in_at__lte=now - assignment.PEERS_DUE_AFTER):
        _at_due_date(submission.pk)


def _ask_volunteers(submission: Submission) -> None:
    """t1: nobody has it and nobody had. Classmates who could take it hear that one waits, not whose."""
    if submission.enrolment is None:
        return
    able = (
        User.objects.filter(
            enrolments__cohort__course=submission.enrolment.cohort.course_id,
            enrolments__ended_at=None,
            submissions__handed_in_at__isnull=False,
            is_active=True,
        )
        .exclude(pk=submission.learner_id)
        .exclude(reviews__submission=submission)
        .distinct()
        .order_by("pk")
    )
    for user in able[:ASKED_AT_MOST]:
        notify(
            user=user,
            key=f"first-reader:{submission.pk}",
            text="A session in your course waits for its first reader.",
            path=reverse("reviews"),
        )


@transaction.atomic
def _at_due_date(pk: int) -> None:
    """t2 and t3: release on one peer whom the AI reader is near, or tell the learner how to go on."""
    submission = Submission.objects.select_for_update().get(pk=pk)
    if not submission.has_text or release_when_due(submission=submission):
        return
    if _peers(submission, "submitted") < PEERS_FOR_RELEASE:
        notify(
            user=submission.learner,
            key=f"few-readers:{submission.pk}",
            text="Fewer peers than planned have read your session. You can share it with a mentor.",
            path=submission.get_absolute_url(),
        )


def _peers(submission: Submission, *states: str) -> int:
    return Review.objects.filter(
        submission=submission, source__in=PEERLIKE, state__in=states
    ).count()
