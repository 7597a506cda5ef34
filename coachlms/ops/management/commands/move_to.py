"""`manage.py move_to URL`: from SQLite to PostgreSQL, or the other way."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coachlms.ops import moving


class Command(BaseCommand):
    help = "Copy every row into the empty database that URL names, and compare them all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host:5432/name, or - to read it")

    def handle(self, *, url: str, **options: Any) -> None:
        if url == "-":  # a password in a command line stands in the list of processes
            url = input().strip()
        try:
            rows = moving.move_to(url)
        except (moving.Refused, ImproperlyConfigured) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{sum(rows.values())} rows in {len(rows)} tables moved; every value is the same there."
        )
        self.stdout.write("Next: put that address into DATABASE_URL, then manage.py prepare")
