"""Sparklines over sessions: competency words and facts."""

from collections.abc import Sequence
from itertools import pairwise

from feedback.charts.svg import Svg, svg

WORDS = ("starting", "growing", "steady", "distinctive")


def word_line(words: Sequence[str | None]) -> Svg:
    """Sparkline of competency words over sessions, oldest first; None: nothing to read that time."""
    points = [
        None if word is None else (_x(i, len(words)), 74 - 21 * WORDS.index(word))
        for i, word in enumerate(words)
    ]
    said = ", ".join(word or "nothing to read" for word in words)
    body = ['<path class="s-band" d="M0 74H260M0 53H260M0 32H260M0 11H260"/>', *_line(points, 4, 6)]
    return svg("0 0 260 84", f"{_sessions(len(words))}: {said}.", body)


def number_line(values: Sequence[float | None], said: Sequence[str]) -> Svg:
    """Sparkline of one fact over sessions, oldest first; `said` are the same values in words."""
    known = [v for v in values if v is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    scale = 36 / (high - low) if high > low else 0.0
    points = [
        None if v is None else (_x(i, len(values)), 48 - (v - low) * scale if scale else 30.0)
        for i, v in enumerate(values)
    ]
    body = ['<path class="s-band" d="M0 58H260"/>', *_line(points, 3.5, 5.5)]
    return svg("0 0 260 62", f"{_sessions(len(values))}: {', '.join(said)}.", body)


def _x(index: int, count: int) -> float:
    return 240.0 if count == 1 else 10 + 230 * index / (count - 1)


def _line(points: Sequence[tuple[float, float] | None], dot: float, last: float) -> list[str]:
    drawn: list[str] = []
    known = [(i, p) for i, p in enumerate(points) if p is not None]
    for (i, a), (j, b) in pairwise(known):
        kind = "s-line" if j == i + 1 else "s-gap"
        drawn.append(f'<path class="{kind}" d="M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}"/>')
    for _, (x, y) in known[:-1]:
        drawn.append(f'<circle class="s-dot" cx="{x:.1f}" cy="{y:.1f}" r="{dot}"/>')
    if known:
        x, y = known[-1][1]
        drawn.append(f'<circle class="s-last" cx="{x:.1f}" cy="{y:.1f}" r="{last}"/>')
    return drawn


def _sessions(count: int) -> str:
    return "One session" if count == 1 else f"{count} sessions, oldest first"
