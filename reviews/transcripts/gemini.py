"""Gemini's Markdown export of a Meet transcript: `### 00:00:00`, then `**Name:** words`."""

import re
from collections.abc import Sequence

from reviews.transcripts import google_meet, times
from reviews.transcripts.lines import Line
from reviews.transcripts.turns import Utterance

_MARKS = re.compile(r"\s*#{1,6}\s+|\\(?=[-.!_*])")
_TIMED_HEADING = re.compile(rf"\s*#{{1,6}}\s+{times.STAMP}\s*")
_BOLD_NAME = re.compile(r"\s*\*\*[^*:]{1,60}(?::\*\*|\*\*:).*")


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """The same as Meet's document once the Markdown marks are gone."""
    return google_meet.parse([line._replace(text=_MARKS.sub("", line.text)) for line in lines])


def is_gemini(lines: Sequence[Line]) -> bool:
    """Whether there are times as headings, or names in bold before a colon at least twice."""
    bold = sum(_BOLD_NAME.fullmatch(line.text) is not None for line in lines)
    timed = any(_TIMED_HEADING.fullmatch(line.text) for line in lines)
    return bold >= 1 and (timed or bold >= 2)
