"""Facts of the talk ready to print, each with the learner's own earlier values. Plain Python."""

from collections.abc import Sequence

from feedback.charts import number_line
from feedback.reports.parts import FactRow, FactView

# Shown large and first, in this order, where the analyser measured them; the rest stands in a fold.
HEADLINE = ("talk_share", "questions", "longest_coach_turn", "client_words")
HEADLINES = 4
MINUTE = 60
SECONDS = "s"
# How a fact is called when it is told to the coach herself.
YOURS = {
    "talk_share": "Your share of the talk",
    "longest_coach_turn": "Your longest turn",
    "client_words": "Your client’s own words in yours",
}


def said(fact: FactRow) -> str:
    """A value with its unit: 31 %, 0:24, 3.8 s, 40 words; a unit the label names already is left out."""
    if fact.value is None:
        return "not measured"
    if fact.unit == SECONDS:
        return _time(fact.value)
    number = f"{fact.value:.0f}" if float(fact.value).is_integer() else f"{fact.value:.1f}"
    named = not fact.unit or fact.unit in fact.label.lower()
    unit = fact.unit.removesuffix("s") if number == "1" else fact.unit
    return number if named else f"{number}\N{NO-BREAK SPACE}{unit}"


def label_of(fact: FactRow, *, to_coach: bool) -> str:
    return YOURS.get(fact.key, fact.label) if to_coach else fact.label


def _time(seconds: float) -> str:
    if seconds < MINUTE and not float(seconds).is_integer():
        return f"{seconds:.1f}\N{NO-BREAK SPACE}s"
    minutes, rest = divmod(round(seconds), MINUTE)
    return f"{minutes}:{rest:02d}"


def fact_views(
    facts: Sequence[FactRow], earlier: Sequence[Sequence[FactRow]], *, to_coach: bool
) -> tuple[tuple[FactView, ...], tuple[FactView, ...]]:
    """(the headline facts, all others). `earlier` are the sessions before, oldest first."""
    views = {fact.key: _view(fact, earlier, label_of(fact, to_coach=to_coach)) for fact in facts}
    measured = [f.key for f in facts if f.value is not None]
    first = [key for key in HEADLINE if key in measured]
    first += [key for key in measured if key not in first][: HEADLINES - len(first)]
    rest = [key for key in views if key not in first]
    return tuple(views[key] for key in first), tuple(views[key] for key in rest)


def _view(fact: FactRow, earlier: Sequence[Sequence[FactRow]], label: str) -> FactView:
    before = [old for facts in earlier for old in facts if old.key == fact.key]
    measured = [old for old in before if old.value is not None]
    trend, line = "", None
    if measured and fact.value is not None:
        words = [said(old) for old in (*before, fact)]
        trend = f"before: {', '.join(words[:-1])}"
        line = number_line([old.value for old in (*before, fact)], words)
    return FactView(
        key=fact.key,
        label=label,
        said=said(fact),
        note=fact.note,
        definition=fact.definition,
        turns=fact.turns,
        trend=trend,
        line=line,
    )
