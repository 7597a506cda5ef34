"""SubRip: numbered blocks with a comma in their times, often in the Windows code page."""

from reviews.transcripts import times, vtt
from reviews.transcripts.lines import Line
from reviews.transcripts.turns import Utterance


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances of an SRT file, speakers from `Name: words`."""
    return vtt.say_all(list(vtt.cues_of(_without_numbers(lines), short=times.is_short(lines))))


def _without_numbers(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    for line, following in zip(lines, [*lines[1:], Line(0, "")], strict=True):
        if not (line.text.strip().isdigit() and times.is_span(following.text)):
            kept.append(line)
    return kept
