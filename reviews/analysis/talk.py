"""The transcript prepared once: lower case, sentences, stems, neighbours. Everything else reads from here."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import snowballstemmer

from reviews.analysis import sentences
from reviews.analysis.asides import heard
from reviews.analysis.reading import Quote, Span
from reviews.analysis.words import FUNCTION_WORDS
from reviews.transcripts.turns import Turn, Who


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a turn; `low` is the lower-case text, letter for letter as long as the original."""

    span: Span
    low: str
    words: int
    stems: frozenset[str]  # of content words

    @property
    def asks(self) -> bool:
        return self.low.rstrip("\"'”’») ]").endswith("?")

    @property
    def stopped(self) -> bool:
        """True when the sentence ends with a mark other than a question mark."""
        return self.low.rstrip("\"'”’») ]").endswith((".", "!", "…"))


@dataclass(frozen=True, slots=True)
class Line:
    """A turn with its sentences. `place` is 0..1 along the talk by turns.

    Asides to whoever reads the transcript are no sentences: `words`, `low` and `spoken` are without them.
    """

    index: int
    turn: Turn
    sentences: tuple[Sentence, ...]
    words: int
    stems: frozenset[str]
    place: float
    spoken: str

    @property
    def is_coach(self) -> bool:
        return self.turn.who is Who.COACH

    @property
    def is_client(self) -> bool:
        return self.turn.who is Who.CLIENT

    @property
    def low(self) -> str:
        return lower(self.spoken)


@dataclass(frozen=True, slots=True)
class Talk:
    """All lines, in order, and who first brought which word."""

    lines: tuple[Line, ...]
    brought_by_client: dict[str, int] = field(
        repr=False
    )  # stem -> index of the line that had it first

    @property
    def coach(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_coach)

    @property
    def client(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_client)

    @property
    def asides(self) -> int:
        """Turns with words that speak to whoever reads the transcript."""
        return sum(line.spoken != line.turn.text for line in self.lines)

    @property
    def is_timed(self) -> bool:
        """Has every turn a start and an end?"""
        return all(
            line.turn.start_ms is not None and line.turn.end_ms is not None for line in self.lines
        )

    def before(self, index: int) -> Line | None:
        """The client's line just before this one; None when the coach or nobody spoke before."""
        line = self.lines[index - 1] if index > 0 else None
        return line if line is not None and line.is_client else None

    def after(self, index: int) -> Line | None:
        """The line of the other person that follows; None at the end or when a third voice comes in."""
        line = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if line is None or line.turn.who in (Who.OTHER, self.lines[index].turn.who):
            return None
        return line

    def recent(self, index: int, turns: int = 2) -> frozenset[str]:
        """Content stems of the client's last turns before this line."""
        found: set[str] = set()
        seen = 0
        for line in reversed(self.lines[max(0, index - 2 * turns) : index]):
            if line.is_client:
                found |= line.stems
                seen += 1
            if seen == turns:
                break
        return frozenset(found)

    def of_client(self, sentence: Sentence, index: int) -> frozenset[str]:
        """Content stems of a coach's sentence that the client had brought into the talk before."""
        first = self.brought_by_client
        return frozenset(stem for stem in sentence.stems if first.get(stem, index) < index)


def lower(text: str) -> str:
    """Lower case that keeps every position, with straight apostrophes, so that spans stay true."""
    if not text.isascii():
        return "".join(
            "'" if char in "’‘" else (char.lower() if len(char.lower()) == 1 else char)
            for char in text
        )
    return text.lower()


def quote(line: Line, start: int | None = None, end: int | None = None) -> Quote:
    """The given characters of a turn as a quote; the whole turn without."""
    text = line.turn.text
    a = 0 if start is None else start
    z = len(text) if end is None else end
    return Quote(line.turn.number, a, z, text[a:z], line.turn.start_ms)


def prepare(turns: Sequence[Turn]) -> Talk:
    """Reads each turn once; linear in the length of the transcript."""
    stemmer = snowballstemmer.stemmer("english")
    known: dict[str, str] = {}

    def stems(low: str) -> frozenset[str]:
        found = set()
        for word in sentences.words(low):
            if len(word) < 3 or word in FUNCTION_WORDS or word.isdigit():
                continue
            if word not in known:
                known[word] = stemmer.stemWord(word.removesuffix("'s"))
            found.add(known[word])
        return frozenset(found)

    lines, brought = [], dict[str, int]()
    first_coach: dict[str, int] = {}
    last = max(1, len(turns) - 1)
    for index, turn in enumerate(turns):
        low = lower(turn.text)
        cuts = sentences.split(turn.text)
        spans = [span for cut in cuts if (span := heard(low, *cut)) is not None]
        parts = tuple(
            Sentence(
                Span(turn.number, start, end),
                low[start:end],
                sentences.count(low[start:end]),
                stems(low[start:end]),
            )
            for start, end in spans
        )
        spoken = turn.text if spans == cuts else " ".join(turn.text[a:z] for a, z in spans)
        own = frozenset(stem for part in parts for stem in part.stems)
        line = Line(index, turn, parts, sum(p.words for p in parts), own, index / last, spoken)
        lines.append(line)
        target = brought if line.is_client else first_coach
        for stem in own:
            if stem not in brought and stem not in first_coach:
                target[stem] = index
    return Talk(tuple(lines), brought)
