"""`manage.py backup FILE`: this installation in one file, while it runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coachlms.ops import backup


class Command(BaseCommand):
    help = "Write database, files and a manifest into FILE (.tar or .tar.gz, or a folder for one file more)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="also the secret key: then the file opens every session; keep it as safe as the key",
        )

    def handle(self, *, file: Path, with_secrets: bool, **options: Any) -> None:
        if file.is_dir():
            file /= f"coachlms-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.tar.gz"
        try:
            said = backup.write(file, with_secrets=with_secrets)
        except backup.Refused as refused:
            raise CommandError(str(refused)) from refused
        files = sum(name.startswith("media/") for name in said.parts)
        self.stdout.write(
            f"{file}: {sum(said.rows.values())} rows in {len(said.rows)} tables, {files} files,"
            f" {file.stat().st_size} bytes."
        )
        if said.media != "here":
            self.stdout.write(f"Uploaded files stay where they are: {said.media}")
        if not with_secrets:
            self.stdout.write(
                "Without the secret key: keep SECRET_KEY or var/secret_key elsewhere."
            )
