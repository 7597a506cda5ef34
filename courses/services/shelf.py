"""Brings rows of one model to what a file says and counts what that took. Used by the loaders only."""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import ProtectedError

from courses.models import Competency, MarkerDepth

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is not as it was, and what differs: rows of field, before, after."""

    verb: str
    noun: str
    name: str
    competency_id: int | None
    fields: tuple[tuple[str, str, str], ...] = ()

    def __str__(self) -> str:
        details = f" ({', '.join(name for name, _, _ in self.fields)})" if self.fields else ""
        return f"{self.verb} {self.noun}: {self.name}{details}"


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """What a load did. `kept` rows have left the file but are in use; they stay as they are."""

    created: int
    changed: int
    unchanged: int
    removed: int
    kept: int
    rows: tuple[RowChange, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """One sentence for each row that is not as it was."""
        return tuple(str(row) for row in self.rows)

    @property
    def digest(self) -> str:
        """The same for two loads that do the same; so one can be asked to do what was shown."""
        told = "\n".join(f"{row} {row.fields}" for row in self.rows)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass
class Tally:
    """Counts rows while a file is loaded."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    rows: list[RowChange] = field(default_factory=list)
    new: set[models.Model] = field(default_factory=set)

    def frozen(self) -> LibraryChange:
        return LibraryChange(
            self.created, self.changed, self.unchanged, self.removed, self.kept, tuple(self.rows)
        )


class Shelf(Generic[Row]):
    """The rows of one model by their key in the file; read once, written only where they differ."""

    def __init__(
        self, rows: models.QuerySet[Row], key: Callable[[Row], Hashable], tally: Tally
    ) -> None:
        self._model = rows.model
        self._rows = {key(row): row for row in rows}
        self._left = dict(self._rows)
        self._tally = tally

    def get(self, key: Hashable) -> Row | None:
        return self._rows.get(key)

    def of(self, key: Hashable) -> Row:
        """The row of a key that is there; KeyError otherwise."""
        return self._rows[key]

    def put(self, key: Hashable, /, **values: Any) -> Row:
        """The row of this key with these values: made, changed or left alone."""
        row = self._rows.get(key)
        self._left.pop(key, None)
        if row is None:
            row = self._model(**values)
            row.save()
            self._rows[key] = row
            self._tally.created += 1
            self._tally.new.add(row)
            self._say("created", row)
            return row
        differing = [name for name, value in values.items() if getattr(row, name) != value]
        if not differing:
            self._tally.unchanged += 1
            return row
        told = [(name, shown(getattr(row, name)), shown(values[name])) for name in differing]
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
        self._tally.changed += 1
        self._say("changed", row, told)
        return row

    def link(self, row: Row, name: str, wanted: Iterable[models.Model]) -> None:
        """Point the prefetched many-to-many field `name` at exactly these rows."""
        manager = getattr(row, name)
        others = list(wanted)
        known = list(manager.all())
        if {other.pk for other in known} != {other.pk for other in others}:
            told = (name, shown(known), shown(others))
            manager.set(others)
            if row not in self._tally.new:
                self._tally.changed += 1
                self._say("changed", row, [told])

    def clear_rest(self) -> None:
        """Remove what the file no longer names, unless something else still needs the row."""
        for row in self._left.values():
            try:
                with transaction.atomic():
                    row.delete()
            except ProtectedError:
                self._tally.kept += 1
                self._say("kept, because it is in use,", row)
            else:
                self._tally.removed += 1
                self._say("removed", row)
        self._left = {}

    def _say(self, verb: str, row: Row, fields: Iterable[tuple[str, str, str]] = ()) -> None:
        noun = str(self._model._meta.verbose_name)
        self._tally.rows.append(RowChange(verb, noun, str(row), about(row), tuple(fields)))


def about(row: models.Model) -> int | None:
    """The competency a row belongs to, as far as the row knows it without asking the database."""
    if isinstance(row, Competency):
        return row.pk
    of = row.marker if isinstance(row, MarkerDepth) else row
    found: int | None = getattr(of, "competency_id", None)
    return found


def shown(value: object) -> str:
    """A value as a person reads it; lists by their names, in order."""
    if isinstance(value, list | tuple):
        return "; ".join(sorted(str(part) for part in value))
    return "" if value is None else str(value)
