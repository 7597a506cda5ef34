"""Brings rows of one model to what a file says and counts what that took. Used by the loaders only."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import ProtectedError

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class LibraryChange:
    """What a load did. `kept` rows have left the file but are in use; they stay as they are."""

    created: int
    changed: int
    unchanged: int
    removed: int
    kept: int
    lines: tuple[str, ...]  # one sentence for each row that is not as it was


@dataclass
class Tally:
    """Counts rows while a file is loaded."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    lines: list[str] = field(default_factory=list)
    new: set[models.Model] = field(default_factory=set)

    def frozen(self) -> LibraryChange:
        return LibraryChange(
            self.created, self.changed, self.unchanged, self.removed, self.kept, tuple(self.lines)
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
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=differing)
        self._tally.changed += 1
        self._say("changed", row, differing)
        return row

    def link(self, row: Row, name: str, wanted: Iterable[models.Model]) -> None:
        """Point the prefetched many-to-many field `name` at exactly these rows."""
        manager = getattr(row, name)
        pks = {other.pk for other in wanted}
        if {other.pk for other in manager.all()} != pks:
            manager.set(pks)
            if row not in self._tally.new:
                self._tally.changed += 1
                self._say("changed", row, [name])

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

    def _say(self, verb: str, row: Row, fields: Iterable[str] = ()) -> None:
        noun = self._model._meta.verbose_name
        details = f" ({', '.join(fields)})" if fields else ""
        self._tally.lines.append(f"{verb} {noun}: {row}{details}")
