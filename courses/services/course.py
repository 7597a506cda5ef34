"""Brings a course in the database to what a checked file says."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, QuerySet

from courses.library import CoursePart, ModulePart
from courses.models import Competency, Course, Level, Module, Resource, Step
from courses.services.shelf import LibraryChange, Shelf, Tally

ASIDE = 10_000  # places nobody else has


@transaction.atomic
def load_course(*, course: CoursePart) -> LibraryChange:
    """Create and change what differs; loading the same file again writes nothing.

    Modules and steps are known by their keys, so that what learners did stays with a step that moves.
    Steps the file no longer names are removed unless somebody answered them; those stand last from then on.
    Level.DoesNotExist when the library is not loaded yet.
    """
    tally = Tally()
    level = Level.objects.select_for_update().get(
        framework__slug=course.framework, key=course.level
    )
    row = Shelf(Course.objects.filter(slug=course.slug), lambda row: row.slug, tally).put(
        course.slug,
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        level_id=level.pk,
    )
    modules = row.modules.all()
    _make_room(
        modules, modules.values_list("key", "position"), [part.key for part in course.modules]
    )
    shelf = Shelf(modules.all(), lambda module: module.key, tally)
    competencies = {competency.slug: competency.pk for competency in Competency.objects.all()}
    loaded: dict[str, Module] = {}
    for position, part in enumerate(course.modules, 1):
        required = loaded[part.requires].pk if part.requires else None
        loaded[part.key] = module = shelf.put(
            part.key,
            course_id=row.pk,
            key=part.key,
            position=position,
            title=part.title,
            summary=part.summary,
            competency_id=competencies[part.competency],
            week=part.week,
            requires_id=required,
            requires_earlier=part.requires_earlier,
        )
        _load_steps(module, part, tally)
    shelf.clear_rest()
    return tally.frozen()


def _load_steps(module: Module, part: ModulePart, tally: Tally) -> None:
    steps = Step.objects.filter(module=module)
    _make_room(steps, steps.values_list("key", "position"), [step.key for step in part.steps])
    shelf = Shelf(steps.all(), lambda step: step.key, tally)
    resources = {resource.slug: resource.pk for resource in Resource.objects.all()}
    for position, step in enumerate(part.steps, 1):
        shelf.put(
            step.key,
            module_id=module.pk,
            key=step.key,
            position=position,
            kind=step.kind,
            title=step.title,
            text=step.text,
            resource_id=resources[step.resource] if step.resource else None,
            needed=step.needed,
            minutes=step.minutes,
        )
    shelf.clear_rest()


def _make_room(
    rows: QuerySet[Module] | QuerySet[Step],
    known: Iterable[tuple[str, int]],
    wanted: list[str],
) -> None:
    """No two rows may share a place for a moment: what moves steps aside first, what has left goes last."""
    before: Mapping[str, int] = dict(known)
    left = [key for key in before if key not in wanted]
    places = {key: place for place, key in enumerate([*wanted, *left], 1)}
    moving = [key for key, place in before.items() if places[key] != place]
    if moving:
        rows.filter(key__in=moving).update(position=F("position") + ASIDE)
    for key in left:
        if key in moving:
            rows.filter(key=key).update(position=places[key])
