"""A cohort as its instructors see it: learners by modules. What learners handed in is added by `reviews`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from courses.models import Cohort, Enrolment, Module, Step, StepProgress
from courses.services.pace import Calendar, Due, calendar_of, joined_on
from courses.services.prerequisites import required
from courses.services.standing import short_name

Done = Mapping[
    tuple[int, int], tuple[int, datetime]
]  # (enrolment, module) to steps done and the last one


@dataclass(frozen=True, slots=True)
class BoardModule:
    """A column of the grid."""

    module: Module
    steps: int
    reviews: int  # asked for by its steps


@dataclass(frozen=True, slots=True)
class Cell:
    """One module of one learner. `state`: done, late, due (within a week), open, locked."""

    module: Module
    state: str
    done: int
    total: int
    due: Due | None

    @property
    def text(self) -> str:
        if self.state == "done":
            return _("done")
        if self.state in {"late", "due"} and self.due:
            return self.due.short
        if self.state == "locked":
            return _("not open yet")
        return _("begun") if self.done else _("not begun")

    @property
    def steps_text(self) -> str:
        """“2 of 5”, where that says more than the state."""
        is_under_way = 0 < self.done < self.total
        return _("%(done)s of %(total)s") % vars_of(self) if is_under_way else ""


@dataclass(frozen=True, slots=True)
class BoardLearner:
    """A row of the grid."""

    enrolment: Enrolment
    cells: tuple[Cell, ...]
    last_at: datetime | None  # the last step done

    @property
    def name(self) -> str:
        return short_name(self.enrolment.learner)

    @property
    def late(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.state == "late")

    @property
    def days_over(self) -> int:
        """Of the module that is over for longest."""
        return max((cell.due.days_over for cell in self.late if cell.due), default=0)


@dataclass(frozen=True, slots=True)
class Grid:
    """Everybody in a cohort, by first name."""

    cohort: Cohort
    modules: tuple[BoardModule, ...]
    learners: tuple[BoardLearner, ...]

    @property
    def reviews_asked(self) -> int:
        """Reviews that the whole course asks of each learner."""
        return sum(column.reviews for column in self.modules)


def grid_of(cohort: Cohort) -> Grid:
    """Five queries, however many learners."""
    asked = Sum("steps__needed", filter=Q(steps__kind=Step.Kind.REVIEW), default=0)
    rows = Module.objects.filter(course=cohort.course_id).order_by("position")
    modules = tuple(
        BoardModule(row, row.step_count, row.review_count)
        for row in rows.annotate(step_count=Count("steps"), review_count=asked)
    )
    calendar = calendar_of(cohort)
    done = _done(cohort)
    return Grid(
        cohort,
        modules,
        tuple(_learner(place, modules, done, calendar) for place in _places(cohort)),
    )


def vars_of(cell: Cell) -> dict[str, int]:
    return {"done": cell.done, "total": cell.total}


def _places(cohort: Cohort) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.current().filter(cohort=cohort).select_related("learner")
    return rows.prefetch_related("extensions").order_by("learner__name", "pk")


def _done(cohort: Cohort) -> Done:
    rows = (
        StepProgress.objects.filter(
            enrolment__cohort=cohort, enrolment__ended_at=None, done_at__isnull=False
        )
        .values_list("enrolment_id", "step__module_id")
        .annotate(steps=Count("pk"), last=Max("done_at"))
    )
    return {(place, module): (steps, last) for place, module, steps, last in rows}


def _learner(
    place: Enrolment, modules: Sequence[BoardModule], done: Done, calendar: Calendar
) -> BoardLearner:
    cells: list[Cell] = []
    times: list[datetime] = []
    open_before: list[Module] = []
    for column in modules:
        steps, last = done.get((place.pk, column.module.pk), (0, None))
        times += [last] if last else []
        due = calendar.due(column.module, joined_on(place), place.extensions.all())
        is_locked = bool(required(column.module, open_before))
        state = _state(steps >= column.steps, is_locked, due)
        cells.append(Cell(column.module, state, steps, column.steps, due))
        if state != "done":
            open_before.append(column.module)
    return BoardLearner(place, tuple(cells), max(times, default=None))


def _state(is_done: bool, is_locked: bool, due: Due | None) -> str:
    if is_done:
        return "done"
    if due and due.days_over:
        return "late"
    if is_locked:
        return "locked"
    return "due" if due and due.is_soon else "open"
