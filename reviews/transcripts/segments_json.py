"""JSON of Whisper and its relatives: segments with start and end in seconds, a speaker and the text."""

from reviews.transcripts.json_text import dicts, label_of, ms_of, text_of
from reviews.transcripts.lines import Builder
from reviews.transcripts.turns import Utterance


def parse(data: object) -> tuple[Utterance, ...]:
    """One utterance per segment; its line is the place of the segment from 1."""
    builder = Builder()
    for place, segment in dicts(_segments(data)):
        builder.say(
            label_of(segment.get("speaker")),
            text_of(segment.get("text")),
            place,
            start_ms=ms_of(segment.get("start"), place),
            end_ms=ms_of(segment.get("end"), place),
        )
    return builder.done()


def is_segments(data: object) -> bool:
    """A list of segments, or an object with one, whose items have text."""
    return any("text" in segment for _, segment in dicts(_segments(data)))


def _segments(data: object) -> object:
    return data.get("segments") if isinstance(data, dict) else data
