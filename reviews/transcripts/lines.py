"""Numbered lines, and the builder in which every text format collects what was said."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviews.transcripts import limits
from reviews.transcripts.turns import Utterance


class Line(NamedTuple):
    """A line of text with its number: of the file from 1, or of the paragraph it stands in (DOCX)."""

    number: int
    text: str


def split_lines(text: str) -> list[Line]:
    """Lines of a text in any of the three line endings, bounded in number and length."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    limits.refuse_lines(plain.count("\n"))
    lines = [Line(number, line) for number, line in enumerate(plain.split("\n"), 1)]
    for line in lines:
        limits.refuse_line(line.text, line.number)
    return lines


def from_paragraphs(paragraphs: Iterable[tuple[int, str]]) -> list[Line]:
    """Lines of a document; a line break inside a paragraph starts a line with the same number."""
    lines = [Line(number, text) for number, whole in paragraphs for text in whole.split("\n")]
    limits.refuse_lines(len(lines))
    for line in lines:
        limits.refuse_line(line.text, line.number)
    return lines


def tidy(text: str) -> str:
    """One line with single spaces, without what no database and no page can hold.

    Right-to-left marks, joiners and emoji stay as they are.
    """
    joined = unicodedata.normalize("NFC", " ".join(text.split()))
    if joined.isprintable() and "\ufffe" not in joined:
        return joined
    usable = "".join(sign for sign in joined if not _is_unusable(sign))
    return " ".join(usable.split())


def _is_unusable(sign: str) -> bool:
    code = ord(sign)
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFEFF, 0xFFFE)


class Builder:
    """Collects utterances in order and stops a file that holds too much."""

    def __init__(self) -> None:
        self._done: list[Utterance] = []
        self._labels: set[str] = set()
        self._chars = 0
        self._open = False
        self._speaker = ""
        self._start: int | None = None
        self._end: int | None = None
        self._line = 0
        self._parts: list[str] = []
        self._time: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has begun to speak, so that a line without a name belongs to her."""
        return self._open

    @property
    def speaker(self) -> str:
        return self._speaker

    def begin(
        self, speaker: str, line: int, *, start_ms: int | None = None, end_ms: int | None = None
    ) -> None:
        """Close the utterance at hand and open one; it counts only if words follow."""
        self._close()
        label = tidy(speaker)
        limits.refuse_label(label, line)
        if label not in self._labels:
            self._labels.add(label)
            limits.refuse_speakers(len(self._labels), line)
        self._open, self._speaker = True, label
        self._start, self._end = start_ms, end_ms

    def add(self, text: str, line: int) -> None:
        """Add words to the utterance at hand; its line is where its first words stand."""
        clean = tidy(text)
        if not clean:
            return
        self._chars += len(clean)
        limits.refuse_speech(self._chars, line)
        if not self._parts:
            self._line = line
        self._parts.append(clean)

    def keep_time(self, start_ms: int | None) -> None:
        """Keep a time that stands on a line of its own for the words that follow it."""
        self._time = start_ms

    def take_time(self) -> int | None:
        """The time kept, once."""
        kept, self._time = self._time, None
        return kept

    def say(
        self,
        speaker: str,
        text: str,
        line: int,
        *,
        start_ms: int | None = None,
        end_ms: int | None = None,
    ) -> None:
        """A whole utterance at once."""
        self.begin(speaker, line, start_ms=start_ms, end_ms=end_ms)
        self.add(text, line)

    def done(self) -> tuple[Utterance, ...]:
        self._close()
        return tuple(self._done)

    def _close(self) -> None:
        if not self._parts:
            return
        self._done.append(
            Utterance(self._speaker, " ".join(self._parts), self._start, self._end, self._line)
        )
        self._parts = []
        limits.refuse_utterances(len(self._done), self._line)


def first_words(lines: Sequence[Line]) -> Line | None:
    """The first line that is not blank."""
    return next((line for line in lines if line.text.strip()), None)
