"""Modules and steps are known by key: what learners did stays with a step that moves."""

from dataclasses import replace
from importlib import import_module

from django.apps import apps

from courses import services
from courses.library import CoursePart, Library, StepPart, load_course
from courses.models import Answer, Course, Enrolment, Module, Step, StepProgress
from tests.courses.conftest import DATA
from tests.courses.test_library import COURSE


def shipped(library: Library) -> CoursePart:
    return load_course(DATA / "course.yaml", library)


def with_steps(part: CoursePart, module: int, steps: tuple[StepPart, ...]) -> CoursePart:
    modules = list(part.modules)
    modules[module - 1] = replace(modules[module - 1], steps=steps)
    return replace(part, modules=tuple(modules))


def keys(module: int) -> list[str]:
    steps = Step.objects.filter(module__position=module).order_by("position")
    return list(steps.values_list("key", flat=True))


def test_inserted_step_shifts_no_progress(enrolment: Enrolment, library: Library) -> None:
    first, second = Step.objects.filter(module__position=1).order_by("position")[:2]
    services.tick_step(enrolment=enrolment, step=first)
    services.tick_step(enrolment=enrolment, step=second)
    part = shipped(library)
    steps = part.modules[0].steps
    new = replace(steps[0], key="new", title="New first thing")
    change = services.load_course(course=with_steps(part, 1, (new, *steps)))
    assert (change.created, change.changed, change.removed) == (1, 4, 0)
    assert keys(1) == ["new", "read", "two-minute-terms", "edge-of-coaching", "who-hears-what"]
    done = StepProgress.objects.order_by("step__position").values_list("step", "step__position")
    assert list(done) == [(first.pk, 2), (second.pk, 3)]
    again = services.load_course(course=with_steps(part, 1, (new, *steps)))
    assert (again.created, again.changed, again.removed) == (0, 0, 0)


def test_steps_and_modules_can_change_places(enrolment: Enrolment, library: Library) -> None:
    part = shipped(library)
    turned = replace(part, modules=tuple(reversed(part.modules[:4])) + part.modules[4:])
    turned = with_steps(turned, 1, tuple(reversed(turned.modules[0].steps)))
    before = dict(Step.objects.filter(module__key="hearing").values_list("key", "pk"))
    services.load_course(course=turned)
    modules = Module.objects.order_by("position").values_list("key", flat=True)
    assert list(modules) == [
        "hearing",
        "presence",
        "opening",
        "ground-rules",
        "awareness",
        "ending",
    ]
    assert keys(1) == ["review", "hand-in", "unusual-word", "last-word", "read"]
    assert dict(Step.objects.filter(module__key="hearing").values_list("key", "pk")) == before


def test_answered_step_that_left_the_file_stands_last(
    enrolment: Enrolment, library: Library
) -> None:
    step = Step.objects.get(key="edge-of-coaching")
    Answer.objects.create(enrolment=enrolment, step=step, text="My words")
    part = shipped(library)
    left = tuple(row for row in part.modules[0].steps if row.key in {"read", "who-hears-what"})
    change = services.load_course(course=with_steps(part, 1, left))
    assert (change.removed, change.kept) == (1, 1)
    assert keys(1) == ["read", "who-hears-what", "edge-of-coaching"]
    assert Answer.objects.get().text == "My words"
    again = services.load_course(course=with_steps(part, 1, left))
    assert (again.created, again.changed, again.removed, again.kept) == (0, 0, 0, 1)


def test_course_file_without_keys_names_by_place(library: Library) -> None:
    part = load_course(COURSE, library)
    assert [row.key for row in part.modules] == ["module-1"]
    assert [row.key for row in part.modules[0].steps] == ["step-1", "step-2", "step-3"]


def test_migration_gives_the_keys_of_the_shipped_file_and_places_elsewhere(
    course: Course, library: Library
) -> None:
    names = dict(Step.objects.values_list("pk", "key"))
    other = Course.objects.create(slug="other", title="O", summary="-", level=course.level)
    competency = Module.objects.all()[0].competency
    chapter = other.modules.create(position=2, title="T", summary="-", competency=competency)
    hers = chapter.steps.create(position=3, kind=Step.Kind.READ, title="R")
    for step in Step.objects.all():
        Step.objects.filter(pk=step.pk).update(key=f"x{step.pk}")
    migration = import_module("courses.migrations.0004_cohorts")
    migration.name_by_place(apps, None)
    hers.refresh_from_db()
    chapter.refresh_from_db()
    assert (chapter.key, hers.key) == ("module-2", "step-3")
    assert dict(Step.objects.exclude(pk=hers.pk).values_list("pk", "key")) == names
    change = services.load_course(course=shipped(library))
    assert (change.created, change.changed, change.removed) == (0, 0, 0)
