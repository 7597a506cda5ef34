"""A reading as plain text that a person can read in a terminal."""

from collections.abc import Iterator

from courses.rubrics import LABELS, Rubric
from reviews.analysis.reading import Fact, MarkerReading, Quote, Reading

SHOWN_QUOTES = 3
WIDTH = 200


def clock(ms: int | None) -> str:
    """1:02:03 or 27:20; empty where there is no time."""
    if ms is None:
        return ""
    seconds = ms // 1000
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def lines_of(reading: Reading, rubric: Rubric) -> Iterator[str]:
    """The report, line by line: limits of reading first if nothing is rated, else facts to limits."""
    yield f"Read at {reading.level.upper()} by the embedded reader, version {reading.version}"
    yield ""
    yield "Facts of this conversation"
    for fact in reading.facts:
        yield f"  {_fact(fact)}"
    if reading.markers:
        yield from _competencies(reading, rubric)
    yield from _notices(reading)
    yield ""
    yield "Limits of this reading"
    for limit in reading.limits:
        yield f"  {limit}"
    if reading.dropped:
        yield f"  {reading.dropped} remarks without a verbatim quote were dropped."


def _fact(fact: Fact) -> str:
    value = "not measured" if fact.value is None else _measure(fact.value, fact.unit)
    note = f" ({fact.note})" if fact.note else ""
    return f"{fact.label}: {value}{note}"


def _measure(value: float, unit: str) -> str:
    """“1 turn”, “3 turns”, “61 %”, “0.7”."""
    one = unit.removesuffix("s") if value == 1 and len(unit) > 1 else unit
    return f"{value:g} {one}".strip()


def _competencies(reading: Reading, rubric: Rubric) -> Iterator[str]:
    by_ref = {marker.ref: marker for marker in reading.markers}
    for competency in rubric.competencies:
        found = [by_ref[m.ref] for m in rubric.of(competency.number) if m.ref in by_ref]
        if not found:
            continue
        word = reading.competency_words.get(competency.number)
        yield ""
        yield f"{competency.number}. {competency.name}: {word or 'evidence only, no word'}"
        for marker in found:
            yield from _marker(marker, rubric)


def _marker(marker: MarkerReading, rubric: Rubric) -> Iterator[str]:
    yield f"  {marker.ref}  {LABELS[marker.value]}: {rubric.marker(marker.ref).text}"
    for quote in marker.evidence[:SHOWN_QUOTES]:
        yield f"      {_quote(quote)}"
    rest = len(marker.evidence) - SHOWN_QUOTES
    if rest > 0:
        yield f"      and {rest} more"
    yield f"      Why: {marker.why}"


def _quote(quote: Quote) -> str:
    text = " ".join(quote.text.split())
    text = text if len(text) <= WIDTH else f"{text[:WIDTH].rstrip()} …"
    time = clock(quote.start_ms)
    return f"“{text}” turn {quote.turn}{f', {time}' if time else ''}"


def _notices(reading: Reading) -> Iterator[str]:
    if not reading.notices:
        return
    yield ""
    yield "Worth discussing with your mentor coach"
    for notice in reading.notices:
        yield f"  {notice.ref}  {notice.text}"
        for quote in notice.quotes:
            yield f"      {_quote(quote)}"
