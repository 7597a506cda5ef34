"""`manage.py load_library [FILE]`: checks a library file and brings the database to what it says."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coachlms.common.errors import DomainError
from courses.management.reading import LIBRARY, read_library, report
from courses.services import load_library


class Command(BaseCommand):
    help = "Load the competency library. Loading the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=LIBRARY, metavar="FILE")
        parser.add_argument(
            "--exercises", type=Path, metavar="FILE", help="exercises tied to its behaviours"
        )
        parser.add_argument("--check", action="store_true", help="only check, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        library = read_library(options["file"], options["exercises"])
        if options["check"]:
            counts = f"{len(library.competencies)} competencies, {len(library.resources)} resources"
            self.stdout.write(f"{options['file'].name} can be loaded: {counts}.")
            return
        try:
            change = load_library(library=library)
        except DomainError as error:
            raise CommandError(str(error)) from error
        report(self, options["file"].name, change)
