"""How far a learner is, in words. Reads rows that `EnrolmentQuerySet.with_progress` has fetched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from courses.models import Course, Enrolment, Module, Step, StepProgress


@dataclass(frozen=True, slots=True)
class StepStanding:
    """A step and its state for one learner: done, now (open) or next (opens later)."""

    step: Step
    state: str
    reached: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleStanding:
    module: Module
    steps: tuple[StepStanding, ...]

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return sum(row.state == "done" for row in self.steps)

    @property
    def is_done(self) -> bool:
        return self.done == self.total

    @property
    def current(self) -> StepStanding | None:
        return next((row for row in self.steps if row.state == "now"), None)

    def step(self, position: int) -> StepStanding | None:
        return next((row for row in self.steps if row.step.position == position), None)

    @property
    def text(self) -> str:
        return progress_text(self.done, self.total, self.current.step.title if self.current else "")


@dataclass(frozen=True, slots=True)
class CourseStanding:
    course: Course
    modules: tuple[ModuleStanding, ...]
    enrolment: Enrolment | None

    @property
    def total(self) -> int:
        return sum(row.total for row in self.modules)

    @property
    def done(self) -> int:
        return sum(row.done for row in self.modules)

    @property
    def current(self) -> StepStanding | None:
        return next((row.current for row in self.modules if row.current), None)

    @property
    def text(self) -> str:
        return progress_text(self.done, self.total, self.current.step.title if self.current else "")

    @property
    def learner_name(self) -> str:
        """First name and one letter, for the instructor's list: “Mira K.”."""
        first, *rest = str(self.enrolment.learner).split() if self.enrolment else [""]
        return f"{first} {rest[-1][0]}." if rest else first

    @property
    def address(self) -> str:
        """Where to go on: the module with the open step, or the course when all is done."""
        return (self.current.step.module if self.current else self.course).get_absolute_url()

    @property
    def last_done_at(self) -> datetime | None:
        times = [row.done_at for module in self.modules for row in module.steps if row.done_at]
        return max(times, default=None)

    def module(self, position: int) -> ModuleStanding | None:
        return next((row for row in self.modules if row.module.position == position), None)


def progress_text(done: int, total: int, next_title: str) -> str:
    """“2 of 5 steps; next: Hand in a practice session”."""
    if total == 0:
        return "No steps yet"
    if done >= total:
        return f"{total} of {total} steps; all done"
    return f"{done} of {total} steps; next: {next_title}"


def standing(enrolment: Enrolment) -> CourseStanding:
    """The course as this learner stands in it."""
    progress = {row.step_id: row for row in enrolment.progress.all()}
    return outline(enrolment.cohort.course, progress, enrolment)


def outline(
    course: Course,
    progress: Mapping[int, StepProgress] | None = None,
    enrolment: Enrolment | None = None,
) -> CourseStanding:
    """The course with each step's state; without progress, as for somebody who has not begun."""
    modules = tuple(
        ModuleStanding(module, _states(module.steps.all(), progress or {}))
        for module in course.modules.all()
    )
    return CourseStanding(course, modules, enrolment)


def _states(
    steps: Iterable[Step], progress: Mapping[int, StepProgress]
) -> tuple[StepStanding, ...]:
    found: list[StepStanding] = []
    is_open = True  # the first step that is not done is the open one
    for step in steps:
        row = progress.get(step.pk)
        done_at = row.done_at if row else None
        state = "done" if done_at else "now" if is_open else "next"
        is_open = is_open and state == "done"
        found.append(StepStanding(step, state, row.reached if row else 0, done_at))
    return tuple(found)
