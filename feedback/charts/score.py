"""A measured figure on a line from 0 to 1: interval, point, and what it is compared with."""

from feedback.charts.svg import Svg, svg

LEFT, WIDTH, MIDDLE = 6, 200, 13


def score(value: float, low: float, high: float, simple: float | None, human: float | None) -> Svg:
    """Band for the interval, dot for the figure, a tick up for a simple model and one down for a person.

    Said in words beside it, so hidden from screen readers.
    """
    body = [
        f'<path class="p-grid" d="M{LEFT} {MIDDLE}H{LEFT + WIDTH}"/>',
        f'<rect class="p-band" x="{_x(low):.1f}" y="{MIDDLE - 4}" width="{_x(high) - _x(low):.1f}" height="8" rx="4"/>',
    ]
    if simple is not None:
        body.append(f'<path class="p-simple" d="M{_x(simple):.1f} {MIDDLE - 10}V{MIDDLE - 2}"/>')
    if human is not None:
        body.append(f'<path class="p-human" d="M{_x(human):.1f} {MIDDLE + 2}V{MIDDLE + 10}"/>')
    body.append(f'<circle class="p-mid p-halo" cx="{_x(value):.1f}" cy="{MIDDLE}" r="5.5"/>')
    return svg(f"0 0 {WIDTH + 2 * LEFT} {2 * MIDDLE}", "", body)


def _x(value: float) -> float:
    return LEFT + WIDTH * min(1.0, max(0.0, value))
