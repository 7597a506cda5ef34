"""The talk together with what was found in it, for the rules to ask: who did what where."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviews.analysis import client, coach
from reviews.analysis.reading import Behaviour, Quote
from reviews.analysis.talk import Line, Sentence, Talk, quote

ANY = "*"  # stands for every detail of a kind


@dataclass(frozen=True, slots=True)
class Act:
    """A behaviour with the line and the sentence it stands in."""

    line: Line
    sentence: Sentence
    behaviour: Behaviour

    @property
    def quote(self) -> Quote:
        return quote(self.line, self.behaviour.span.start, self.behaviour.span.end)


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence with the names of its themes and, if it asks, its form."""

    sentence: Sentence
    themes: frozenset[str]
    form: str


@dataclass(frozen=True, slots=True)
class View:
    """Behaviours of every line by index, in order, and the same for quick questions by turn and place."""

    talk: Talk
    level: str
    marks: dict[int, tuple[Behaviour, ...]] = field(repr=False)
    does: dict[int, frozenset[tuple[str, str]]] = field(repr=False)  # (kind, detail) of a line
    spots: dict[tuple[int, int], Spot] = field(
        repr=False
    )  # by turn number and start of the sentence

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        return tuple(item for line in self.talk.lines for item in self.marks.get(line.index, ()))

    def has(self, line: Line | None, kind: str, *details: str) -> bool:
        """Does this line do `kind` (with one of `details`, if any are given)?"""
        if line is None:
            return False
        does = self.does.get(line.index, frozenset())
        return any((kind, detail) in does for detail in details or (ANY,))

    def acts(
        self, kind: str, *details: str, within: tuple[float, float] = (0.0, 1.0)
    ) -> Iterator[Act]:
        """All behaviours of one kind in a stretch of the talk (0..1 by turns, both ends included)."""
        for line in self.talk.lines:
            if within[0] <= line.place <= within[1]:
                yield from self.acts_of(line, kind, *details)

    def acts_of(self, line: Line, kind: str, *details: str) -> Iterator[Act]:
        for item in self.marks.get(line.index, ()):
            if item.kind == kind and (not details or item.detail in details):
                yield Act(line, self.spots[item.span.turn, item.span.start].sentence, item)

    def themes(self, sentence: Sentence) -> frozenset[str]:
        """Names of the themes one sentence carries."""
        return self.spots[sentence.span.turn, sentence.span.start].themes

    def form(self, sentence: Sentence) -> str:
        """The form of a sentence that is a question; empty for a statement."""
        return self.spots[sentence.span.turn, sentence.span.start].form


def look(talk: Talk, level: str) -> View:
    """Reads every line of coach and client by the rules; a third voice has no behaviours."""
    marks: dict[int, tuple[Behaviour, ...]] = {}
    for line in talk.lines:
        if line.is_coach:
            marks[line.index] = tuple(coach.read(line, talk))
        elif line.is_client:
            marks[line.index] = tuple(client.read(line))
    return seen(talk, level, marks)


def seen(talk: Talk, level: str, marks: dict[int, tuple[Behaviour, ...]]) -> View:
    """The view that these marks give."""
    does = {
        index: frozenset(pair for b in found for pair in ((b.kind, b.detail), (b.kind, ANY)))
        for index, found in marks.items()
    }
    return View(talk, level, marks, does, _spots(talk, marks))


def _spots(talk: Talk, marks: dict[int, tuple[Behaviour, ...]]) -> dict[tuple[int, int], Spot]:
    themes: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    forms: dict[tuple[int, int], str] = {}
    for found in marks.values():
        for item in found:
            key = (item.span.turn, item.span.start)
            if item.kind == "theme":
                themes[key].add(item.detail)
            elif item.kind == "question":
                forms[key] = item.detail
    return {
        (s.span.turn, s.span.start): Spot(
            s,
            frozenset(themes.get((s.span.turn, s.span.start), ())),
            forms.get((s.span.turn, s.span.start), ""),
        )
        for line in talk.lines
        for s in line.sentences
    }
