"""Typed transcripts: `Coach: …`, `COACH - …`, `Speaker 1 (00:04): …`, `[00:00:04] Name: …`, times on lines
of their own, names on lines of their own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviews.transcripts import names, times
from reviews.transcripts.lines import Builder, Line
from reviews.transcripts.turns import Utterance
from reviews.transcripts.word_lists import ROLE_WORDS

_REMARK = re.compile(
    r"[\[(]?(?:notes?|remarks?|nb|n\.b\.|disclaimer|transcriber'?s? notes?)\s*:.*", re.IGNORECASE
)
_BULLET = re.compile(r"^[-*•–]\s+")
_BOLD = re.compile(r"\*\*(?P<inside>[^*]+?)\*\*(?P<rest>.*)", re.DOTALL)
_RANGE = rf"(?P<stamp>{times.MEANT})(?:\s*(?:-->|-|–)\s*(?P<end>{times.MEANT}))?"
_LEADING = re.compile(rf"(?P<open>[\[(])?{_RANGE}(?(open)[\])])\s+(?P<rest>\S.*)")
_TRAILING = re.compile(rf"(?P<name>[^:\[(]{{1,60}}?)\s*[\[(]{_RANGE}[\])]\s*[:–-]?\s*(?P<rest>.*)")


class Piece(NamedTuple):
    """A line read as far as it can be read alone. `name` is a candidate unless `sure`."""

    line: int
    text: str  # the words if the candidate is a name
    whole: str  # the words if it is not
    name: str | None = None
    sure: bool = False
    start_ms: int | None = None
    end_ms: int | None = None


def parse(lines: list[Line]) -> tuple[Utterance, ...]:
    """Utterances of a typed transcript. Lines before the first name are no speech."""
    pieces = pieces_of(lines)
    known = names.accepted([piece.name for piece in pieces if piece.name is not None])
    builder = Builder()
    spelling: dict[str, str] = {}
    for piece in pieces:
        _take(builder, piece, known, spelling)
    return builder.done()


def pieces_of(lines: list[Line]) -> list[Piece]:
    """Every line with words or a time on it; remarks are left out."""
    kept = (line for line in lines if line.text.strip() and not is_remark(line))
    return [_read(line) for line in kept]


def is_remark(line: Line) -> bool:
    """A remark of who typed it ("Note: recorded with consent"), not speech."""
    return _REMARK.fullmatch(line.text.strip()) is not None


def remark_lines(lines: Sequence[Line]) -> tuple[int, ...]:
    """Numbers of the lines that were left out as remarks, so that the reader can be told."""
    return tuple(line.number for line in lines if is_remark(line))


def count_names(lines: list[Line]) -> int:
    """How many lines begin with a name."""
    pieces = pieces_of(lines)
    known = names.accepted([piece.name for piece in pieces if piece.name is not None])
    return sum(_is_head(piece, known) for piece in pieces)


def _is_head(piece: Piece, known: frozenset[str]) -> bool:
    return piece.name is not None and (piece.sure or piece.name.casefold() in known)


def _take(builder: Builder, piece: Piece, known: frozenset[str], spelling: dict[str, str]) -> None:
    if not piece.whole:
        builder.keep_time(piece.start_ms)
        return
    head = _is_head(piece, known)
    if not head and not builder.is_open:
        return
    kept = builder.take_time()
    start = kept if piece.start_ms is None else piece.start_ms
    if head and piece.name is not None:
        label = spelling.setdefault(piece.name.casefold(), piece.name)
        builder.begin(label, piece.line, start_ms=start, end_ms=piece.end_ms)
        builder.add(piece.text, piece.line)
        return
    if start is not None:
        builder.begin(builder.speaker, piece.line, start_ms=start, end_ms=piece.end_ms)
    builder.add(piece.whole, piece.line)


def _read(line: Line) -> Piece:
    stamp = times.alone(line)
    if stamp is not None:
        return Piece(line.number, "", "", start_ms=stamp)
    text = _unbold(_BULLET.sub("", line.text.strip(), count=1))
    leading = _LEADING.fullmatch(text)
    if leading is not None:
        timed = _read_leading(line.number, text, leading)
        if timed is not None:
            return timed
    return _read_trailing(line.number, text) or _read_label(line.number, text)


def _unbold(text: str) -> str:
    match = _BOLD.fullmatch(text)
    return match["inside"] + match["rest"] if match is not None else text


def _read_leading(number: int, text: str, match: re.Match[str]) -> Piece | None:
    inner = _read_label(number, _unbold(match["rest"]))
    if inner.name is None and match["open"] != "[":
        return None  # "(1:1) talks" and "10:30 was too late" are words
    start = times.must_be_ms(match["stamp"], number)
    end = None if match["end"] is None else times.must_be_ms(match["end"], number)
    return inner._replace(start_ms=start, end_ms=end)


def _read_trailing(number: int, text: str) -> Piece | None:
    match = _TRAILING.fullmatch(text)
    if match is None or not names.looks_like_name(match["name"].strip()):
        return None
    start = times.must_be_ms(match["stamp"], number)
    end = None if match["end"] is None else times.must_be_ms(match["end"], number)
    return Piece(number, match["rest"], text, match["name"].strip(), True, start, end)


def _read_label(number: int, text: str) -> Piece:
    pair = names.split_colon(text) or names.split_dash(text)
    if pair is not None:
        return Piece(number, pair[1], text, pair[0])
    if text.casefold() in ROLE_WORDS:
        return Piece(number, "", text, text, True)
    return Piece(number, text, text)
