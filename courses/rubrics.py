"""The rubric: the frozen set of markers a session is read by, and the words it is rated in. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Value(StrEnum):
    """What one reader says about one marker. Never a grade: `not_seen` is not proof of absence."""

    SEEN = "seen"
    PARTLY = "partly"
    MISSED = "missed"
    NOT_SEEN = "not_seen"
    NO_OPPORTUNITY = "no_opportunity"
    NOT_OBSERVABLE = "not_observable"


LABELS: Mapping[Value, str] = {
    Value.SEEN: "Seen",
    Value.PARTLY: "Partly seen",
    Value.MISSED: "Opening missed",
    Value.NOT_SEEN: "Not seen",
    Value.NO_OPPORTUNITY: "No opportunity",
    Value.NOT_OBSERVABLE: "Cannot be judged from text",
}
NEEDS_EVIDENCE = frozenset({Value.SEEN, Value.PARTLY, Value.MISSED})
LEFT_OUT = frozenset({Value.NO_OPPORTUNITY, Value.NOT_OBSERVABLE})
# Position on the line not seen (0) - partly (1) - seen (2). A missed opening stands where nothing was seen.
POSITION: Mapping[Value, int] = {
    Value.SEEN: 2,
    Value.PARTLY: 1,
    Value.MISSED: 0,
    Value.NOT_SEEN: 0,
}


@dataclass(frozen=True, slots=True)
class RubricMarker:
    """One marker as it was worded when the rubric was frozen."""

    ref: str  # "8c"
    competency: int  # 8
    text: str
    depth: str  # what it looks like at the rubric's level
    look_for: str
    detectability: str  # how much a transcript can show: high, medium, low, none, needs_timestamps


@dataclass(frozen=True, slots=True)
class RubricCompetency:
    """One competency of the rubric; `treatment` is scored_with_evidence, evidence_only or notices_only."""

    number: int
    name: str
    slug: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Rubric:
    """Markers of every competency, in order, at one level (acc, pcc or mcc)."""

    level: str
    competencies: tuple[RubricCompetency, ...]
    markers: tuple[RubricMarker, ...]

    def marker(self, ref: str) -> RubricMarker:
        """The marker with this ref; KeyError when the rubric has none."""
        for marker in self.markers:
            if marker.ref == ref:
                return marker
        raise KeyError(ref)

    def of(self, competency: int) -> tuple[RubricMarker, ...]:
        return tuple(m for m in self.markers if m.competency == competency)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            level=data["level"],
            competencies=tuple(RubricCompetency(**row) for row in data["competencies"]),
            markers=tuple(RubricMarker(**row) for row in data["markers"]),
        )
