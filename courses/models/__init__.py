"""The library (what is taught, by which markers) and the courses (how it is worked through)."""

from courses.models.course import Answer, Cohort, Course, Enrolment, Module, Step, StepProgress
from courses.models.library import (
    Competency,
    Domain,
    Framework,
    Level,
    Marker,
    MarkerDepth,
    RelatedCompetency,
    Resource,
    Source,
    StudyLine,
)

__all__ = [
    "Answer",
    "Cohort",
    "Competency",
    "Course",
    "Domain",
    "Enrolment",
    "Framework",
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
