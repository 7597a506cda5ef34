"""No quote, no remark: claims whose words are not found letter for letter in the turn are dropped and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from courses.rubrics import NEEDS_EVIDENCE, Value
from reviews.analysis.reading import MarkerReading, Notice, Quote
from reviews.transcripts.turns import Turn, Who


def is_verbatim(quote: Quote, turns: Mapping[int, Turn]) -> bool:
    """Do these characters of this turn read exactly so, and is there anything to read?"""
    turn = turns.get(quote.turn)
    if turn is None or not quote.text.strip():
        return False
    return 0 <= quote.start < quote.end and turn.text[quote.start : quote.end] == quote.text


def verify(
    markers: Sequence[MarkerReading], notices: Sequence[Notice], turns: Sequence[Turn]
) -> tuple[tuple[MarkerReading, ...], tuple[Notice, ...], int]:
    """Markers and notices with verified quotes only, and how many claims were dropped.

    A rating that loses the quote it rests on becomes `not_seen`; a notice that loses one disappears.
    """
    by_number = {turn.number: turn for turn in turns}
    kept, dropped = [], 0
    for marker in markers:
        checked, lost = _check(marker, by_number)
        kept.append(checked)
        dropped += lost
    true = [n for n in notices if all(is_verbatim(quote, by_number) for quote in n.quotes)]
    return tuple(kept), tuple(true), dropped + len(notices) - len(true)


def _check(marker: MarkerReading, turns: Mapping[int, Turn]) -> tuple[MarkerReading, int]:
    good = tuple(quote for quote in marker.evidence if is_verbatim(quote, turns))
    lost = len(marker.evidence) - len(good)
    if marker.value in NEEDS_EVIDENCE and not _rests(marker.value, good, turns):
        why = "The passage this rested on was not found in the transcript, so nothing is claimed."
        return replace(marker, value=Value.NOT_SEEN, evidence=(), why=why), lost + 1
    return (replace(marker, evidence=good), lost) if lost else (marker, 0)


def _rests(value: Value, quotes: tuple[Quote, ...], turns: Mapping[int, Turn]) -> bool:
    """Seen and partly seen must quote the coach first, a missed opening the client."""
    if not quotes:
        return False
    wanted = Who.CLIENT if value is Value.MISSED else Who.COACH
    return turns[quotes[0].turn].who is wanted
