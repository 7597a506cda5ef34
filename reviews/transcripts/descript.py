"""Descript's text export: `[00:00:04] Name: words`, paragraphs of one turn below each other."""

import re
from collections.abc import Sequence

from reviews.transcripts import labelled, times
from reviews.transcripts.lines import Line
from reviews.transcripts.turns import Utterance

_LINE = re.compile(rf"\s*\[{times.MEANT}\]\s+[^:]{{1,60}}:.*")


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances with the start the bracket gives; Descript writes no ends."""
    return labelled.parse(lines)


def count_lines(lines: Sequence[Line]) -> int:
    """How many lines begin with a bracketed time and a name."""
    return sum(_LINE.fullmatch(line.text) is not None for line in lines)
