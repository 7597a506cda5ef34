"""Where sentences begin and end, also in speech-to-text that has no punctuation. Plain Python."""

import re
from itertools import pairwise

_END = re.compile(r"[.!?…]{1,6}[\"'”’»)\]]{0,3}(?=\s)|\n")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|etc|e\.g|i\.e)\.$", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_AUX = (
    "do|does|did|are|is|was|were|would|will|can|could|should|have|has|had|might|may|don't|isn't"
    "|wouldn't|couldn't|don’t|isn’t|wouldn’t|couldn’t|shall"
)
# Where a new move is likely to begin when nobody typed a full stop.
_UNPUNCTUATED = re.compile(
    r"(?<=\s)(?:(?:and|but|so|okay|ok|well|or)\s)?"
    rf"(?:(?:what|how|why|where|when|who|which)(?:'s|’s|\s(?:{_AUX}|makes|else))\b"
    rf"|(?:{_AUX})\s(?:you|we|i|it|that|there)\b"
    r"|tell me\b|it sounds like\b|so you\b|you said\b|i notice\b|i wonder\b|you should\b|let us\b|let's\b)",
    re.IGNORECASE,
)
LONG_WITHOUT_STOP = 11  # words


def words(text: str) -> list[str]:
    """Words as they stand, apostrophes and hyphens inside kept; numbers count."""
    return _WORD.findall(text)


def count(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _at_marks(text: str) -> list[tuple[int, int]]:
    """Spans between sentence marks."""
    spans, start = [], 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(0, match.end() - 6) : match.end()]):
            continue
        spans.append(_trim(text, start, match.end()))
        start = match.end()
    spans.append(_trim(text, start, len(text)))
    return [span for span in spans if span[0] < span[1]]


def _at_openers(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts a long stretch without a mark where a question or a typical move begins."""
    piece = text[start:end]
    if _TERMINAL.search(piece) or count(piece) < LONG_WITHOUT_STOP:
        return [(start, end)]
    cuts = [start]
    for match in _UNPUNCTUATED.finditer(piece):
        at = start + match.start()
        if count(text[cuts[-1] : at]) >= 2:
            cuts.append(at)
    cuts.append(end)
    spans = [_trim(text, a, b) for a, b in pairwise(cuts)]
    return [span for span in spans if span[0] < span[1]]


def split(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, in order, without the white space between them."""
    return [cut for start, end in _at_marks(text) for cut in _at_openers(text, start, end)]
