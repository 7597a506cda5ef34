"""How one learner's sessions compare with each other, and with nobody else's. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from feedback.charts import Svg, number_line, word_line
from feedback.reports.facts import label_of, said
from feedback.reports.parts import CompetencyRow, FactRow
from feedback.wording import counted

SCORED = "scored_with_evidence"
FACTS = (
    "talk_share",
    "questions_open",
    "longest_coach_turn",
    "pause_after_question",
    "client_words",
)
FACTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class SessionPoint:
    """One session with a result, as numbers: words by competency number, facts, notices."""

    pk: int
    title: str
    day: date
    words: dict[int, str | None]
    facts: tuple[FactRow, ...] = ()
    notices: int = 0


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """One practice the learner took."""

    text: str
    accountability: str
    taken_at: datetime
    ref: str
    session: str  # title, "" when that session is gone
    session_pk: int | None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class GrowthSource:
    """The learner's sessions with a result, oldest first, and her practices, newest first."""

    competencies: tuple[CompetencyRow, ...]
    sessions: tuple[SessionPoint, ...]
    practices: tuple[PracticeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetencyGrowth:
    """One competency over all sessions; without a line where it is not put into words."""

    number: int
    name: str
    slug: str
    line: Svg | None
    word: str | None
    note: str


@dataclass(frozen=True, slots=True)
class FactGrowth:
    """One fact over all sessions."""

    label: str
    line: Svg
    now: str
    note: str


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth page."""

    lede: str
    sessions: tuple[SessionPoint, ...]
    competencies: tuple[CompetencyGrowth, ...]
    facts: tuple[FactGrowth, ...]
    practices: tuple[PracticeRow, ...]

    @property
    def current(self) -> PracticeRow | None:
        return next((p for p in self.practices if p.is_current), None)


def compose_growth(source: GrowthSource) -> Growth:
    sessions = source.sessions
    lede = ""
    if sessions:
        since = f"{sessions[0].day:%B %Y}"
        lede = f"{counted(len(sessions), 'session').capitalize()} since {since}. You are compared with nobody but yourself."
    return Growth(
        lede=lede,
        sessions=sessions,
        competencies=tuple(_competency(c, sessions) for c in source.competencies),
        facts=_facts(sessions),
        practices=source.practices,
    )


def _competency(row: CompetencyRow, sessions: Sequence[SessionPoint]) -> CompetencyGrowth:
    if row.treatment != SCORED:
        return CompetencyGrowth(row.number, row.name, row.slug, None, None, _told(row, sessions))
    words = [s.words.get(row.number) for s in sessions]
    known = [word for word in words if word]
    if not known:
        note = "Nothing to read so far."
        return CompetencyGrowth(row.number, row.name, row.slug, None, None, note)
    missing = len(words) - len(known)
    note = counted(len(known), "session")
    if missing:
        note += f", {counted(missing, 'other')} without enough to read"
    return CompetencyGrowth(row.number, row.name, row.slug, word_line(words), known[-1], note)


def _told(row: CompetencyRow, sessions: Sequence[SessionPoint]) -> str:
    if row.treatment != "notices_only":
        return "Read through evidence found under the other competencies and your own reflections."
    latest = sum(s.notices for s in sessions[-1:])
    end = (
        f"{counted(latest, 'point').capitalize()} in your latest session, worth discussing with your mentor coach."
        if latest
        else "None in your latest session."
    )
    return f"Shown as notices only. {end}"


def _facts(sessions: Sequence[SessionPoint]) -> tuple[FactGrowth, ...]:
    keys: dict[str, str] = {}
    for session in sessions:
        keys.update(
            {f.key: label_of(f, to_coach=True) for f in session.facts if f.value is not None}
        )
    order = [key for key in FACTS if key in keys] + [key for key in keys if key not in FACTS]
    return tuple(_fact(key, keys[key], sessions) for key in order[:FACTS_SHOWN])


def _fact(key: str, label: str, sessions: Sequence[SessionPoint]) -> FactGrowth:
    rows = [next((f for f in s.facts if f.key == key), None) for s in sessions]
    values = [row.value if row else None for row in rows]
    words = [said(row) if row else "not measured" for row in rows]
    known = [word for word, value in zip(words, values, strict=True) if value is not None]
    note = f"first {known[0]}" if len(known) > 1 else "one session so far"
    return FactGrowth(label, number_line(values, words), known[-1], note)
