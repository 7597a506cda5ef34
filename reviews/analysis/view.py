"""The talk together with what was found in it, for the rules to ask: who did what where."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from reviews.analysis import client, coach
from reviews.analysis.reading import Behaviour, Quote
from reviews.analysis.talk import Line, Sentence, Talk, quote


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
class View:
    """Behaviours of every line by index, in order."""

    talk: Talk
    level: str
    marks: dict[int, tuple[Behaviour, ...]] = field(repr=False)

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        return tuple(item for line in self.talk.lines for item in self.marks.get(line.index, ()))

    def has(self, line: Line | None, kind: str, *details: str) -> bool:
        """Does this line do `kind` (with one of `details`, if any are given)?"""
        return line is not None and any(
            item.kind == kind and (not details or item.detail in details)
            for item in self.marks.get(line.index, ())
        )

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
                yield Act(line, _sentence_at(line, item), item)

    def themes(self, line: Line, sentence: Sentence) -> frozenset[str]:
        """Names of the themes one sentence carries."""
        return frozenset(
            item.detail
            for item in self.marks.get(line.index, ())
            if item.kind == "theme" and item.span == sentence.span
        )

    def form(self, line: Line, sentence: Sentence) -> str:
        """The form of a sentence that is a question; empty for a statement."""
        for item in self.marks.get(line.index, ()):
            if item.kind == "question" and item.span == sentence.span:
                return item.detail
        return ""


def _sentence_at(line: Line, item: Behaviour) -> Sentence:
    for sentence in line.sentences:
        if sentence.span.start >= item.span.start:
            return sentence
    return line.sentences[-1]


def look(talk: Talk, level: str) -> View:
    """Reads every line of coach and client; a third voice has no behaviours."""
    marks: defaultdict[int, tuple[Behaviour, ...]] = defaultdict(tuple)
    for line in talk.lines:
        if line.is_coach:
            marks[line.index] = tuple(coach.read(line, talk))
        elif line.is_client:
            marks[line.index] = tuple(client.read(line))
    return View(talk, level, dict(marks))


def by_line(acts: Iterator[Act]) -> list[list[Act]]:
    """Acts grouped by the line they stand in, in order."""
    return [list(group) for _, group in groupby(acts, key=lambda act: act.line.index)]
