"""Teams' older Word export, also when pasted: a line of times, a line with the name, then what was said."""

from collections.abc import Sequence

from reviews.transcripts import names, times
from reviews.transcripts.lines import Builder, Line
from reviews.transcripts.turns import Utterance

MIN_SHARE = 0.8  # of blocks whose first line is a name, before we believe in this shape


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances with start and end; a block of a single line has words but no name."""
    builder = Builder()
    short = times.is_short(lines)
    for stamp, block in blocks(lines):
        start, end = times.span(stamp.text, stamp.number, short=short)
        speaker = block[0].text.strip() if len(block) > 1 else ""
        builder.begin(speaker, stamp.number, start_ms=start, end_ms=end)
        for line in block[1:] if len(block) > 1 else block:
            builder.add(line.text, line.number)
    return builder.done()


def blocks(lines: Sequence[Line]) -> list[tuple[Line, list[Line]]]:
    """Every line of times with the lines that have words below it."""
    found: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if times.is_span(line.text):
            found.append((line, []))
        elif found and line.text.strip():
            found[-1][1].append(line)
    return found


def is_teams_word(lines: Sequence[Line]) -> bool:
    """Whether nearly every line of times is followed by a name and then by words."""
    filled = [block for _, block in blocks(lines) if block]
    named = sum(
        len(block) > 1 and ":" not in block[0].text and names.is_name_line(block[0].text)
        for block in filled
    )
    return bool(filled) and named >= MIN_SHARE * len(filled)
