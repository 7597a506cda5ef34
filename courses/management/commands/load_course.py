"""`manage.py load_course [FILE]`: checks a course file and brings the database to what it says."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.library import load_course as read_course
from courses.management.reading import COURSE, LIBRARY, read, read_library, report
from courses.models import Level
from courses.services import load_course


class Command(BaseCommand):
    help = "Load a course on a library that is loaded. Loading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=COURSE, metavar="FILE")
        parser.add_argument("--library", type=Path, default=LIBRARY, metavar="FILE")
        parser.add_argument("--exercises", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        library = read_library(options["library"], options["exercises"])
        course = read(options["file"], lambda path: read_course(path, library))
        try:
            change = load_course(course=course)
        except Level.DoesNotExist as error:
            raise CommandError("Load the library first: manage.py load_library") from error
        report(self, options["file"].name, change)
