"""Small words of pages: names left out for peers, numbers with their units. Plain Python."""

import re
from collections.abc import Iterable

SHORTEST_NAME = 3
HIDDEN = "…"


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with every part of these names replaced by “…”, in any case.

    Parts are the words of a name and the pieces of an e-mail address; those under three letters stay.
    """
    for name in sorted(_parts(names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return text


def _parts(names: Iterable[str]) -> set[str]:
    parts: set[str] = set()
    for name in names:
        parts |= {name, *re.split(r"[\s@.\-_+]+", name.partition("@")[0])}
    return {part for part in parts if len(part) >= SHORTEST_NAME}


def fact_said(label: str, value: float | None, unit: str) -> str:
    """A fact's value as people say it: 31 %, 0:24, 3.8 s, 34; the unit is left out where the label names it."""
    if value is None:
        return "not measured"
    if unit == "s":
        return _seconds(value)
    number = f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
    return number if unit.lower() in label.lower() else f"{number} {unit}"


def _seconds(value: float) -> str:
    if value < 60 and not float(value).is_integer():
        return f"{value:.1f} s"
    minutes, seconds = divmod(round(value), 60)
    return f"{minutes}:{seconds:02}"
