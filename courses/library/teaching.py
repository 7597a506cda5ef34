"""Our own exercises and courses, checked against a library."""

from pathlib import Path

from courses.library.nodes import Entry, LibraryError, read_root, unique
from courses.library.parts import CoursePart, Library, ModulePart, ResourcePart, StepPart

STEP_KINDS = ("read", "resource", "question", "hand_in", "review")


def load_exercises(source: Path | str, library: Library) -> tuple[ResourcePart, ...]:
    """Exercises tied to markers and levels of this library. LibraryError names the line."""
    root = read_root(source, "the exercises")
    by = root.text("by", 200)
    refs = {marker.ref for part in library.competencies for marker in part.markers}
    levels = {level.key for level in library.levels}
    taken = {resource.slug for resource in library.resources}
    seen: dict[object, int] = {}
    found = []
    for row in root.entries("exercises", "an exercise"):
        slug = row.slug("id")
        row.label = f"exercise “{slug}”"
        unique(row, "id", slug, seen)
        if slug in taken:
            raise row.error("has the id of a learning resource of the library", "id")
        found.append(
            ResourcePart(
                slug=slug,
                kind="exercise",
                title=row.text("title", 200),
                by=by,
                year=None,
                url="",
                isbn="",
                verified=row.flag("verified"),
                body=row.paragraphs("body"),
                minutes=row.number("minutes", 1, 240),
                markers=_among(row, "markers", refs, "behaviour"),
                levels=_among(row, "levels", levels, "level"),
            )
        )
        row.close()
    root.close()
    return tuple(found)


def load_course(source: Path | str, library: Library) -> CoursePart:
    """One course on this library. LibraryError names the line."""
    root = read_root(source, "the course")
    slug = root.slug("id")
    root.label = f"course “{slug}”"
    course = CoursePart(
        slug=slug,
        framework=library.framework.slug,
        level=root.choice("level", [level.key for level in library.levels]),
        title=root.text("title", 120),
        summary=root.text("summary", 300),
        modules=tuple(_module(row, library) for row in root.entries("modules", "a module")),
    )
    root.close()
    return course


def _module(row: Entry, library: Library) -> ModulePart:
    title = row.text("title", 120)
    row.label = f"module “{title}”"
    number = row.number("competency", 1, 99)
    slugs = {part.number: part.slug for part in library.competencies}
    if number not in slugs:
        raise row.error(f"is about competency {number}, which the library lacks", "competency")
    part = ModulePart(
        title=title,
        summary=row.text("summary", 300),
        competency=slugs[number],
        steps=tuple(_step(step, library) for step in row.entries("steps", "a step")),
    )
    row.close()
    return part


def _step(row: Entry, library: Library) -> StepPart:
    title = row.text("title", 120)
    row.label = f"step “{title}”"
    kind = row.choice("kind", STEP_KINDS)
    if row.has("resource") != (kind == "resource"):
        raise row.error("needs a resource exactly where its kind is resource", "resource")
    resource = row.slug("resource") if kind == "resource" else ""
    known = {part.slug for part in library.resources if part.verified}
    if resource and resource not in known:
        problem = f"names the resource “{resource}”, which is not here or not checked"
        raise row.error(problem, "resource")
    if row.has("needed") and kind != "review":
        raise row.error("says how many are needed, which only a review step can", "needed")
    part = StepPart(
        kind=kind,
        title=title,
        text=row.text("text"),
        resource=resource,
        needed=row.number("needed", 1, 5) if row.has("needed") else 1,
        minutes=row.number("minutes", 1, 240),
    )
    row.close()
    return part


def _among(row: Entry, key: str, known: set[str], noun: str) -> tuple[str, ...]:
    for line, text in row.texts_with_lines(key):
        if text not in known:
            raise LibraryError(line, f"{row.label} names the {noun} “{text}”, unknown here")
    return row.texts(key)
