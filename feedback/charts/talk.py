"""A talk in shapes: who did what when, and bars for counts and thirds."""

from collections.abc import Iterable, Sequence

from feedback.charts.svg import Svg, svg

WIDTH = 1000
THINNEST = 3  # a turn of one word can still be seen
LANE, BAR, TOP = 26, 14, 6
COACH_LANES = ("asks", "mirrors", "tells")
LANES = len(COACH_LANES) + 1
HEIGHT = LANE * (LANES + 1)
MIDDLE = LANE * len(COACH_LANES) + LANE  # of the client's lane, which is twice as high
LEAN, REST = 20, 6  # height of a client's turn that leans, and of one that does not
FULL = 100  # width of the longest bar and height of a full column

Bar = tuple[int, int, tuple[str, ...], bool]  # start, end, what it does, is it the coach's


def timeline(bars: Iterable[Bar], label: str) -> Svg:
    """One lane for each thing the coach does; below, the client's turns, up for change, down against it.

    Starts and ends are thousandths of the talk. A turn that does two things stands in two lanes.
    """
    body = [f'<path class="l-base" d="{_ground()}"/>']
    for start, end, does, is_coach in bars:
        x, width = min(start, WIDTH - THINNEST), max(THINNEST, end - start)
        if is_coach:
            lanes = [place for place, name in enumerate(COACH_LANES) if name in does]
            body += [_rect("l-coach", x, LANE * place + TOP, width, BAR) for place in lanes]
        elif "for" in does:
            body.append(_rect("l-for", x, MIDDLE - LEAN, width, LEAN))
        elif "against" in does:
            body.append(_rect("l-against", x, MIDDLE, width, LEAN))
        else:
            body.append(_rect("l-client", x, MIDDLE - REST // 2, width, REST))
    return svg(f"0 0 {WIDTH} {HEIGHT}", label, body, stretched=True)


def _ground() -> str:
    """A line under each lane and one where each third of the talk ends."""
    lines = [f"M0 {LANE * place + TOP + BAR + 2}H{WIDTH}" for place in range(len(COACH_LANES))]
    thirds = [f"M{WIDTH * part // 3} 0V{HEIGHT}" for part in (1, 2)]
    return "".join((*lines, f"M0 {MIDDLE}H{WIDTH}", *thirds))


def bar(value: float, most: float) -> Svg:
    """One bar as long as its share of the longest; said in words beside it."""
    width = max(THINNEST, round(FULL * value / most)) if value and most else 0
    body = [_rect("l-coach", 0, 0, width, 10)] if width else []
    return svg(f"0 0 {FULL} 10", "", body, stretched=True)


def columns(values: Sequence[float | None]) -> Svg:
    """Columns side by side, each a percentage of the full height; said in words beside them."""
    body = [f'<path class="l-base" d="M0 {FULL}H{40 * len(values) - 8}"/>']
    for place, value in enumerate(values):
        height = round(value or 0)
        if height:
            body.append(_rect("l-coach", 40 * place, FULL - height, 32, height))
    return svg(f"0 0 {40 * len(values) - 8} {FULL + 2}", "", body)


def _rect(css: str, x: int, y: int, width: int, height: int) -> str:
    return f'<rect class="{css}" x="{x}" y="{y}" width="{width}" height="{height}" rx="1"/>'
