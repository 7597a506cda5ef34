"""Dot plots: who said what of one marker, and where the combined reading lies."""

from collections.abc import Sequence

from courses.rubrics import LABELS, POSITION, Value
from feedback.charts.svg import Svg, svg
from feedback.findings import VOICE_ORDER, MarkerReading, Voice, VoiceRating

COLUMNS = {0: 70, 1: 210, 2: 350}  # x of not seen, partly, seen in a picture 420 wide
STEP = 17  # between two shapes in one column
SPAN = 112  # no column may grow wider than this
LEFT, RIGHT = 64, 356
DOT_Y = 17


def dot_plot(marker: MarkerReading, self_name: str = "You") -> Svg:
    """One row: a shape per reader in three columns; below it the interval and the combined value."""
    counted = sorted(
        (r for r in marker.ratings if r.value in POSITION), key=lambda r: VOICE_ORDER[r.voice]
    )
    body = ['<path class="p-grid" d="M70 2V50M210 2V50M350 2V50"/>']
    if marker.estimate is not None:
        body.append(_interval(marker.estimate, marker.low, marker.high))
    for place, x in COLUMNS.items():
        here = [r for r in counted if POSITION[r.value] == place]
        body.extend(_shapes(here, x))
    if not counted:
        body.append('<text class="p-none" x="210" y="22" text-anchor="middle">not rated</text>')
    return svg("0 0 420 52", dot_sentence(marker, self_name), body)


def _interval(estimate: float, low: float | None, high: float | None) -> str:
    def x(value: float) -> float:
        return min(RIGHT, max(LEFT, COLUMNS[0] + 140 * value))

    start, end = (x(estimate if low is None else low), x(estimate if high is None else high))
    if end - start < 12:
        middle = (start + end) / 2
        start, end = middle - 6, middle + 6
    return (
        f'<rect class="p-band" x="{start:.1f}" y="37" width="{end - start:.1f}" height="5" rx="2.5"/>'
        f'<rect class="p-mid" x="{x(estimate) - 2:.1f}" y="33" width="4" height="13" rx="2"/>'
    )


def _shapes(ratings: Sequence[VoiceRating], centre: int) -> list[str]:
    gap = min(STEP, SPAN / max(1, len(ratings) - 1))
    first = centre - gap * (len(ratings) - 1) / 2
    return [_shape(r.voice, first + gap * i) for i, r in enumerate(ratings)]


def _shape(voice: Voice, x: float) -> str:
    match voice:
        case Voice.SELF:
            return f'<circle class="p-self p-halo" cx="{x:.1f}" cy="{DOT_Y}" r="5.2"/>'
        case Voice.AI:
            return f'<path class="p-ai p-halo" d="M{x:.1f} 10.6l6.4 6.4-6.4 6.4-6.4-6.4Z"/>'
        case Voice.PEER:
            return (
                f'<rect class="p-peer p-halo" x="{x - 4.8:.1f}" y="12.2" width="9.6" height="9.6"/>'
            )
        case Voice.MENTOR:
            return f'<path class="p-mentor p-halo" d="M{x:.1f} 11l6.4 11.2h-12.8Z"/>'


def dot_sentence(marker: MarkerReading, self_name: str = "You") -> str:
    """The row in words: who said what, and between which words the combined reading lies."""
    said = [
        f"{name} said {', '.join(LABELS[r.value].lower() for r in marker.by(voice))}"
        for voice, name in (
            (Voice.SELF, "you" if self_name == "You" else self_name),
            (Voice.AI, "the AI reader"),
            (Voice.PEER, "peers" if len(marker.by(Voice.PEER)) > 1 else "a peer"),
            (Voice.MENTOR, "the mentor"),
        )
        if marker.by(voice)
    ]
    start = f"{marker.ref}, {marker.text.rstrip('.')}"
    if not said:
        return f"{start}: nobody has rated it."
    end = "" if marker.estimate is None else f" Together: {together(marker)}."
    return f"{start}: {'; '.join(said)}.{end}"


def together(marker: MarkerReading) -> str:
    """The combined value as words on the axis: "seen", "between partly seen and seen"."""
    names = [LABELS[v].lower() for v in (Value.NOT_SEEN, Value.PARTLY, Value.SEEN)]
    estimate = marker.estimate or 0.0
    nearest = min(2, int(estimate + 0.5))
    if abs(estimate - nearest) <= 0.25:
        return names[nearest]
    below = min(1, int(estimate))
    return f"between {names[below]} and {names[below + 1]}"
