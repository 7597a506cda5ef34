"""Every write of this app, and the read models built beside them."""

from courses.services.announcements import (
    announce,
    change_announcement,
    withdraw_announcement,
)
from courses.services.cohorts import (
    CohortPlan,
    add_instructor,
    change_cohort,
    create_cohort,
    end_place,
    led_by,
    remove_instructor,
    take_back,
)
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
from courses.services.pace import Due, extend, set_due_dates, take_extension_back
from courses.services.prerequisites import require_unlocked
from courses.services.progress import complete_step, count_review, enrol, save_answer, tick_step
from courses.services.rubric import rubric_for
from courses.services.shelf import LibraryChange, RowChange
from courses.services.standing import (
    CourseStanding,
    ModuleStanding,
    StepStanding,
    outline,
    progress_text,
    standing,
)

__all__ = [
    "CohortPlan",
    "CourseStanding",
    "Due",
    "LibraryChange",
    "ModuleStanding",
    "Rehearsal",
    "RowChange",
    "StepStanding",
    "add_instructor",
    "announce",
    "apply_library",
    "change_announcement",
    "change_cohort",
    "complete_step",
    "count_review",
    "create_cohort",
    "end_place",
    "enrol",
    "extend",
    "led_by",
    "library_file",
    "library_of",
    "load_course",
    "load_library",
    "next_ref",
    "outline",
    "progress_text",
    "rehearse_library",
    "remove_instructor",
    "require_unlocked",
    "rubric_for",
    "save_answer",
    "set_depths",
    "set_due_dates",
    "standing",
    "take_back",
    "take_extension_back",
    "tick_step",
    "withdraw_announcement",
]
