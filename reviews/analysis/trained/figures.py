"""What the reader was measured at, as the method page shows it.

Written by `training.measure --write` (the model, over folds) and `training.own_error --write` (the reader
as it runs, on talks of our own).
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MEASURED = Path(__file__).parent / "weights" / "measured.json"
KINDS = MEASURED.with_name("kinds.json")


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table: macro-F1 (for advice average precision), 0..1, with its 95 % interval.

    `simple` is a simple model over the same folds, `human` one person against the others.
    """

    title: str
    turns: int
    score: float
    low: float
    high: float
    simple: float | None = None
    aim: float | None = None
    human: float | None = None


@cache
def measured() -> dict[str, tuple[Measured, ...]]:
    """Rows for turns as transcribed ("plain") and with marks and capitals removed ("bare")."""
    found = json.loads(MEASURED.read_text(encoding="utf-8"))
    return {kind: tuple(Measured(**row) for row in rows) for kind, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of behaviour, by turns: labelled so by people, marked so by the reader, and both.

    `by` says what finds it: "rules", "rules and model", or "rules and model, our labels" where nothing
    but our own labels taught the model.
    """

    title: str
    is_coach: bool
    by: str
    labelled: int
    found: int
    both: int

    @property
    def recall(self) -> float:
        """Of the turns labelled so, the share that was marked; 0..1."""
        return self.both / self.labelled if self.labelled else 0.0

    @property
    def precision(self) -> float:
        """Of the turns marked so, the share that was labelled so; 0..1."""
        return self.both / self.found if self.found else 0.0


@cache
def kinds() -> tuple[Kind, ...]:
    """In the order of the table in docs/method.md."""
    return tuple(Kind(**row) for row in json.loads(KINDS.read_text(encoding="utf-8")))
