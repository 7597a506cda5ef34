"""Otter's text export, and Teams' newer Word export: a line `Name  0:04`, below it what was said."""

import itertools
import re
from collections.abc import Sequence

from reviews.transcripts import names, times
from reviews.transcripts.lines import Builder, Line
from reviews.transcripts.turns import Utterance

_HEADER = re.compile(rf"\s*(?P<name>\S.*?)(?P<gap>\s+)(?P<stamp>{times.MEANT})\s*")
_NOTICE = re.compile(
    r"transcribed by https?://\S+|.{1,60} (?:started|stopped) transcription\.?", re.IGNORECASE
)
MAX_HEADER_CHARS = 120


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances from the first header on; a colon inside what was said starts nobody."""
    builder = Builder()
    for line in lines:
        header = header_of(line)
        if header is not None:
            stamp = times.must_be_ms(header[1], line.number)
            builder.begin(header[0], line.number, start_ms=stamp)
        elif builder.is_open and not _NOTICE.fullmatch(line.text.strip()):
            builder.add(line.text, line.number)
    return builder.done()


def header_of(line: Line) -> tuple[str, str] | None:
    """Name and time of a header line; the time may be misspelt."""
    match = _HEADER.fullmatch(line.text) if len(line.text) <= MAX_HEADER_CHARS else None
    if match is None:
        return None
    name = match["name"].strip().strip("[]")  # Zoom's saved captions: [Name] 10:02:03
    wide = len(match["gap"]) > 1 or "\t" in match["gap"]
    if len(name) > names.MAX_NAME_CHARS or not any(sign.isalpha() for sign in name):
        return None
    if wide and not name.endswith((":", ".", "?", "!")):
        return name, match["stamp"]
    return (name, match["stamp"]) if names.looks_like_name(name) else None


def count_headers(lines: Sequence[Line]) -> int:
    """How many header lines with words below them there are."""
    texts = [line for line in lines if line.text.strip()]
    return sum(
        header_of(line) is not None and header_of(below) is None
        for line, below in itertools.pairwise(texts)
    )
