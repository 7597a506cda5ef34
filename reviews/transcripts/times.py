"""Times as transcripts write them: 1:02:09, 00:00:04.120, 00:00:04,120, and Teams' old 0:0:7.48."""

import re

from reviews.transcripts.lines import Line
from reviews.transcripts.turns import UnreadableTranscript

STAMP = r"(?:\d{1,2}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,3})?"
# What somebody meant as a time, right or wrong; a wrong one is named, not read as words.
MEANT = r"\d{1,3}:\w{0,8}(?::\w{0,8}){0,3}(?:[.,]\w{0,8})?"
ARROW = "-->"

_STAMP = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?", re.ASCII)
_SHORT_FIELD = re.compile(r"(?<![\d:.,])\d{1,2}:(?:\d:\d{1,2}|\d{1,2}:\d)(?!\d)[.,]", re.ASCII)
_SPAN = re.compile(r"(?:\d\S*\s*)?-->")
_ALONE = re.compile(rf"\s*[\[(]?(?P<stamp>{STAMP})[\])]?\s*", re.ASCII)
_MEANT_ALONE = re.compile(rf"\s*[\[(]?(?P<stamp>{MEANT})[\])]?\s*", re.ASCII)


def to_ms(stamp: str, *, short: bool = False) -> int | None:
    """Milliseconds of a time, or None if it is none.

    `short`: the file writes fields without leading zeros, as Teams did until 2023. There `.48` are 48 ms;
    everywhere else `.48` are 480 ms.
    """
    match = _STAMP.fullmatch(stamp.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    whole = (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000
    if fraction is None:
        return whole
    return whole + int(fraction if short else fraction.ljust(3, "0"))


def is_span(text: str) -> bool:
    """Whether a line is `time --> time`, right or misspelt; "A --> B" in speech is none."""
    return ARROW in text and _SPAN.match(text.lstrip()) is not None


def is_short(lines: list[Line]) -> bool:
    """Whether the times of the file lack leading zeros in minutes or seconds (0:0:4.120)."""
    return any(is_span(line.text) and _SHORT_FIELD.search(line.text) for line in lines)


def must_be_ms(stamp: str, line: int, *, short: bool = False) -> int:
    """Milliseconds of a time; a time that is none is refused with its line."""
    found = to_ms(stamp, short=short)
    if found is None:
        raise not_a_time(stamp, line)
    return found


def span(text: str, line: int, *, short: bool = False) -> tuple[int, int]:
    """Start and end of `start --> end settings`; refused with its line when one of them is no time."""
    left, _, right = text.partition(ARROW)
    start = left.strip()
    end = (right.split() or [""])[0]
    return must_be_ms(start, line, short=short), must_be_ms(end, line, short=short)


def alone(line: Line) -> int | None:
    """The time of a line that holds nothing else; None for other lines; refused when it is misspelt."""
    match = _ALONE.fullmatch(line.text)
    if match is not None:
        return must_be_ms(match["stamp"], line.number)
    meant = _MEANT_ALONE.fullmatch(line.text)
    if meant is not None:
        raise not_a_time(meant["stamp"], line.number)
    return None


def not_a_time(stamp: str, line: int) -> UnreadableTranscript:
    shown = stamp if len(stamp) <= 24 else f"{stamp[:24]}…"
    return UnreadableTranscript(
        f"The time “{shown}” is not a time." if shown else "A time is missing in this line.",
        "Correct that line, or export the transcript again.",
        line,
    )
