"""Notes and AI summaries about a session, which are not what was said in it."""

import re
from collections.abc import Sequence

from reviews.transcripts.lines import Line
from reviews.transcripts.turns import UnreadableTranscript, Utterance

_HEADINGS = frozenset(
    """summary|meeting summary|session summary|ai summary|quick recap|recap|meeting recap|overview|notes
    |meeting notes|ai notes|key points|key takeaways|takeaways|highlights|key insights|insights|action items
    |actions|next steps|suggested next steps|follow-up tasks|follow-ups|to-dos|decisions|decisions made
    |topics|topics discussed|key topics|discussion|discussion points|outline|agenda|meeting purpose|details
    |open questions|executive summary|conclusion|chapters""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_BULLET = re.compile(r"\s*(?:[-*•●▪◦‣–·]|\[[ x]?\]|\d{1,2}[.)])\s+\S")
_FRAME = re.compile(r"^[\W_]+|[\W_]+$")
_OPENING = re.compile(r"^[#*\s•–-]*([\w -]{3,24}):[*\s]+\S")
UTTERANCES_PER_HEADING = 4  # fewer spoken pieces than that per heading, and the headings weigh more
MANY_BULLETS = 0.4


def refuse(lines: Sequence[Line], said: Sequence[Utterance]) -> None:
    """Refuse a document that reports on a session. `said` is what the parser took for speech."""
    filled = [line for line in lines if line.text.strip()]
    headings = [line for line in filled if heading_of(line) is not None]
    bullets = sum(_BULLET.match(line.text) is not None for line in filled)
    many = bullets >= MANY_BULLETS * len(filled) and bullets >= 2
    kinds = {heading_of(line) for line in headings}
    if kinds and (many or len(said) < UTTERANCES_PER_HEADING * len(kinds)):
        raise _notes(headings[0].number)
    if many and not said:
        raise _notes(next(line.number for line in filled if _BULLET.match(line.text)))


def heading_of(line: Line) -> str | None:
    """The heading a summary would have on this line, alone or before a colon."""
    text = line.text.strip()
    if len(text) <= 40:
        bare = _FRAME.sub("", text).casefold()
        if bare in _HEADINGS:
            return bare
    opening = _OPENING.match(text[:40])
    if opening is not None and opening[1].strip().casefold() in _HEADINGS:
        return opening[1].strip().casefold()
    return None


def _notes(line: int) -> UnreadableTranscript:
    return UnreadableTranscript(
        "This looks like notes or a summary of the session, not like a transcript of what was said.",
        "Export the transcript itself: in Google Meet the part under “Transcript”, in Zoom the audio "
        "transcript (VTT), in Teams “Download transcript”, in Otter the text export.",
        line,
    )
