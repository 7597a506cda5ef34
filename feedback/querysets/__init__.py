"""Reading stored results into the plain values pages are composed from. Nothing here writes."""

from feedback.querysets.evidence import evidence_for
from feedback.querysets.growth import growth_of
from feedback.querysets.session import (
    compose,
    current_share,
    has_result,
    own_reading_owed,
    resources_at,
    resources_for,
    session_to_show,
    sessions_with_report,
    version_of,
)

__all__ = [
    "compose",
    "current_share",
    "evidence_for",
    "growth_of",
    "has_result",
    "own_reading_owed",
    "resources_at",
    "resources_for",
    "session_to_show",
    "sessions_with_report",
    "version_of",
]
