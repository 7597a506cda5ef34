"""A learner's own evidence for one competency, over her sessions. Plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnQuote:
    """Her words, or her client's by a missed opening, and the session they stand in."""

    text: str
    value: str
    turn: int
    start_ms: int | None
    session_pk: int
    session: str
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class MarkerEvidence:
    """One marker: in how many passages it was seen or partly seen, how many openings, latest quotes."""

    ref: str
    text: str
    passages: int
    openings: int
    quotes: tuple[OwnQuote, ...]


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """All markers of one competency, those without evidence included."""

    slug: str
    name: str
    markers: tuple[MarkerEvidence, ...]

    @property
    def found(self) -> int:
        return sum(m.passages > 0 for m in self.markers)

    @property
    def is_empty(self) -> bool:
        return not any(m.quotes for m in self.markers)
