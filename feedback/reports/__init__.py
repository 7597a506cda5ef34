"""The report of one session and the growth over many: composed on read, never stored. Plain Python."""

from feedback.reports.growth import (
    Growth,
    GrowthSource,
    PracticeRow,
    SessionPoint,
    compose_growth,
)
from feedback.reports.parts import (
    AnswerRow,
    CompetencyRow,
    FactRow,
    Finding,
    ReaderWords,
    Report,
    ResourceRow,
    Source,
    TurnText,
)
from feedback.reports.session import build

__all__ = [
    "AnswerRow",
    "CompetencyRow",
    "FactRow",
    "Finding",
    "Growth",
    "GrowthSource",
    "PracticeRow",
    "ReaderWords",
    "Report",
    "ResourceRow",
    "SessionPoint",
    "Source",
    "TurnText",
    "build",
    "compose_growth",
]
