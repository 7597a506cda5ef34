"""The timeline of a talk as numbers for an SVG: who spoke when, and where the evidence lies. Plain Python."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reviews.transcripts.turns import Turn, Who

WIDTH = 1000.0
THINNEST = 2.0  # a turn of one word can still be seen
TICK = 4.0
TICKS = 4
LANES = {Who.COACH: (24, "l-coach"), Who.CLIENT: (52, "l-client"), Who.OTHER: (52, "l-done")}


@dataclass(frozen=True, slots=True)
class Bar:
    """One turn in its lane."""

    turn: int
    x: float
    width: float
    y: int
    css: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One turn that holds evidence."""

    turn: int
    x: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """A picture 1000 wide. `by_time` is False where the transcript has no times: then widths are words."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[str, ...]
    by_time: bool


def lanes(turns: Sequence[Turn], evidence: Collection[int]) -> Lanes:
    """Bars of every turn and a tick for each turn number in `evidence`."""
    by_time = all(turn.start_ms is not None and turn.end_ms is not None for turn in turns)
    spans = _by_time(turns) if by_time else _by_words(turns)
    total = max((end for _, end in spans), default=0) or 1
    bars = tuple(_bar(turn, span, total) for turn, span in zip(turns, spans, strict=True))
    ticks = tuple(
        Tick(bar.turn, round(min(bar.x, WIDTH - TICK), 1)) for bar in bars if bar.turn in evidence
    )
    labels = tuple(_label(total * i // TICKS, by_time) for i in range(TICKS + 1))
    return Lanes(bars, ticks, labels, by_time)


def clock(ms: int) -> str:
    """27:20, or 1:02:09 from an hour on."""
    minutes, seconds = divmod(ms // 1000, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _by_time(turns: Sequence[Turn]) -> list[tuple[int, int]]:
    return [(turn.start_ms or 0, turn.end_ms or 0) for turn in turns]


def _by_words(turns: Sequence[Turn]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for turn in turns:
        words = len(turn.text.split())
        spans.append((at, at + words))
        at += words
    return spans


def _bar(turn: Turn, span: tuple[int, int], total: int) -> Bar:
    x = span[0] / total * WIDTH
    y, css = LANES[turn.who]
    width = max(THINNEST, (span[1] - span[0]) / total * WIDTH)
    return Bar(turn.number, round(min(x, WIDTH - THINNEST), 1), round(width, 1), y, css)


def _label(at: int, by_time: bool) -> str:
    return clock(at) if by_time else f"{at}"
