"""What the library covers: resources by competency, level and kind, and the gaps by name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from courses.models import Competency, Framework, Level, Marker, Resource

KINDS = (Resource.Kind.EXERCISE, Resource.Kind.BOOK, Resource.Kind.WEB)
PLENTY = 3  # from here on one more makes no difference in shade


@dataclass(frozen=True, slots=True)
class Cell:
    """How many resources of one kind learners see for one competency at one level."""

    level: Level
    kind: Resource.Kind
    shown: int
    waiting: int  # drafts, in review, or hidden by a broken link

    @property
    def heat(self) -> int:
        """0 to 3, for the shade beside the number."""
        return min(self.shown, PLENTY)


@dataclass(frozen=True, slots=True)
class Gap:
    """No resource of this kind at these levels; `waiting` ones could fill it."""

    kind: Resource.Kind
    levels: tuple[Level, ...]
    is_everywhere: bool
    waiting: int

    @property
    def at(self) -> str:
        """“at MCC”, “at ACC and PCC”, “at any level”."""
        if self.is_everywhere:
            return "at any level"
        names = [level.name for level in self.levels]
        return f"at {' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}"

    @property
    def level_keys(self) -> str:
        """For the address of the form that adds one; empty where it suits every level."""
        return "" if self.is_everywhere else ",".join(str(level.pk) for level in self.levels)


@dataclass(frozen=True, slots=True)
class Row:
    """One competency over all levels and kinds; `bare` are its behaviours without an exercise."""

    competency: Competency
    cells: tuple[Cell, ...]
    bare: tuple[Marker, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """One for each kind that is missing somewhere."""
        found = []
        for kind in KINDS:
            cells = [cell for cell in self.cells if cell.kind == kind]
            empty = [cell for cell in cells if cell.shown == 0]
            if empty:
                levels = tuple(cell.level for cell in empty)
                waiting = max(cell.waiting for cell in empty)
                found.append(Gap(kind, levels, len(empty) == len(cells), waiting))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Coverage:
    levels: tuple[Level, ...]
    rows: tuple[Row, ...]

    @property
    def gaps(self) -> list[tuple[Competency, Gap]]:
        """Exercises first: a report leads to them."""
        found = [(row.competency, gap) for row in self.rows for gap in row.gaps]
        return sorted(found, key=lambda pair: KINDS.index(pair[1].kind))

    @property
    def bare_count(self) -> int:
        return sum(len(row.bare) for row in self.rows)


def coverage(*, framework: Framework) -> Coverage:
    """The map of one framework, in seven queries however much there is."""
    levels = tuple(framework.levels.all())
    competencies = list(
        Competency.objects.filter(domain__framework=framework).prefetch_related("markers")
    )
    resources = list(
        Resource.objects.current().prefetch_related("markers", "levels", "competencies")
    )
    shown, waiting = Counter[Place](), Counter[Place]()
    for resource in resources:
        (shown if resource.is_shown else waiting).update(_places(resource, levels))
    trained = {
        marker.pk
        for resource in resources
        if resource.is_shown and resource.kind == Resource.Kind.EXERCISE
        for marker in resource.markers.all()
    }
    rows = tuple(_row(competency, levels, shown, waiting, trained) for competency in competencies)
    return Coverage(levels, rows)


Place = tuple[int, int, str]  # competency, level, kind


def _places(resource: Resource, levels: Iterable[Level]) -> set[Place]:
    """Where one resource counts: once per competency, at its levels or, without any, at all of them."""
    about = {marker.competency_id for marker in resource.markers.all()}
    about |= {competency.pk for competency in resource.competencies.all()}
    at = {level.pk for level in resource.levels.all()} or {level.pk for level in levels}
    return {(competency, level, resource.kind) for competency in about for level in at}


def _row(
    competency: Competency,
    levels: tuple[Level, ...],
    shown: Counter[Place],
    waiting: Counter[Place],
    trained: set[int],
) -> Row:
    cells = []
    for level in levels:
        for kind in KINDS:
            place = (competency.pk, level.pk, kind.value)
            cells.append(Cell(level, kind, shown[place], waiting[place]))
    bare = tuple(marker for marker in competency.markers.all() if marker.pk not in trained)
    return Row(competency, tuple(cells), bare)
