"""Identifiers with a shape: mail, links, telephone and account numbers, streets."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TLD = r"(?:com|org|net|de|io|eu|ch|fr|uk|info|edu|gov|coach|example)"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    rf"|(?<!\w)[\w.+-]{{2,64}} at [\w-]{{2,63}} dot {_TLD}(?!\w)",
    re.IGNORECASE,
)
_URL = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"”]+|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,3}}{_TLD}(?![\w-])(?:/[^\s<>\"”]*)?"
    r"|(?<![\w@.])@\w{3,32}",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?<!\w)\d{1,4}[a-z]? (?:[A-Z][\w'’-]+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Way"
    r"|Square|Court|Close|Terrace)(?!\w)"
    r"|(?<!\w)[A-ZÄÖÜ][\w-]{0,40}(?:straße|strasse|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?(?!\w)"
)
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|\()?\d[\d ()./–-]{5,20}\d(?!\w)")
_LONG_NUMBER = re.compile(r"(?<![\w.,])\d{7,}(?!\w)")
_DATE_OR_YEARS = re.compile(
    r"(?:19|20)\d\d ?[/–-] ?(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}"
)
_GROUPED = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}|\d{3}[.-]\d{4}")


class Found(NamedTuple):
    """A piece of a text that identifies somebody by its shape."""

    kind: str
    text: str
    start: int
    end: int


def find(text: str) -> Iterator[Found]:
    """Identifiers of a text, not overlapping, in the order of the rules."""
    taken: list[tuple[int, int]] = []
    for kind, pattern in (
        ("email", _EMAIL),
        ("url", _URL),
        ("address", _STREET),
        ("number", _ACCOUNT),
        ("phone", _PHONE),
        ("number", _LONG_NUMBER),
    ):
        for match in pattern.finditer(text):
            whole = match.group().rstrip(".,;:!?)’'")
            start, end = match.start(), match.start() + len(whole)
            if any(start < other_end and end > other for other, other_end in taken):
                continue
            if kind == "phone" and not _is_phone(whole):
                continue
            taken.append((start, end))
            yield Found(kind, whole, start, end)


def _is_phone(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    if not 7 <= digits <= 15 or _DATE_OR_YEARS.fullmatch(text):
        return False
    return text[0] in "+(0" or _GROUPED.fullmatch(text) is not None
