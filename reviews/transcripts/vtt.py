"""WebVTT of Zoom, Teams (new and old times) and any other maker."""

import html
import re
from collections.abc import Iterator

from reviews.transcripts import names, times
from reviews.transcripts.lines import Builder, Line
from reviews.transcripts.turns import Utterance

_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:[ \t]+([^<>]*))?>|</v>")
_TAG = re.compile(r"</?(?:[a-z]|ruby|rt|lang)(?:[.\s][^<>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
_NO_LETTER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_ID = re.compile(r"\S*\d\S*|[0-9a-f-]{8,}\S*")
_HALF_ARROW = re.compile(r"\s*\d{1,3}:\d{1,2}\S{0,12}\s{0,4}(?:->|–>|—>|→|-- >)\s*\d")


class Cue:
    """A timed block: its times and its lines of text."""

    __slots__ = ("end_ms", "lines", "start_ms")

    def __init__(self, start_ms: int, end_ms: int) -> None:
        self.start_ms, self.end_ms = start_ms, end_ms
        self.lines: list[Line] = []


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances of a VTT file; a cue with two voices gives two with the same times."""
    cues = list(cues_of(body(lines), short=times.is_short(lines)))
    return say_all(cues)


def body(lines: list[Line]) -> list[Line]:
    """Without the header, notes, styles and regions, each of which ends at a blank line."""
    kept: list[Line] = []
    skipping, fresh = bool(lines) and lines[0].text.lstrip("\ufeff").startswith("WEBVTT"), True
    for line in lines:
        if times.is_span(line.text):
            skipping = False
        elif not line.text.strip():
            skipping, fresh = False, True
            kept.append(line)
            continue
        elif fresh and _SKIPPED.match(line.text):
            skipping = True
        fresh = False
        if not skipping:
            kept.append(line)
    return kept


def cues_of(lines: list[Line], *, short: bool) -> Iterator[Cue]:
    """Timed blocks in order. Words after a blank line inside a block still belong to it."""
    cue: Cue | None = None
    for index, line in enumerate(lines):
        if times.is_span(line.text):
            if cue is not None:
                yield cue
            cue = Cue(*times.span(line.text, line.number, short=short))
        elif _HALF_ARROW.match(line.text):
            raise times.not_a_time(line.text.strip(), line.number)
        elif cue is not None and line.text.strip() and not _is_id(lines, index):
            cue.lines.append(line)
    if cue is not None:
        yield cue


def say_all(cues: list[Cue]) -> tuple[Utterance, ...]:
    """Utterances of cues: by voice tags where the file has any, else by `Name: words`."""
    builder = Builder()
    voiced = any(_VOICE.search(line.text) for cue in cues for line in cue.lines)
    known = frozenset() if voiced else _labels(cues)
    for cue in cues:
        if voiced:
            _say_voices(builder, cue)
        else:
            _say_labels(builder, cue, known)
    return builder.done()


def plain(text: str) -> str:
    """Cue text without tags, its entities spelt out."""
    return unescape(_TAG.sub("", text))


def unescape(text: str) -> str:
    """Entities spelt out; a numbered one beyond any letter becomes the replacement sign."""
    return html.unescape(_NO_LETTER.sub("\ufffd", text))


def _is_id(lines: list[Line], index: int) -> bool:
    """A line right before a time is a cue's name, if a blank line or the file's start comes before it."""
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    preceding = lines[index - 1].text if index else ""
    if not times.is_span(following):
        return False
    return not preceding.strip() or _ID.fullmatch(lines[index].text.strip()) is not None


def _say_voices(builder: Builder, cue: Cue) -> None:
    speaker, fresh = "", True
    for line in cue.lines:
        at = 0
        for tag in _VOICE.finditer(line.text):
            _put(builder, cue, speaker, line.text[at : tag.start()], line.number, fresh=fresh)
            speaker, at, fresh = unescape(tag[1] or ""), tag.end(), True
        rest = line.text[at:]
        _put(builder, cue, speaker, rest, line.number, fresh=fresh)
        fresh = fresh and not rest.strip()


def _put(builder: Builder, cue: Cue, speaker: str, text: str, line: int, *, fresh: bool) -> None:
    words = plain(text)
    if not words.strip():
        return
    if fresh:
        builder.begin(speaker, line, start_ms=cue.start_ms, end_ms=cue.end_ms)
    builder.add(words, line)


def _labels(cues: list[Cue]) -> frozenset[str]:
    found = (names.split_colon(_undashed(line.text)) for cue in cues for line in cue.lines)
    return names.accepted([pair[0] for pair in found if pair is not None])


def _undashed(text: str) -> str:
    """Cue text without the dash that marks a change of voice."""
    return plain(text).strip().removeprefix("- ")


def _say_labels(builder: Builder, cue: Cue, known: frozenset[str]) -> None:
    first = True
    for line in cue.lines:
        text = _undashed(line.text)
        pair = names.split_colon(text)
        if pair is not None and pair[0].casefold() in known:
            builder.begin(pair[0], line.number, start_ms=cue.start_ms, end_ms=cue.end_ms)
            text = pair[1]
        elif first:
            builder.begin("", line.number, start_ms=cue.start_ms, end_ms=cue.end_ms)
        builder.add(text, line.number)
        first = False
