"""What the trained model was measured at, as the method page shows it. Written by `training.measure --write`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MEASURED = Path(__file__).parent / "weights" / "measured.json"


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
