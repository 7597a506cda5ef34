"""The client takes back what she agreed to; texts end with their time. What is deleted is really gone."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from coachlms.common.kept import forget_all
from coachlms.common.sqlite import empty_log
from coachlms.jobs import services as jobs
from coachlms.notifications.services import notify
from reviews.models import (
    Assessment,
    DeletionReceipt,
    Evidence,
    Purpose,
    Rating,
    Review,
    Submission,
    Transcript,
)
from reviews.models.consent import REQUIRED_PURPOSES
from reviews.querysets import ReviewQuerySet
from reviews.services.sharing import revoke_share
from reviews.tasks import review_with_ai

BY_CLIENT, BY_LEARNER, BY_TIME = "client", "learner", "retention"


def withdraw_purposes(
    *, submission: Submission, purposes: Collection[Purpose]
) -> DeletionReceipt | None:
    """Take back some purposes. Without a required one nothing may stay: then everything is withdrawn."""
    if REQUIRED_PURPOSES & set(purposes):
        return withdraw_all(submission=submission)
    with transaction.atomic():
        held = _hold(submission)
        _end_consents(held, purposes)
        if Purpose.PEERS in purposes:
            _end_duties(held.reviews.by_peers())
        if Purpose.MENTOR in purposes:
            revoke_share(submission=held)
        _tell(held, "Your client has taken back a part of her consent.")
    return None


def withdraw_all(*, submission: Submission) -> DeletionReceipt:
    """Delete recording, transcript, quotes and everything written about them; keep numbers. Twice is once."""
    with transaction.atomic():
        held = _hold(submission)
        if held.state == Submission.State.WITHDRAWN:
            return _receipt_of(held)
        _end_consents(held, list(Purpose))
        held.shares.filter(revoked_at=None).update(revoked_at=timezone.now())
        receipt = _delete_text(held, BY_CLIENT)
        held.move_to(Submission.State.WITHDRAWN)
        _tell(held, "Your client has withdrawn her consent. The words of that session are deleted.")
    empty_log()
    submission.refresh_from_db()
    return receipt


def delete_session(*, submission: Submission) -> DeletionReceipt:
    """The learner deletes her session: the row and all that hangs on it. Only the receipt stays."""
    with transaction.atomic():
        held = _hold(submission)
        receipt = _delete_row(held, BY_LEARNER)
    empty_log()
    return receipt


def purge_expired(now: datetime | None = None) -> int:
    """Delete texts past their day and drafts nobody went on with; numbers stay. Says how many.

    Empties the write-ahead log each time: the names of a draft lie there until it was handed in.
    """
    moment = now or timezone.now()
    texts = Submission.objects.filter(
        delete_text_on__lte=timezone.localdate(moment),
        text_deleted_at=None,
        handed_in_at__isnull=False,
    ).exclude(state=Submission.State.WITHDRAWN)
    begun_before = moment - timedelta(days=settings.DRAFT_RETENTION_DAYS)
    drafts = Submission.objects.filter(state=Submission.State.DRAFT, created_at__lt=begun_before)
    count = _delete_each(texts, _delete_text) + _delete_each(drafts, _delete_row)
    empty_log()
    return count


# --- inside -----------------------------------------------------------------------------------------


def _hold(submission: Submission) -> Submission:
    return Submission.objects.select_for_update().get(pk=submission.pk)


def _delete_each(
    due: QuerySet[Submission], delete: Callable[[Submission, str], DeletionReceipt]
) -> int:
    """Each in a transaction of its own, looked up again under its lock: it may be handed in or gone by now."""
    count = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            held = due.select_for_update().filter(pk=pk).first()
            if held is not None:
                delete(held, BY_TIME)
                count += 1
    return count


def _receipt_of(held: Submission) -> DeletionReceipt:
    return DeletionReceipt.objects.filter(submission_number=held.pk).latest("deleted_at")


def _end_consents(held: Submission, purposes: Collection[Purpose]) -> None:
    open_grants = held.consents.filter(purpose__in=list(purposes), withdrawn_at=None)
    open_grants.update(withdrawn_at=timezone.now())


def _delete_text(held: Submission, reason: str) -> DeletionReceipt:
    """Every word of the conversation and of its readers; ratings and facts stay as numbers. Says how much it was."""
    quotes, _ = Evidence.objects.filter(turn__submission=held).delete()
    turns, _ = held.turns.all().delete()
    files, _ = Transcript.objects.filter(submission=held).delete()
    of_session = {"assessment__review__submission": held}
    Rating.objects.filter(**of_session).update(note="", rule="")
    Assessment.objects.filter(review__submission=held).update(strength="", experiment="")
    _blank_readings(held)
    held.reviews.update(decline_reason="")
    jobs.forget_steps(review_with_ai, subject=held.pk)
    _end_duties(held.reviews.all())
    if reason != BY_TIME:
        _blank_own_words(held)
    held.text_deleted_at = timezone.now()
    held.save()
    transaction.on_commit(forget_all)
    return DeletionReceipt.objects.create(
        submission_number=held.pk, reason=reason, turns=turns, quotes=quotes, files=files
    )


def _delete_row(held: Submission, reason: str) -> DeletionReceipt:
    receipt = _delete_text(held, reason)
    held.readings.all().delete()
    Review.objects.filter(submission=held).delete()
    held.delete()
    return receipt


def _end_duties(reviews: ReviewQuerySet) -> None:
    """Locked first: a lease that runs out in this moment must not stop a withdrawal."""
    for review in reviews.filter(state__in=["offered", "open", "expired"]).select_for_update():
        review.move_to(Review.State.VOID)


def _blank_own_words(held: Submission) -> None:
    """What the learner wrote about the talk. It outlives the retention of the text, not a withdrawal.

    The practice she took stays: it is her own plan for her next session, not an account of this one.
    """
    # her answers to findings live in feedback, which imports us; its reverse relation does not
    held.finding_answers.update(note="")
    held.title = held.client_alias = held.focus_question = held.reflection = held.recorded_by = ""


def _blank_readings(held: Submission) -> None:
    """Notes of facts and texts of notices may repeat words of the talk."""
    for reading in held.readings.all():
        reading.facts = [{**fact, "note": ""} for fact in reading.facts]
        reading.notices = []
        reading.save(update_fields=["facts", "notices"])


def _tell(held: Submission, text: str) -> None:
    count = held.consents.filter(withdrawn_at__isnull=False).count()
    notify(
        user=held.learner,
        key=f"withdrawn:{held.pk}:{count}",
        text=text,
        path=reverse("session_settings", args=[held.pk]),
    )
