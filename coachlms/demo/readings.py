"""What the embedded reader found, as it is kept with a visit: numbers and places, words only in the turns. Plain Python.

{"facts": […], "notices": [{ref, text, turns}], "limits": […], "dropped": 0,
 "markers": [{ref, value, why, certainty, quotes: [[turn, start, end], …]}]}
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from courses.rubrics import Rubric, Value
from feedback.findings import MarkerReading, Quote, Voice, VoiceRating
from feedback.reports import CompetencyRow, FactRow, Report, Source, TurnText, build, stretch_of
from reviews.aggregation import Combined, Opinion, combine, word_of_competency
from reviews.analysis import Reading
from reviews.analysis.reading import MarkerReading as Claim
from reviews.transcripts.turns import Turn

Kept = Mapping[str, Any]
SCORED = "scored_with_evidence"


def keep(found: Reading, claims: Sequence[Claim], dropped: int) -> dict[str, Any]:
    """Ready for JSON. `claims` are those whose quotes were looked up in the turns again."""
    return {
        "facts": [asdict(fact) for fact in found.facts],
        "timeline": [asdict(stretch) for stretch in found.timeline],
        "notices": [
            {"ref": one.ref, "text": one.text, "turns": [quote.turn for quote in one.quotes]}
            for one in found.notices
        ],
        "limits": list(found.limits),
        "dropped": found.dropped + dropped,
        "markers": [
            {
                "ref": claim.ref,
                "value": claim.value.value,
                "why": claim.why,
                "certainty": claim.certainty,
                "quotes": [
                    [quote.turn, quote.start, quote.end] for quote in dict.fromkeys(claim.evidence)
                ],
            }
            for claim in claims
        ],
    }


def report_of(kept: Kept, rubric: Rubric, turns: Sequence[Turn]) -> Report:
    """The report a learner gets once the AI reader, and nobody else, has read her session."""
    said = {row["ref"]: row for row in kept["markers"]}
    combined = {
        ref: combine([Opinion(Voice.AI.value, Value(row["value"]))]) for ref, row in said.items()
    }
    texts = {turn.number: turn for turn in turns}
    return build(
        Source(
            has_text=True,
            final=False,
            has_ai=True,
            peers=0,
            has_mentor=False,
            level=rubric.level.upper(),
            focus=None,
            self_name="You",
            markers=tuple(
                MarkerReading(
                    ref=marker.ref,
                    competency=marker.competency,
                    text=marker.text,
                    depth=marker.depth,
                    ratings=_ratings(said.get(marker.ref), texts),
                    **_estimate(combined.get(marker.ref)),
                )
                for marker in rubric.markers
            ),
            competencies=tuple(_competencies(rubric, combined)),
            facts=tuple(_fact(row) for row in kept["facts"]),
            timeline=tuple(stretch_of(row) for row in kept.get("timeline", ())),
            notices=tuple(
                (row["ref"], row["text"], tuple(row["turns"])) for row in kept["notices"]
            ),
            limits=tuple(kept["limits"]),
            dropped=kept["dropped"],
            turns={
                turn.number: TurnText(turn.number, turn.who.value, turn.text, turn.start_ms)
                for turn in turns
            },
        )
    )


def _ratings(row: Kept | None, turns: Mapping[int, Turn]) -> tuple[VoiceRating, ...]:
    if row is None:
        return ()
    quotes = tuple(
        Quote(
            number, turns[number].who.value, turns[number].text[start:end], turns[number].start_ms
        )
        for number, start, end in row["quotes"]
    )
    return (
        VoiceRating(
            voice=Voice.AI,
            reader="AI reader",
            value=Value(row["value"]),
            quotes=quotes,
            rule=row["why"],
            certainty=row["certainty"],
        ),
    )


def _estimate(row: Combined | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"estimate": row.estimate, "low": row.low, "high": row.high, "n": row.n}


def _competencies(rubric: Rubric, combined: Mapping[str, Combined]) -> list[CompetencyRow]:
    rows = []
    for one in rubric.competencies:
        refs = [marker.ref for marker in rubric.of(one.number)]
        levels = [combined[ref].level if ref in combined else None for ref in refs]
        word = word_of_competency(levels) if one.treatment == SCORED else None
        rows.append(CompetencyRow(one.number, one.name, one.slug, one.treatment, word))
    return rows


def _fact(row: Kept) -> FactRow:
    value = row["value"]
    return FactRow(
        key=row["key"],
        label=row["label"],
        value=None if value is None else float(value),
        unit=row["unit"],
        note=row["note"],
        definition=row["definition"],
        turns=tuple(row["turns"]),
    )
