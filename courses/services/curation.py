"""Writes that the curators' forms need beyond the row they show."""

from collections.abc import Mapping
from string import ascii_lowercase

from django.db import transaction

from courses.models import Competency, Level, Marker, MarkerDepth


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
        Marker.objects.filter(ref__startswith=competency.number).values_list("ref", flat=True)
    )
    free = (f"{competency.number}{letter}" for letter in ascii_lowercase)
    return next(ref for ref in free if ref not in taken)
