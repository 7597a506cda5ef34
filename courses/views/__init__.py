"""Pages of the library and the courses."""

from courses.views.cohorts import cohorts
from courses.views.learning import answer_step, course, courses, enrol, module, step, tick_step
from courses.views.library import competency, library, resource, resources

__all__ = [
    "answer_step",
    "cohorts",
    "competency",
    "course",
    "courses",
    "enrol",
    "library",
    "module",
    "resource",
    "resources",
    "step",
    "tick_step",
]
