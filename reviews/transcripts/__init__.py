"""Transcripts: every format we read, who speaks, turns, and what to tell the learner. Plain Python.

parsed = read(data, name)                  # or UnreadableTranscript: reason, advice, line
summaries = speakers(parsed.utterances)    # the learner says who is who
turns = merge(parsed.utterances, roles)
sentences = warnings_for(turns)
"""

from reviews.transcripts.checks import warnings_for
from reviews.transcripts.detect import Format
from reviews.transcripts.limits import MAX_BYTES
from reviews.transcripts.merging import merge
from reviews.transcripts.reader import read
from reviews.transcripts.speakers import UNKNOWN_SPEAKER, speakers
from reviews.transcripts.turns import (
    LEFT_OUT,
    ParsedTranscript,
    Roles,
    SpeakerSummary,
    Turn,
    UnreadableTranscript,
    Utterance,
    Who,
)

__all__ = [
    "LEFT_OUT",
    "MAX_BYTES",
    "UNKNOWN_SPEAKER",
    "Format",
    "ParsedTranscript",
    "Roles",
    "SpeakerSummary",
    "Turn",
    "UnreadableTranscript",
    "Utterance",
    "Who",
    "merge",
    "pseudonyms",
    "read",
    "speakers",
    "warnings_for",
]
