"""`manage.py restore FILE`: a backup into an empty place."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coachlms.ops import backup


class Command(BaseCommand):
    help = "Fill an empty installation from FILE, and count every row. Refuses any other place."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            said = backup.restore(file)
        except backup.Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"Restored what was backed up at {said.made_at}: {sum(said.rows.values())} rows in"
            f" {len(said.rows)} tables, {len(said.parts)} parts; every hash and every count is right."
        )
        if "secret_key" not in said.parts:
            self.stdout.write(
                "The backup has no secret key: set the earlier one, or all sign in again."
            )
        self.stdout.write("Next: manage.py prepare")
