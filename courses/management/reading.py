"""What the two loading commands share: reading files with errors that name them, and the report."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.core.management.base import BaseCommand, CommandError

from courses.library import Library, LibraryError, load, load_exercises
from courses.services import LibraryChange

DATA = Path(__file__).resolve().parents[1] / "data"
LIBRARY = DATA / "library.yaml"
EXERCISES = DATA / "exercises.yaml"
COURSE = DATA / "course.yaml"
Part = TypeVar("Part")


def read(file: Path, reader: Callable[[Path], Part]) -> Part:
    """What `reader` makes of the file; CommandError names the file and the line of a mistake."""
    try:
        return reader(file)
    except LibraryError as error:
        raise CommandError(f"{file}, {error}. Nothing was changed.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} is not UTF-8 text. Save it as UTF-8 and try again.") from error
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def read_library(file: Path, exercises: Path | None = None) -> Library:
    """A library with its exercises; our own library brings our own ones."""
    if exercises is None and file.resolve() == LIBRARY:
        exercises = EXERCISES
    library = read(file, load)
    if exercises is None:
        return library
    return library.with_exercises(read(exercises, lambda path: load_exercises(path, library)))


def report(command: BaseCommand, name: str, change: LibraryChange) -> None:
    """Every row that is not as it was, then the counts."""
    for line in change.lines:
        command.stdout.write(f"  {line}")
    counts = f"{change.created} created, {change.changed} changed, {change.unchanged} unchanged"
    if change.removed or change.kept:
        counts += f", {change.removed} removed, {change.kept} kept because they are in use"
    command.stdout.write(f"{name}: {counts}.")
