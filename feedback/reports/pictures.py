"""The talk in pictures: a line by behaviour, the mix of questions, use over thirds. Each also as words."""

from collections.abc import Iterable, Mapping, Sequence

from feedback import charts
from feedback.reports.parts import Counted, FactRow, Pictures, StretchRow, Thirds
from feedback.wording import counted

COACH = "coach"
FORMS = (  # in the order of a reader's interest; keys as in the facts
    ("open", "Open"),
    ("choice", "Choice"),
    ("check", "Check"),
    ("closed", "Closed"),
    ("leading", "Leading"),
)
ACTS = (("questions", "Asks"), ("reflections", "Mirrors"), ("advice", "Advises"))
PARTS = ("first", "middle", "last")
DOES = (
    ("asks", "Asks", True),
    ("mirrors", "Mirrors", True),
    ("tells", "Tells or advises", True),
    ("for", "Leans to change", False),
    ("against", "Leans against it", False),
)
THIRD = 1000 / 3


def pictures(facts: Sequence[FactRow], line: Sequence[StretchRow]) -> Pictures | None:
    """None where neither the line nor a single question was kept."""
    by_key = {fact.key: fact for fact in facts}
    mix, over = _mix(by_key), _thirds(by_key)
    if not line and not mix:
        return None
    rows = tuple(_row(line, does, name, of_coach) for does, name, of_coach in DOES)
    bars = [(one.start, one.end, one.does, one.who == COACH) for one in line]
    return Pictures(
        timeline=charts.timeline(bars, _said(rows)) if line else None,
        rows=rows if line else (),
        mix=mix,
        over=over,
    )


def _row(
    line: Iterable[StretchRow], does: str, name: str, of_coach: bool
) -> tuple[str, str, tuple[int, ...]]:
    """(name, whose, turns in each third)."""
    counts = [0, 0, 0]
    for one in line:
        if does in one.does and (one.who == COACH) is of_coach:
            counts[min(2, int(one.start / THIRD))] += 1
    return name, "coach" if of_coach else "client", tuple(counts)


def _said(rows: Iterable[tuple[str, str, tuple[int, ...]]]) -> str:
    parts = [f"{name.lower()} in {counted(sum(counts), 'turn')}" for name, _, counts in rows]
    coach, client = ", ".join(parts[:3]), ", ".join(parts[3:])
    return f"Line of the talk. The coach {coach}. The client {client}."


def _mix(facts: Mapping[str, FactRow]) -> tuple[Counted, ...]:
    found = [(name, facts.get(f"questions_{form}")) for form, name in FORMS]
    counts = [(name, int(fact.value or 0)) for name, fact in found if fact is not None]
    most = max((count for _, count in counts), default=0)
    if not most:
        return ()
    return tuple(Counted(name, count, charts.bar(count, most)) for name, count in counts)


def _thirds(facts: Mapping[str, FactRow]) -> tuple[Thirds, ...]:
    rows = []
    for key, name in ACTS:
        found = [facts.get(f"{key}_{part}") for part in PARTS]
        values = [None if fact is None else fact.value for fact in found]
        if all(value is not None for value in values):
            said = tuple(f"{value:.0f}\N{NO-BREAK SPACE}%" for value in values)
            rows.append(Thirds(name, said, charts.columns(values)))
    return tuple(rows)
