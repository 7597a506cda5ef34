"""Every write of this app, and the read models built beside them."""

from courses.services.course import load_course
from courses.services.curation import (
    Rehearsal,
    apply_library,
    next_ref,
    rehearse_library,
    set_depths,
)
from courses.services.exporting import library_file, library_of
from courses.services.library import load_library
from courses.services.progress import complete_step, count_review, enrol, save_answer, tick_step
from courses.services.rubric import rubric_for
from courses.services.shelf import LibraryChange
from courses.services.standing import (
    CourseStanding,
    ModuleStanding,
    StepStanding,
    outline,
    progress_text,
    standing,
)

__all__ = [
    "CourseStanding",
    "LibraryChange",
    "ModuleStanding",
    "Rehearsal",
    "StepStanding",
    "apply_library",
    "complete_step",
    "count_review",
    "enrol",
    "library_file",
    "library_of",
    "load_course",
    "load_library",
    "next_ref",
    "outline",
    "progress_text",
    "rehearse_library",
    "rubric_for",
    "save_answer",
    "set_depths",
    "standing",
    "tick_step",
]
