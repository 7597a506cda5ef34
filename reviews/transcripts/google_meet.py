"""The document Google Meet leaves behind: notes and summary first, then the transcript with a time every five
minutes. Only what stands under "Transcript" is speech."""

import re
from collections.abc import Sequence

from reviews.transcripts import labelled
from reviews.transcripts.lines import Line
from reviews.transcripts.turns import Utterance

_HEADING = re.compile(r"[\W_]*transcript[\W_]*", re.IGNORECASE)
_TITLE = re.compile(r".{1,120}\s[-–—]\s+transcript\W*", re.IGNORECASE)
_END = re.compile(
    r"\W*(?:transcription ended after\b.*|this editable transcript was computer generated\b.*"
    r"|meeting ended after\b.*)",
    re.IGNORECASE,
)


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances below the heading. The time above a passage is that of its first utterance only."""
    return labelled.parse(spoken_part(lines))


def spoken_part(lines: list[Line]) -> list[Line]:
    """From the heading "Transcript" (or from the top) to the line that says where it ended."""
    first = next((at for at, line in enumerate(lines, 1) if is_heading(line)), 0)
    rest = lines[first:]
    last = next(
        (at for at, line in enumerate(rest) if _END.fullmatch(line.text.strip())), len(rest)
    )
    return [line for line in rest[:last] if not _TITLE.fullmatch(line.text.strip())]


def is_heading(line: Line) -> bool:
    return _HEADING.fullmatch(line.text) is not None


def is_meet(lines: Sequence[Line]) -> bool:
    """Whether the file has Meet's heading, title or closing line."""
    return any(
        is_heading(line) or _TITLE.fullmatch(line.text.strip()) or _END.fullmatch(line.text.strip())
        for line in lines
    )
