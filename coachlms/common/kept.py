"""The costly part of a page, kept in the memory of this process for some minutes. Never on disk, never shared.

A part is known by everything it shows: when one of these values changes, the old text is not found any more.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import caches
from django.db.models import Model

SECONDS = 300
BETWEEN_TAGS = re.compile(r">[ \t]*\n\s*<")
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

    def keep(self, text: str) -> str:
        """The text as it is kept: without the indentation between tags, a quarter of a long page."""
        kept = BETWEEN_TAGS.sub(">\n<", text)
        caches["pages"].set(self.key, kept, SECONDS)
        return kept


def values_of(row: Model | None) -> tuple[Any, ...]:
    """Every column of a row: what a part shows of it, and more."""
    if row is None:
        return ()
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)


def forget_all() -> None:
    """What was deleted is no longer in the memory of this process; in others it ends with its minutes."""
    caches["pages"].clear()
