"""What a person writes about a session: an autosaved draft, then a reading that is handed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from courses.models import Competency, Marker
from courses.rubrics import NEEDS_EVIDENCE, Rubric, RubricMarker, Value
from courses.services import count_review
from reviews.errors import (
    NotOpen,
    QuoteNotFound,
    ReviewIncomplete,
    UnknownMarker,
    WordsAreGone,
)
from reviews.models import Assessment, Evidence, Rating, Review, Submission
from reviews.services.publishing import take_in

WRITABLE = (Review.State.OPEN, Review.State.EXPIRED)
LONGEST_PAUSE = timedelta(minutes=5)  # between two saves; a longer one was not spent on reading
WORDS = ("strength", "experiment", "saved_at", "seconds_spent")
EVIDENCE = ("rating_id", "turn_id", "start", "end", "quote", "position")
SAID_BY = {"seen": "coach", "partly": "coach", "missed": "client"}


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A passage: by its words, or by where it stands (`start`, `end`); neither: the whole turn."""

    turn: int
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """One marker as it stands in the form. `value` None: passages or a remark, no word yet."""

    ref: str
    value: Value | None = None
    note: str = ""
    quotes: tuple[QuoteDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessmentDraft:
    """Everything in the form. A marker that is not in `ratings` has been left empty."""

    ratings: tuple[RatingDraft, ...] = ()
    strength: str = ""
    experiment: str = ""


def save_draft(*, review: Review, draft: AssessmentDraft) -> Assessment:
    """Replace the draft. WordsAreGone, NotOpen, UnknownMarker; QuoteNotFound names the turn.

    Everything is looked up before the session is locked: on SQLite others wait for their turn to write. What was
    looked up stays true, because words and rubric of a session never change; they only go. So `review.submission`
    must come from the database, not from before the hand-in.
    """
    if not review.submission.has_text:
        raise WordsAreGone
    rows = _checked(review.submission, draft)
    assessment = _with_words(review, draft)
    with transaction.atomic():
        _hold(review, "state", "text_deleted_at")
        Assessment.objects.bulk_create(
            [assessment], update_conflicts=True, unique_fields=["review"], update_fields=WORDS
        )
        _keep_ratings(assessment, rows)
    return assessment


@transaction.atomic
def submit(*, review: Review) -> None:
    """Hand the saved draft in; it counts, also when its time ran out. ReviewIncomplete says what is missing."""
    submission = _hold(review)
    problems = missing(review=review)
    if problems:
        raise ReviewIncomplete(problems=" ".join(problems), missing=problems)
    take_in(submission=submission, review=review)
    if review.source in {Review.Source.PEER, Review.Source.VOLUNTEER} and review.reviewer:
        count_review(learner=review.reviewer)


def missing(*, review: Review) -> list[str]:
    """What keeps the saved draft from being handed in, one sentence each."""
    assessment = Assessment.objects.filter(review=review).first()
    rows = (
        assessment.ratings.select_related("marker").prefetch_related("evidence__turn")
        if assessment
        else []
    )
    ratings = {rating.marker.ref: rating for rating in rows}
    problems = _missing_values(review, ratings)
    problems += [text for rating in ratings.values() for text in _missing_evidence(rating)]
    if review.voice == "peer":
        problems += _missing_words(assessment)
    return problems


def focus_of(submission: Submission) -> int:
    """The competency a person is asked to read for: the learner's focus, else her module's, else the first rated one."""
    rubric = rubric_of(submission)
    rated = [c.number for c in rubric.competencies if c.treatment == Competency.Treatment.SCORED]
    wished = [submission.focus.number] if submission.focus else []
    if submission.step:
        wished.append(submission.step.module.competency.number)
    return next((number for number in (*wished, *rated) if number in rated), rated[0])


def rubric_of(submission: Submission) -> Rubric:
    """The rubric as it was frozen; every session that is read has one."""
    if submission.rubric is None:
        raise WordsAreGone
    return Rubric.from_dict(submission.rubric.body)


def to_rate(submission: Submission) -> tuple[RubricMarker, ...]:
    """The markers a person must answer before she hands in."""
    return rubric_of(submission).of(focus_of(submission))


# --- saving ---------------------------------------------------------------------------------------


class _Passage(NamedTuple):
    """Fields of an evidence, without its rating and its position."""

    turn_id: int
    start: int
    end: int
    quote: str


class _Row(NamedTuple):
    """One marker as it will be kept: its key, what was said, and the passages, each place once."""

    marker_id: int
    value: str
    note: str
    passages: Sequence[_Passage]


def _hold(review: Review, *fields: str) -> Submission:
    """Lock the session first, then look at the review as it is now. All fields of the session, or these."""
    rows = Submission.objects.select_for_update().only(*fields)
    submission = rows.get(pk=review.submission_id)
    if not submission.has_text:
        raise WordsAreGone
    review.state = Review.objects.values_list("state", flat=True).get(pk=review.pk)
    if review.state not in WRITABLE:
        raise NotOpen
    return submission


def _checked(submission: Submission, draft: AssessmentDraft) -> list[_Row]:
    """What of the draft is worth keeping. Only competencies that are rated can be rated by hand."""
    rubric = rubric_of(submission)
    rated = {c.number for c in rubric.competencies if c.treatment == Competency.Treatment.SCORED}
    known = {marker.ref for marker in rubric.markers if marker.competency in rated}
    for said in draft.ratings:
        if said.ref not in known:
            raise UnknownMarker(ref=said.ref)
    quoted = {quote.turn for said in draft.ratings for quote in said.quotes}
    quotable = submission.turns.filter(number__in=quoted).values_list("number", "pk", "text")
    turns = {number: (pk, text) for number, pk, text in quotable}
    passages = [[_passage(quote, turns) for quote in said.quotes] for said in draft.ratings]
    named = Marker.objects.order_by().filter(ref__in=[said.ref for said in draft.ratings])
    markers = dict(named.values_list("ref", "pk"))
    return [
        _Row(
            markers[said.ref],
            said.value or "",
            said.note.strip()[:2000],
            list(dict.fromkeys(found)),
        )
        for said, found in zip(draft.ratings, passages, strict=True)
        if said.value or said.note.strip() or said.quotes
    ]


def _keep_ratings(assessment: Assessment, rows: Sequence[_Row]) -> None:
    """Writes what has changed: while somebody types, that is one remark."""
    before = {
        marker: (pk, value, note)
        for marker, pk, value, note in assessment.ratings.order_by().values_list(
            "marker", "pk", "value", "note"
        )
    }
    gone = before.keys() - {row.marker_id for row in rows}
    if gone:
        assessment.ratings.filter(marker__in=gone).delete()
    keys = {row.marker_id: before[row.marker_id][0] for row in rows if row.marker_id in before}
    changed = [
        row
        for row in rows
        if row.marker_id not in before or before[row.marker_id][1:] != (row.value, row.note)
    ]
    written = Rating.objects.bulk_create(
        [
            Rating(assessment=assessment, marker_id=row.marker_id, value=row.value, note=row.note)
            for row in changed
        ],
        update_conflicts=True,
        unique_fields=["assessment", "marker"],
        update_fields=["value", "note"],
    )
    keys |= {rating.marker_id: rating.pk for rating in written}
    _keep_evidence(
        [
            (keys[row.marker_id], *passage, position)
            for row in rows
            for position, passage in enumerate(row.passages)
        ],
        keys.values(),
    )


def _keep_evidence(wanted: Sequence[tuple[object, ...]], ratings: Iterable[int]) -> None:
    rows = Evidence.objects.filter(rating__in=list(ratings))
    if set(rows.order_by().values_list(*EVIDENCE)) != set(wanted):
        rows.delete()
        Evidence.objects.bulk_create(
            Evidence(**dict(zip(EVIDENCE, row, strict=True))) for row in wanted
        )


def _passage(quote: QuoteDraft, turns: Mapping[int, tuple[int, str]]) -> _Passage:
    """Where it stands, letter for letter; `turns` has key and words of each turn by its number."""
    if quote.turn not in turns:
        raise QuoteNotFound(turn=quote.turn)
    pk, text = turns[quote.turn]
    start, end = _span(quote, text)
    words = text[start:end]
    is_there = 0 <= start < end <= len(text) and words.strip() != ""
    if not is_there or (quote.text is not None and words != quote.text.strip()):
        raise QuoteNotFound(turn=quote.turn)
    return _Passage(pk, start, end, words)


def _span(quote: QuoteDraft, text: str) -> tuple[int, int]:
    if quote.start is not None and quote.end is not None:
        return quote.start, quote.end
    if quote.text is None:
        return 0, len(text)
    words = quote.text.strip()
    start = text.find(words)
    return start, start + len(words)


def _with_words(review: Review, draft: AssessmentDraft) -> Assessment:
    """The assessment as it will be, with the seconds since it was last saved. Not saved yet."""
    now = timezone.now()
    before = Assessment.objects.filter(review=review).values_list("saved_at", "seconds_spent")
    saved_at, spent = before.first() or (now, 0)
    pause = now - saved_at
    return Assessment(
        review_id=review.pk,  # the review in memory knows nothing of it before it is saved
        strength=draft.strength.strip()[:2000],
        experiment=draft.experiment.strip()[:2000],
        saved_at=now,
        seconds_spent=spent + (int(pause.total_seconds()) if pause <= LONGEST_PAUSE else 0),
    )


# --- handing in -----------------------------------------------------------------------------------


def _missing_values(review: Review, ratings: Mapping[str, Rating]) -> list[str]:
    if review.source == Review.Source.SELF:
        if not any(rating.value for rating in ratings.values()):
            return ["Choose a word for at least one behaviour."]
        required: set[str] = set()
    else:
        required = {marker.ref for marker in to_rate(review.submission)}
    noted = {ref for ref, rating in ratings.items() if not rating.value}
    empty = sorted((required - ratings.keys()) | noted)
    return [f"Choose a word for {_list(empty)}."] if empty else []


def _missing_evidence(rating: Rating) -> list[str]:
    """Seen and partly seen quote the coach, a missed opening quotes the client (DOMAIN: rating words)."""
    if rating.value not in NEEDS_EVIDENCE:
        return []
    speaker = SAID_BY[rating.value]
    if any(evidence.turn.who == speaker for evidence in rating.evidence.all()):
        return []
    return [f"{rating.marker.ref} needs a passage in which the {speaker} speaks."]


def _missing_words(assessment: Assessment | None) -> list[str]:
    if assessment is None or not assessment.strength:
        problems = ["Name one strength in your own words."]
    else:
        problems = []
    if assessment is None or not assessment.experiment:
        problems.append("Offer one experiment in your own words.")
    return problems


def _list(refs: Sequence[str]) -> str:
    return refs[0] if len(refs) == 1 else f"{', '.join(refs[:-1])} and {refs[-1]}"
