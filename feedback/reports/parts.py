"""The parts a report is made of. Plain values; a template only prints them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedback.charts import Svg
from feedback.findings import Kind, MarkerReading, VoiceRating


@dataclass(frozen=True, slots=True)
class TurnText:
    """One masked turn, as far as the report needs it."""

    number: int
    who: str
    text: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of one session as the analyser measured it; `value` None: could not be measured."""

    key: str
    label: str
    value: float | None
    unit: str
    note: str = ""
    definition: str = ""
    turns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StretchRow:
    """One turn on the line of the talk, in thousandths of it, and what it does."""

    turn: int
    who: str
    start: int
    end: int
    does: tuple[str, ...]


def stretch_of(row: Mapping[str, Any]) -> StretchRow:
    """From a row as it is stored."""
    return StretchRow(row["turn"], row["who"], row["start"], row["end"], tuple(row["does"]))


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the learner answered to one finding."""

    answer: str  # confirmed, rejected or ""
    note: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class ReaderWords:
    """What one person wrote about the whole session, in her own words."""

    voice: str
    reader: str
    strength: str
    experiment: str


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A checked resource for one or more of the markers shown."""

    refs: tuple[str, ...]
    title: str
    by: str
    kind: str
    minutes: int | None
    slug: str


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One competency of the rubric and its word in this session, None where nothing could be read."""

    number: int
    name: str
    slug: str
    treatment: str
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Everything stored that one report is composed from. Words are empty once the text is gone."""

    has_text: bool
    final: bool
    has_ai: bool
    peers: int
    has_mentor: bool
    level: str  # "PCC"
    focus: int | None
    self_name: str  # "You" for the author, her name for her mentor
    markers: tuple[MarkerReading, ...]
    competencies: tuple[CompetencyRow, ...]
    facts: tuple[FactRow, ...] = ()
    timeline: tuple[StretchRow, ...] = ()
    earlier: tuple[tuple[FactRow, ...], ...] = ()  # up to three sessions before, oldest first
    notices: tuple[tuple[str, str, tuple[int, ...]], ...] = ()  # ref, text, turns
    limits: tuple[str, ...] = ()
    dropped: int = 0
    turns: Mapping[int, TurnText] | None = None  # those quoted and their neighbours
    answers: Mapping[tuple[str, str], AnswerRow] | None = None  # by kind and ref
    words: tuple[ReaderWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote ready to print: exactly the words of that turn. `shortened` when the turn went on."""

    turn: int
    who: str
    text: str
    start_ms: int | None
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The rule behind a finding, for a fold."""

    rule: str  # the AI reader's, "" where only people said it
    certainty: str  # in words
    combined: str  # in words


@dataclass(frozen=True, slots=True)
class Finding:
    """One strength, edge or notice, with its quotes, words and the learner's answer."""

    kind: Kind
    ref: str
    value: str
    marker_text: str
    voices: tuple[tuple[str, str], ...]
    quotes: tuple[Quoted, ...]
    headline: str
    text: str
    depth: str = ""
    attempt: str = ""
    coach_said: Quoted | None = None
    practice: str = ""
    hear: str = ""
    question: str = ""
    remarks: tuple[VoiceRating, ...] = ()
    why: Why | None = None
    answer: AnswerRow | None = None

    @property
    def data_answer(self) -> str:
        return self.answer.answer if self.answer else ""


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact ready to print, with the learner's own earlier values."""

    key: str
    label: str
    said: str  # "31 %", "0:24"
    note: str
    definition: str
    turns: tuple[int, ...]
    trend: str = ""  # "your sessions before: 52 %, 44 %, 39 %"
    line: Svg | None = None


@dataclass(frozen=True, slots=True)
class PlotRow:
    """A marker in the dot plot and its cells in the table beneath."""

    ref: str
    text: str
    passages: str  # "2 passages, 1 opening"
    svg: Svg
    cells: tuple[tuple[str, str], ...]  # column, words
    disagreement: bool = False


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """One competency: word, coverage, rows, and what would deepen it."""

    number: int
    name: str
    slug: str
    word: str | None
    found: int
    of: int
    rows: tuple[PlotRow, ...]
    deepen: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One practice to choose from."""

    ref: str
    text: str
    hear: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A name, how often, and a bar."""

    name: str
    count: int
    svg: Svg


@dataclass(frozen=True, slots=True)
class Thirds:
    """A behaviour and the share of coach turns it stands in, for each third of the talk."""

    name: str
    said: tuple[str, ...]
    svg: Svg


@dataclass(frozen=True, slots=True)
class Pictures:
    """The talk to look at. `rows`: (what, whose, turns in each third), the same as the line in numbers."""

    timeline: Svg | None
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]
    mix: tuple[Counted, ...]
    over: tuple[Thirds, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the learner reads. A pure function of stored results: the same rows give the same report."""

    has_text: bool
    final: bool
    stage: str
    level: str
    self_name: str
    readers: tuple[tuple[str, str], ...] = ()  # voice, label: who has read it
    strengths: tuple[Finding, ...] = ()
    edges: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    facts: tuple[FactView, ...] = ()
    more_facts: tuple[FactView, ...] = ()
    pictures: Pictures | None = None
    focus: CompetencyView | None = None
    others: tuple[CompetencyView, ...] = ()
    questions: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    words: tuple[ReaderWords, ...] = ()
    limits: tuple[str, ...] = ()
    markers: tuple[MarkerReading, ...] = ()  # every word of every reader, with its quotes

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.strengths, *self.edges, *self.notices)

    def finding(self, ref: str) -> Finding | None:
        """The finding about this marker; a marker has at most one."""
        return next((f for f in self.findings if f.ref == ref), None)

    @property
    def edges_title(self) -> str:
        return ("Places to grow", "One place to grow", "Two places to grow")[len(self.edges)]

    @property
    def refs(self) -> tuple[str, ...]:
        """Markers that the learner may want to read on about: edges first."""
        return tuple(f.ref for f in (*self.edges, *self.strengths))

    @property
    def answered(self) -> Mapping[str, int]:
        """How many findings are confirmed, rejected, open, and answered at all."""
        counts = {"confirmed": 0, "rejected": 0, "open": 0}
        for finding in self.findings:
            counts[finding.data_answer or "open"] += 1
        return {
            **counts,
            "done": counts["confirmed"] + counts["rejected"],
            "all": len(self.findings),
        }
