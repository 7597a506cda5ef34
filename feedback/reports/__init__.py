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
    Pictures,
    ReaderWords,
    Report,
    ResourceRow,
    Source,
    StretchRow,
    TurnText,
    stretch_of,
)
from feedback.reports.pictures import pictures
from feedback.reports.session import build

__all__ = [
    "AnswerRow",
    "CompetencyRow",
    "FactRow",
    "Finding",
    "Growth",
    "GrowthSource",
    "Pictures",
    "PracticeRow",
    "ReaderWords",
    "Report",
    "ResourceRow",
    "SessionPoint",
    "Source",
    "StretchRow",
    "TurnText",
    "build",
    "compose_growth",
    "pictures",
    "stretch_of",
]
