"""Who reads what: the next review for whoever asks, giving back, leases that run out."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.common.errors import Conflict, DomainError
from coachlms.notifications.services import notify
from courses.models import Enrolment
from reviews import assignment
from reviews.assignment import Reader, Record, Waiting
from reviews.errors import EnoughOpen, HandInFirst, NothingToReview, NotOpen, TakenMeanwhile
from reviews.models import Review, Share, Submission

PEERLIKE = (Review.Source.PEER, Review.Source.VOLUNTEER)
LOOKED_AT = 50  # the neediest sessions that are weighed against each other in one go
LOCK_TRIES = 4
REMINDERS = ((0.9, "The time for one of your reviews ends soon."), (0.5, "A review waits for you."))

_live = Q(reviews__source__in=PEERLIKE, reviews__state__in=["offered", "open"])
_done = Q(reviews__source__in=PEERLIKE, reviews__state="submitted")


def offer_next(*, reviewer: User) -> Review:
    """Open the session that needs a reader most. HandInFirst, EnoughOpen, NothingToReview, TakenMeanwhile.

    Two people may ask in the same moment: on PostgreSQL the row of the chosen session is locked and locked rows
    are passed over; on SQLite the whole transaction is exclusive from its start.
    """
    try:
        with transaction.atomic():
            return _offer(reviewer)
    except IntegrityError:  # the same person asked twice at once; the database kept one duty
        raise TakenMeanwhile from None


def decline(*, review: Review, reason: str) -> None:
    """Give a review back; somebody else will be offered the session. What was drafted is deleted.

    NotOpen for one's own reading, which is simply left alone.
    """
    if review.source == Review.Source.SELF:
        raise NotOpen
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=review.submission_id)
        review.move_to(Review.State.DECLINED)
        review.decline_reason = reason.strip()[:300]
        review.save(update_fields=["decline_reason"])
        _drop_draft(review)


def expire_overdue() -> int:
    """Leases that ran out; the drafts stay and may still be handed in. Says how many."""
    expired = 0
    for review in Review.objects.overdue():
        try:
            review.move_to(Review.State.EXPIRED)
        except Conflict:  # handed in at this moment
            continue
        expired += 1
    return expired


def remind() -> None:
    """One line at half of a lease and one near its end, each once."""
    now = timezone.now()
    held = Review.objects.live().filter(lease_until__gte=now, opened_at__isnull=False)
    for review in held.select_related("reviewer"):
        if review.reviewer and review.opened_at and review.lease_until:
            _remind(review, review.reviewer, _elapsed(review.opened_at, review.lease_until, now))


def obstacle(*, reviewer: User) -> DomainError | None:
    """Why she would get nothing if she asked now; None when there is something. Reads only."""
    reader = _reader(reviewer)
    return _refusal(reviewer, reader) or (None if _in_order(reader) else NothingToReview())


# --- choosing ------------------------------------------------------------------------------------


def _offer(reviewer: User) -> Review:
    reader = _reader(reviewer)
    refusal = _refusal(reviewer, reader)
    if refusal is not None:
        raise refusal
    candidates = _in_order(reader)
    if not candidates:
        raise NothingToReview
    for candidate in candidates[:LOCK_TRIES]:
        submission = _lock(candidate.number)
        if submission is not None:
            return _open(submission, reviewer, reader)
    raise TakenMeanwhile


def _refusal(reviewer: User, reader: Reader) -> DomainError | None:
    if not (reader.is_guest or reader.has_handed_in):
        return HandInFirst()
    held = Review.objects.live().filter(reviewer=reviewer, source__in=PEERLIKE).count()
    return EnoughOpen(open=held) if held >= assignment.OPEN_AT_ONCE else None


def _lock(pk: int) -> Submission | None:
    """The row, held, if it still waits for a reader; None when somebody else is choosing it now."""
    rows = Submission.objects.waiting_for_readers().filter(pk=pk)
    submission = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if submission is None:
        return None
    # counted after the lock, in a statement of its own, so that it sees what others committed before
    taken = submission.reviews.by_peers().filter(state__in=["offered", "open", "submitted"])
    return submission if taken.count() < settings.PEER_REVIEWS_NEEDED else None


def _open(submission: Submission, reviewer: User, reader: Reader) -> Review:
    now = timezone.now()
    until = now + assignment.lease(submission.length())
    return Review.objects.create(
        submission=submission,
        reviewer=reviewer,
        source=Review.Source.VOLUNTEER if reader.is_guest else Review.Source.PEER,
        alias=assignment.alias(submission.reviews.by_peers().count()),
        opened_at=now,
        lease_until=until,
        due_at=until,
    )


def _reader(user: User) -> Reader:
    handed_in = Submission.objects.filter(learner=user, handed_in_at__isnull=False)
    places = (
        Enrolment.objects.current().filter(learner=user).values_list("cohort__course", flat=True)
    )
    mentees = Share.objects.filter(mentor=user).values_list("submission__learner", flat=True)
    is_guest = bool(user.role_names & {Role.MENTOR, Role.INSTRUCTOR})
    return Reader(
        number=user.pk,
        courses=frozenset(places),
        has_handed_in=not is_guest and handed_in.exists(),  # nobody asks guests
        is_guest=is_guest,
        mentees=frozenset(mentees if is_guest else ()),
    )


def _in_order(reader: Reader) -> Sequence[Waiting]:
    """What this reader may take, the neediest first, weighed among the LOOKED_AT that come first by count."""
    open_sessions = (
        Submission.objects.waiting_for_readers()
        .filter(consents__purpose="peers", consents__withdrawn_at__isnull=True)
        .exclude(learner=reader.number)
        .exclude(reviews__reviewer=reader.number)
        .annotate(
            live=Count("reviews", filter=_live, distinct=True),
            done=Count("reviews", filter=_done, distinct=True),
            course=F("enrolment__cohort__course"),
        )
        .filter(live__lt=settings.PEER_REVIEWS_NEEDED - F("done"))
    )
    if not reader.is_guest:
        open_sessions = open_sessions.filter(enrolment__cohort__course__in=reader.courses)
    rows = list(open_sessions.order_by(F("live") + F("done"), "handed_in_at")[:LOOKED_AT])
    return assignment.in_order_of_need(
        _weigh(rows, reader),
        reader,
        needed=settings.PEER_REVIEWS_NEEDED,
        dice=random.SystemRandom(),
    )


def _weigh(rows: Sequence[Submission], reader: Reader) -> list[Waiting]:
    """The rows as plain values, with the records of everybody concerned in two more queries."""
    numbers = [row.pk for row in rows]
    leases: dict[int, list[int]] = defaultdict(list)
    held = Review.objects.live().by_peers().filter(submission__in=numbers)
    for submission, holder in held.values_list("submission", "reviewer"):
        leases[submission].append(holder or 0)
    holders = {holder for every in leases.values() for holder in every}
    records = _records(holders | {row.learner_id for row in rows})
    returned = _who_reads_for(reader.number)
    duty = assignment.duty(settings.PEER_REVIEWS_NEEDED)
    return [
        Waiting(
            number=row.pk,
            author=row.learner_id,
            course=getattr(row, "course"),  # noqa: B009 - annotated above
            handed_in_at=row.handed_in_at or row.created_at,
            language=row.language,
            done=getattr(row, "done"),  # noqa: B009
            leases=tuple(records.get(holder, Record()) for holder in leases[row.pk]),
            author_is_dutiful=records.get(row.learner_id, Record()).done >= duty,
            is_reciprocal=row.learner_id in returned,
        )
        for row in rows
    ]


def _records(users: set[int]) -> dict[int, Record]:
    """How these people kept their duties so far."""
    counted = (
        Review.objects.by_peers()
        .filter(reviewer__in=users)
        .exclude(state__in=["void", "offered"])
        .values_list("reviewer")
        .annotate(opened=Count("pk"), done=Count("pk", filter=Q(state="submitted")))
    )
    return {user: Record(done=done, opened=opened) for user, opened, done in counted if user}


def _who_reads_for(learner: int) -> set[int | None]:
    """Readers of this learner's own sessions: a pair that reads each other is the last choice."""
    readers = Review.objects.by_peers().filter(submission__learner=learner)
    kept = readers.filter(state__in=["offered", "open", "submitted", "expired"])
    return set(kept.values_list("reviewer", flat=True))


# --- the end of a duty ----------------------------------------------------------------------------


def _drop_draft(review: Review) -> None:
    draft = getattr(review, "assessment", None)
    if draft is not None:
        draft.delete()


def _elapsed(opened: datetime, until: datetime, now: datetime) -> float:
    return (now - opened) / max(until - opened, timedelta(seconds=1))


def _remind(review: Review, reviewer: User, elapsed: float) -> None:
    for share, text in REMINDERS:
        if elapsed >= share:
            key = f"review-at-{share}:{review.pk}"
            notify(user=reviewer, key=key, text=text, path=review.get_absolute_url())
            return
