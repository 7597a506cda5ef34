"""A transcript as rows for a page: turns with their pauses, highlights and margin tags."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviews.models import Evidence, Turn
from reviews.transcripts.highlights import Passage, Segment, segments, tags
from reviews.transcripts.turns import Turn as PlainTurn
from reviews.transcripts.turns import Who

VOICES = ("self", "ai", "peer", "mentor")
LONG_PAUSE_MS = 4_000


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn as the page shows it. `pause_s` only where the clock shows a long one before it."""

    number: int
    who: str
    who_label: str
    start_ms: int | None
    pause_s: int | None
    segments: Sequence[Segment]
    tags: Sequence[tuple[str, str]]


def turn_rows(turns: Sequence[Turn], passages: Mapping[int, Sequence[Passage]]) -> list[TurnRow]:
    """Every turn in order; `passages` by turn number."""
    rows: list[TurnRow] = []
    before: Turn | None = None
    for turn in turns:
        marked = passages.get(turn.number, ())
        rows.append(
            TurnRow(
                number=turn.number,
                who=turn.who,
                who_label=turn.get_who_display(),
                start_ms=turn.start_ms,
                pause_s=_pause_s(before, turn),
                segments=segments(turn.text, marked),
                tags=tags(marked, VOICES),
            )
        )
        before = turn
    return rows


def passages_of(evidence: Iterable[Evidence]) -> dict[int, list[Passage]]:
    """Evidence by the number of its turn; rating, marker and review must have been fetched with it."""
    found: dict[int, list[Passage]] = defaultdict(list)
    for row in evidence:
        voice = row.rating.assessment.review.voice
        found[row.turn.number].append(Passage(row.start, row.end, voice, row.rating.marker.ref))
    return found


def plain(turns: Iterable[Turn]) -> list[PlainTurn]:
    return [PlainTurn(t.number, Who(t.who), t.text, t.start_ms, t.end_ms) for t in turns]


def _pause_s(before: Turn | None, turn: Turn) -> int | None:
    if before is None or before.end_ms is None or turn.start_ms is None:
        return None
    gap = turn.start_ms - before.end_ms
    return round(gap / 1000) if gap >= LONG_PAUSE_MS else None
