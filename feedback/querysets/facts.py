"""Facts of a stored reading as rows."""

from collections.abc import Mapping
from typing import Any

from feedback.reports import FactRow
from reviews.models import Reading


def facts_of(reading: Reading | None) -> tuple[FactRow, ...]:
    """The facts of a reading as rows; a value that is not a number counts as not measured."""
    return tuple(_fact(row) for row in reading.facts) if reading else ()


def _fact(row: Mapping[str, Any]) -> FactRow:
    value = row.get("value")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return FactRow(
        key=row["key"],
        label=row["label"],
        value=float(value) if is_number and value is not None else None,
        unit=row.get("unit", ""),
        note=row.get("note", ""),
        definition=row.get("definition", ""),
        turns=tuple(row.get("turns", ())),
    )
