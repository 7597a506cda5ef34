"""How far a learner is, in words. Reads rows that `EnrolmentQuerySet.with_progress` has fetched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from coachlms.accounts.models import User
from courses.models import Course, Enrolment, Module, Step, StepProgress
from courses.services.pace import Calendar, Due, calendar_of, joined_on
from courses.services.prerequisites import required


@dataclass(frozen=True, slots=True)
class StepStanding:
    """A step and its state for one learner: done, now (open) or next (opens later)."""

    step: Step
    state: str
    reached: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModuleStanding:
    """One module for one learner. `missing`: what has to be done before it opens."""

    module: Module
    steps: tuple[StepStanding, ...]
    missing: tuple[Module, ...] = ()
    due: Due | None = None

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
    def is_locked(self) -> bool:
        return bool(self.missing) and not self.is_done

    @property
    def is_late(self) -> bool:
        return bool(self.due and self.due.days_over and not self.is_done)

    @property
    def due_text(self) -> str:
        """“due Thursday 3 December”, “3 days over”; nothing without a date and once it is done."""
        return self.due.text if self.due and not self.is_done else ""

    @property
    def current(self) -> StepStanding | None:
        return next((row for row in self.steps if row.state == "now"), None)

    def step(self, position: int) -> StepStanding | None:
        return next((row for row in self.steps if row.step.position == position), None)

    @property
    def text(self) -> str:
        if self.is_locked:
            return f"{self.done} of {self.total} steps; opens after “{self.missing[0]}”"
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
        return short_name(self.enrolment.learner) if self.enrolment else ""

    @property
    def address(self) -> str:
        """Where to go on: the module with the open step, or the course when all is done."""
        return (self.current.step.module if self.current else self.course).get_absolute_url()

    @property
    def last_done_at(self) -> datetime | None:
        times = [row.done_at for module in self.modules for row in module.steps if row.done_at]
        return max(times, default=None)

    @property
    def late(self) -> tuple[ModuleStanding, ...]:
        """Modules whose date has passed."""
        return tuple(row for row in self.modules if row.is_late)

    @property
    def next_due(self) -> ModuleStanding | None:
        """The module that is not done and due first, one that is over included."""
        dated = [row for row in self.modules if row.due and not row.is_done]
        return min(dated, key=lambda row: row.due.on if row.due else date.max, default=None)

    def module(self, position: int) -> ModuleStanding | None:
        return next((row for row in self.modules if row.module.position == position), None)


def short_name(person: User) -> str:
    """First name and one letter, for the instructor's lists: “Mira K.”."""
    first, *rest = str(person).split() or [""]
    return f"{first} {rest[-1][0]}." if rest else first


def progress_text(done: int, total: int, next_title: str) -> str:
    """“2 of 5 steps; next: Hand in a practice session”."""
    if total == 0:
        return "No steps yet"
    if done >= total:
        return f"{total} of {total} steps; all done"
    return f"{done} of {total} steps; next: {next_title}"


def standing(enrolment: Enrolment) -> CourseStanding:
    """The course as this learner stands in it, with the dates that hold for her."""
    progress = {row.step_id: row for row in enrolment.progress.all()}
    return outline(enrolment.cohort.course, progress, enrolment)


def outline(
    course: Course,
    progress: Mapping[int, StepProgress] | None = None,
    enrolment: Enrolment | None = None,
) -> CourseStanding:
    """The course with each step's state; without progress, as for somebody who has not begun."""
    calendar = calendar_of(enrolment.cohort) if enrolment else None
    found: list[ModuleStanding] = []
    for module in course.modules.all():
        steps = _states(module.steps.all(), progress or {})
        open_before = [row.module for row in found if not row.is_done]
        missing = tuple(required(module, open_before)) if enrolment else ()
        if missing:
            steps = tuple(_closed(row) for row in steps)
        found.append(ModuleStanding(module, steps, missing, _due(calendar, module, enrolment)))
    return CourseStanding(course, tuple(found), enrolment)


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


def _closed(row: StepStanding) -> StepStanding:
    """No step of a locked module is the open one; what is done stays done."""
    return replace(row, state="next") if row.state == "now" else row


def _due(calendar: Calendar | None, module: Module, enrolment: Enrolment | None) -> Due | None:
    if calendar is None or enrolment is None:
        return None
    return calendar.due(module, joined_on(enrolment), enrolment.extensions.all())
