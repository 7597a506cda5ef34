"""Brings a course in the database to what a checked file says."""

from django.db import transaction

from courses.library import CoursePart, ModulePart
from courses.models import Competency, Course, Level, Module, Resource, Step
from courses.services.shelf import LibraryChange, Shelf, Tally


@transaction.atomic
def load_course(*, course: CoursePart) -> LibraryChange:
    """Create and change what differs; loading the same file again writes nothing.

    Modules and steps are known by their place. Level.DoesNotExist when the library is not loaded yet.
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
    modules = Shelf(row.modules.all(), lambda module: module.position, tally)
    competencies = {competency.slug: competency.pk for competency in Competency.objects.all()}
    for position, part in enumerate(course.modules, 1):
        module = modules.put(
            position,
            course_id=row.pk,
            position=position,
            title=part.title,
            summary=part.summary,
            competency_id=competencies[part.competency],
        )
        _load_steps(module, part, tally)
    modules.clear_rest()
    return tally.frozen()


def _load_steps(module: Module, part: ModulePart, tally: Tally) -> None:
    shelf = Shelf(Step.objects.filter(module=module), lambda step: step.position, tally)
    resources = {resource.slug: resource.pk for resource in Resource.objects.all()}
    for position, step in enumerate(part.steps, 1):
        shelf.put(
            position,
            module_id=module.pk,
            position=position,
            kind=step.kind,
            title=step.title,
            text=step.text,
            resource_id=resources[step.resource] if step.resource else None,
            needed=step.needed,
            minutes=step.minutes,
        )
    shelf.clear_rest()
