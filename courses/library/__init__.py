"""The YAML library, exercises and courses as checked, frozen values. Every error names its line."""

from courses.library.nodes import LibraryError
from courses.library.parts import (
    CompetencyPart,
    CoursePart,
    Library,
    MarkerPart,
    ModulePart,
    ResourcePart,
    StepPart,
)
from courses.library.reading import load
from courses.library.teaching import load_course, load_exercises
from courses.library.writing import dump

__all__ = [
    "CompetencyPart",
    "CoursePart",
    "Library",
    "LibraryError",
    "MarkerPart",
    "ModulePart",
    "ResourcePart",
    "StepPart",
    "dump",
    "load",
    "load_course",
    "load_exercises",
]
