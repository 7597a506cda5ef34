"""What the embedded reader hands back: spans, quotes, behaviours, facts, marker readings. Plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from courses.rubrics import Value


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the text of turn number `turn`."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one turn, letter for letter: `text == turn.text[start:end]`. `start_ms` is the turn's."""

    turn: int
    start: int
    end: int
    text: str
    start_ms: int | None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing a sentence does. Kinds and details are listed in docs/method.md; `rule` names the pattern."""

    span: Span
    kind: str
    detail: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One number about the talk. `value` is None when it cannot be measured; `note` then says why."""

    key: str
    label: str
    value: float | int | None
    unit: str
    note: str
    definition: str
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkerReading:
    """What the reader says about one marker, the passages it rests on (best first) and the rule in words.

    `seen` and `partly` quote the coach first, `missed` the client first; the others quote nobody.
    `certainty` (0..1) says how much the rule can be trusted here; it is never shown as a grade.
    """

    ref: str
    value: Value
    evidence: tuple[Quote, ...]
    why: str
    rule: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Notice:
    """Something of competency 1 worth discussing with a mentor coach. Never a rating."""

    ref: str
    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One turn on the line of the talk, from `start` to `end` in thousandths of it, and what it does.

    `does`: asks, mirrors, tells (advice or information) of the coach; for, against of the client's talk.
    """

    turn: int
    who: str
    start: int
    end: int
    does: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader found in one transcript. `dropped` counts claims whose quote was not verbatim."""

    analyser: str
    version: str
    level: str
    facts: tuple[Fact, ...]
    behaviours: tuple[Behaviour, ...]
    timeline: tuple[Stretch, ...]
    markers: tuple[MarkerReading, ...]
    notices: tuple[Notice, ...]
    competency_words: Mapping[int, str | None]
    dropped: int
    limits: tuple[str, ...]
    language_ok: bool

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; competency numbers become strings. Schema in docs/method.md."""
        data = asdict(self)
        data["competency_words"] = {
            str(number): word for number, word in sorted(self.competency_words.items())
        }
        return data
