"""The costly part of a page, kept in the memory of this process for some minutes. Never on disk, never shared.

A part is known by everything it shows: when one of these values changes, the old text is not found any more.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import caches
from django.db.models import Model

SECONDS = 300
Build = Callable[[], Mapping[str, object]]


class Kept:
    """`{% kept part %}…{% endkept %}` asks `build` for the values of its block, only when nothing is kept."""

    do_not_call_in_templates = True

    def __init__(self, name: str, *shows: object, build: Build) -> None:
        self.key = f"{name}:{hashlib.sha256(repr(shows).encode()).hexdigest()}"
        self.build = build

    def find(self) -> str | None:
        text: str | None = caches["pages"].get(self.key)
        return text

    def keep(self, text: str) -> None:
        caches["pages"].set(self.key, text, SECONDS)


def values_of(row: Model | None) -> tuple[Any, ...]:
    """Every column of a row: what a part shows of it, and more."""
    if row is None:
        return ()
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)


def forget_all() -> None:
    """What was deleted is no longer in the memory of this process; in others it ends with its minutes."""
    caches["pages"].clear()
