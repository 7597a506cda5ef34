"""Writes that the curators' forms need beyond the row they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from django.db import transaction

from courses.errors import LibraryMoved
from courses.library import Library
from courses.models import Competency, Level, Marker, MarkerDepth
from courses.services.library import load_library
from courses.services.shelf import LibraryChange, RowChange


@transaction.atomic
def set_depths(*, marker: Marker, texts: Mapping[Level, str]) -> int:
    """What the marker looks like at these levels; an empty text removes the row. Says how many differ."""
    known = {row.level_id: row for row in marker.depths.all()}
    differing = 0
    for level, text in texts.items():
        row = known.get(level.pk) or MarkerDepth(marker=marker, level=level)
        if row.text == text:
            continue
        differing += 1
        row.text = text
        if text:
            row.save()
        else:
            row.delete()
    return differing


def next_ref(*, competency: Competency) -> str:
    """The first free name of a marker of this competency: 9a, 9b … 9z."""
    taken = set(
        Marker.objects.filter(ref__startswith=str(competency.number)).values_list("ref", flat=True)
    )
    free = (f"{competency.number}{letter}" for letter in ascii_lowercase)
    return next(ref for ref in free if ref not in taken)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a library file would do, by competency ("" for what belongs to none)."""

    change: LibraryChange
    groups: tuple[tuple[str, tuple[RowChange, ...]], ...]


def rehearse_library(*, library: Library) -> Rehearsal:
    """Load the file, look, and take everything back. TakenElsewhere as in `load_library`."""
    with transaction.atomic():
        change = load_library(library=library)
        names = {row.pk: str(row) for row in Competency.objects.order_by("number")}
        transaction.set_rollback(True)
    groups: dict[str, list[RowChange]] = {name: [] for name in ("", *names.values())}
    for row in change.rows:
        groups[names.get(row.competency_id or 0, "")].append(row)
    return Rehearsal(change, tuple((name, tuple(rows)) for name, rows in groups.items() if rows))


@transaction.atomic
def apply_library(*, library: Library, seen: str) -> LibraryChange:
    """Load the file if that does exactly what was shown (`LibraryChange.digest`); else LibraryMoved."""
    change = load_library(library=library)
    if change.digest != seen:
        raise LibraryMoved
    return change
