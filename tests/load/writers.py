"""Sixteen readers save their reviews at the same time, each in a process of her own, as fast as they can.

Each save changes one remark, as an autosave does while somebody types.
"""

import multiprocessing
import time
from dataclasses import dataclass, replace

from django.db import connection
from django.db.utils import OperationalError

from courses.rubrics import NEEDS_EVIDENCE, Value
from reviews.models import Assessment, Review
from reviews.services import assessing
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft

WRITERS = 16


@dataclass(frozen=True, slots=True)
class Wrote:
    """What came of it. A failed write is one the database refused (“database is locked”)."""

    writers: int
    saved: int
    failed: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.saved / self.seconds


def run(seconds: float) -> Wrote:
    """Every writer has reviews of her own and saves them in turn for this long."""
    reviews = list(Review.objects.filter(source="peer").order_by("pk")[: WRITERS * 20])
    Review.objects.filter(pk__in=[r.pk for r in reviews]).update(
        state=Review.State.OPEN, submitted_at=None
    )
    Assessment.objects.filter(review__in=reviews).update(seconds_spent=0)
    shares = [[r.pk for r in reviews[n::WRITERS]] for n in range(WRITERS)]
    connection.close()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(WRITERS)
    results = context.Queue()
    processes = [
        context.Process(target=_write, args=(share, seconds, start, results)) for share in shares
    ]
    for process in processes:
        process.start()
    told = [results.get(timeout=seconds + 60) for _process in processes]
    for process in processes:
        process.join(20)
    return Wrote(
        writers=WRITERS,
        saved=sum(saved for saved, _failed, _s in told),
        failed=sum(failed for _saved, failed, _s in told),
        seconds=max(s for _saved, _failed, s in told),
    )


def _write(share, seconds, start, results) -> None:  # type: ignore[no-untyped-def]
    connection.connect()
    reviews = list(Review.objects.filter(pk__in=share).select_related("submission"))
    drafts = {review.pk: _draft(review) for review in reviews}
    saved = failed = 0
    start.wait()
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        review = reviews[(saved + failed) % len(reviews)]
        draft = drafts[review.pk] = _typed_on(drafts[review.pk], saved)
        try:
            assessing.save_draft(review=review, draft=draft)
            saved += 1
        except OperationalError:
            failed += 1
    results.put((saved, failed, time.perf_counter() - began))
    connection.close()


def _typed_on(draft: AssessmentDraft, number: int) -> AssessmentDraft:
    first, *others = draft.ratings
    return replace(draft, ratings=(replace(first, note=f"A remark, changed {number}."), *others))


def _draft(review: Review) -> AssessmentDraft:
    """Six behaviours of the focus, with a passage wherever one is needed."""
    turns = list(review.submission.turns.all())
    by_who = {who: next(t.number for t in turns if t.who == who) for who in ("coach", "client")}
    values = (Value.SEEN, Value.PARTLY, Value.MISSED, Value.NOT_SEEN)
    ratings = []
    for at, marker in enumerate(assessing.to_rate(review.submission)):
        value = values[at % len(values)]
        turn = by_who["client" if value == Value.MISSED else "coach"]
        quotes = (QuoteDraft(turn),) if value in NEEDS_EVIDENCE else ()
        ratings.append(RatingDraft(marker.ref, value, "A remark about this.", quotes))
    return AssessmentDraft(tuple(ratings), "You waited.", "I would wait a little longer.")
