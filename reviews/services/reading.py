"""The embedded reader as one more reviewer: analysis outside any transaction, then one write."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coachlms.jobs.registry import Hold
from courses.models import Marker
from courses.rubrics import NEEDS_EVIDENCE, Rubric
from reviews import analysis
from reviews.analysis.reading import MarkerReading, Quote
from reviews.analysis.reading import Reading as AnalysisReading
from reviews.models import Assessment, Evidence, Rating, Reading, Review, Submission, Turn
from reviews.services.publishing import take_in
from reviews.transcripts.turns import Turn as PlainTurn
from reviews.transcripts.turns import Who

RULE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a reading once every quote was looked up in the stored turns again."""

    markers: tuple[MarkerReading, ...]
    dropped: int


def review_by_ai(*, submission_id: int, hold: Hold) -> None:
    """Read the session and hand the AI review in. A second run, or a withdrawn session, changes nothing.

    The analysis is not kept as a step of the job: it takes seconds, and quotes would lie in a second table.
    """
    submission = Submission.objects.select_related("rubric").filter(pk=submission_id).first()
    if submission is None or not submission.has_text or submission.rubric is None:
        return
    turns = list(submission.turns.all())
    rubric = Rubric.from_dict(submission.rubric.body)
    hold.progress(0, 2, "Reading the conversation")
    began = time.monotonic()
    found = analysis.analyse([_plain(turn) for turn in turns], rubric)
    checked = check_quotes(found.markers, {turn.number: turn.text for turn in turns})
    seconds = time.monotonic() - began
    hold.progress(1, 2, "Writing down what was found")
    with hold.finish():
        _write(submission_id, found, checked, seconds)


def check_quotes(readings: Sequence[MarkerReading], texts: Mapping[int, str]) -> Checked:
    """Drop every quote that is not in its turn letter for letter, and every claim left without one."""
    kept: list[MarkerReading] = []
    dropped = 0
    for reading in readings:
        quotes = tuple(quote for quote in reading.evidence if _is_verbatim(quote, texts))
        if reading.value in NEEDS_EVIDENCE and not quotes:
            dropped += 1
            continue
        lost = len(reading.evidence) - len(quotes)
        dropped += lost
        kept.append(_with(reading, quotes) if lost else reading)
    return Checked(tuple(kept), dropped)


def _is_verbatim(quote: Quote, texts: Mapping[int, str]) -> bool:
    if not 0 <= quote.start < quote.end:
        return False
    return texts.get(quote.turn, "")[quote.start : quote.end] == quote.text


def _with(reading: MarkerReading, quotes: tuple[Quote, ...]) -> MarkerReading:
    return MarkerReading(
        ref=reading.ref,
        value=reading.value,
        evidence=quotes,
        why=reading.why,
        rule=reading.rule,
        certainty=reading.certainty,
    )


def _write(submission_id: int, found: AnalysisReading, checked: Checked, seconds: float) -> None:
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    review = submission.reviews.filter(source=Review.Source.AI).order_by("-pk").first()
    if not submission.has_text or review is None or review.state != Review.State.OPEN:
        return
    _keep_reading(submission, found, checked.dropped, seconds)
    _keep_ratings(submission, review, checked.markers)
    review.analyser = f"{found.analyser} {found.version}"
    review.save(update_fields=["analyser"])
    take_in(submission=submission, review=review)


def _keep_reading(
    submission: Submission, found: AnalysisReading, dropped: int, seconds: float
) -> None:
    data = found.as_dict()
    Reading.objects.update_or_create(
        submission=submission,
        analyser=found.analyser,
        version=found.version,
        defaults={
            "facts": data["facts"],
            "behaviours": [
                {**{key: row[key] for key in ("kind", "detail", "rule")}, **row["span"]}
                for row in data["behaviours"]
            ],
            "timeline": data["timeline"],
            "notices": [
                {"ref": one.ref, "text": one.text, "turns": [quote.turn for quote in one.quotes]}
                for one in found.notices
            ],
            "words": data["competency_words"],
            "limits": data["limits"],
            "dropped": found.dropped + dropped,
            "seconds": round(seconds, 3),
        },
    )


def _keep_ratings(
    submission: Submission, review: Review, readings: Sequence[MarkerReading]
) -> None:
    markers = {marker.ref: marker for marker in Marker.objects.all()}
    turns = {turn.number: turn for turn in submission.turns.all()}
    assessment, _ = Assessment.objects.get_or_create(review=review)
    assessment.ratings.all().delete()
    known = [reading for reading in readings if reading.ref in markers]
    ratings = Rating.objects.bulk_create(
        Rating(
            assessment=assessment,
            marker=markers[reading.ref],
            value=reading.value,
            rule=reading.why[:RULE_CHARS],
            certainty=reading.certainty,
        )
        for reading in known
    )
    Evidence.objects.bulk_create(
        Evidence(
            rating=rating,
            turn=turns[quote.turn],
            start=quote.start,
            end=quote.end,
            quote=quote.text,
            position=position,
        )
        for rating, reading in zip(ratings, known, strict=True)
        for position, quote in enumerate(dict.fromkeys(reading.evidence))
    )


def _plain(turn: Turn) -> PlainTurn:
    return PlainTurn(turn.number, Who(turn.who), turn.text, turn.start_ms, turn.end_ms)
