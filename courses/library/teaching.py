"""Our own exercises and courses, checked against a library."""

from pathlib import Path

from courses.library.nodes import Entry, LibraryError, read_root, unique
from courses.library.parts import CoursePart, Library, ModulePart, ResourcePart, StepPart

STEP_KINDS = ("read", "resource", "question", "hand_in", "review")
ALL_EARLIER = "all-earlier"  # in place of the key of a required module
WEEKS_MOST = 104


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
    modules: dict[object, int] = {}
    course = CoursePart(
        slug=slug,
        framework=library.framework.slug,
        level=root.choice("level", [level.key for level in library.levels]),
        title=root.text("title", 120),
        summary=root.text("summary", 300),
        modules=tuple(
            _module(row, f"module-{place}", library, modules)
            for place, row in enumerate(root.entries("modules", "a module"), 1)
        ),
    )
    root.close()
    return course


def _module(row: Entry, place: str, library: Library, earlier: dict[object, int]) -> ModulePart:
    title = row.text("title", 120)
    row.label = f"module “{title}”"
    requires = row.slug("requires") if row.has("requires") else ""
    if requires not in {"", ALL_EARLIER, *earlier}:
        raise row.error(f"requires “{requires}”, which is no module before it", "requires")
    key = _key(row, place, earlier)
    number = row.number("competency", 1, 99)
    slugs = {part.number: part.slug for part in library.competencies}
    if number not in slugs:
        raise row.error(f"is about competency {number}, which the library lacks", "competency")
    steps: dict[object, int] = {}
    part = ModulePart(
        key=key,
        title=title,
        summary=row.text("summary", 300),
        competency=slugs[number],
        week=row.number("week", 1, WEEKS_MOST) if row.has("week") else None,
        requires="" if requires == ALL_EARLIER else requires,
        requires_earlier=requires == ALL_EARLIER,
        steps=tuple(
            _step(step, f"step-{place}", library, steps)
            for place, step in enumerate(row.entries("steps", "a step"), 1)
        ),
    )
    row.close()
    return part


def _step(row: Entry, place: str, library: Library, seen: dict[object, int]) -> StepPart:
    title = row.text("title", 120)
    row.label = f"step “{title}”"
    key = _key(row, place, seen)
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
        key=key,
        kind=kind,
        title=title,
        text=row.text("text"),
        resource=resource,
        needed=row.number("needed", 1, 5) if row.has("needed") else 1,
        minutes=row.number("minutes", 1, 240),
    )
    row.close()
    return part


def _key(row: Entry, place: str, seen: dict[object, int]) -> str:
    """The name this row is known by for good; its place where the file gives none."""
    key = row.slug("key") if row.has("key") else place
    if key == ALL_EARLIER:
        raise row.error(f"cannot be called “{ALL_EARLIER}”", "key")
    unique(row, "key", key, seen)
    return key


def _among(row: Entry, key: str, known: set[str], noun: str) -> tuple[str, ...]:
    for line, text in row.texts_with_lines(key):
        if text not in known:
            raise LibraryError(line, f"{row.label} names the {noun} “{text}”, unknown here")
    return row.texts(key)
