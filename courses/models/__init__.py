"""The library (what is taught, by which markers) and the courses (how it is worked through)."""

from courses.models.cohort import (
    Announcement,
    Answer,
    Cohort,
    DueDate,
    Enrolment,
    Extension,
    Invitation,
    StepProgress,
)
from courses.models.course import Course, Module, Step
from courses.models.library import (
    Competency,
    Domain,
    Framework,
    Level,
    Marker,
    MarkerDepth,
    RelatedCompetency,
    Source,
    StudyLine,
)
from courses.models.resource import Resource

__all__ = [
    "Announcement",
    "Answer",
    "Cohort",
    "Competency",
    "Course",
    "Domain",
    "DueDate",
    "Enrolment",
    "Extension",
    "Framework",
    "Invitation",
    "Level",
    "Marker",
    "MarkerDepth",
    "Module",
    "RelatedCompetency",
    "Resource",
    "Source",
    "Step",
    "StepProgress",
    "StudyLine",
]
