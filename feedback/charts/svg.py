"""Markup made here and nowhere else: attributes and classes only, escaped words, a sentence that says the same."""

from collections.abc import Sequence
from html import escape


class Svg(str):
    """Markup that is safe to print: made here from numbers and escaped words only."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def svg(box: str, label: str, body: Sequence[str], *, stretched: bool = False) -> Svg:
    """The picture as an image that is called by its sentence; without one it is hidden from screen readers.

    A stretched picture fills its frame in both directions, so it must hold no words and no circles.
    """
    said = f'role="img" aria-label="{escape(label, quote=True)}"' if label else 'aria-hidden="true"'
    shape = ' preserveAspectRatio="none"' if stretched else ""
    return Svg(f'<svg viewBox="{box}"{shape} {said}>{"".join(body)}</svg>')
