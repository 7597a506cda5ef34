"""`manage.py prepare`: everything `make run` needs before it starts web and worker. Safe to run again."""

import hashlib
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from coachlms.demo import school

DATA = settings.BASE_DIR / "courses" / "data"


class Command(BaseCommand):
    help = "Migrate, collect static files, load library, course and demo school: only what changed."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._migrate()
        self._when_changed(
            "static files", [settings.BASE_DIR / "coachlms" / "static"], self._collect
        )
        self._when_changed("library", [DATA], self._load_library)
        if settings.DEMO:
            self._demo()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)

    def _when_changed(self, name: str, places: Iterable[Path], work: Callable[[], None]) -> None:
        """Runs `work` unless it ran for files of the same content on this database and folder."""
        stamp = settings.VAR_DIR / f"{name.replace(' ', '-')}.stamp"
        digest = hashlib.sha256(f"{settings.DATABASE_URL} {settings.STATIC_ROOT}".encode())
        for place in places:
            for path in sorted(p for p in place.rglob("*") if p.is_file()):
                digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        if stamp.exists() and stamp.read_text() == digest.hexdigest():
            return
        self.stdout.write(f"Preparing the {name} …")
        work()
        stamp.write_text(digest.hexdigest())

    @staticmethod
    def _collect() -> None:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)

    @staticmethod
    def _load_library() -> None:
        for command in ("load_library", "load_course"):
            call_command(command, stdout=io.StringIO())

    def _demo(self) -> None:
        if not school.is_loaded():
            self.stdout.write("Loading the demo school …")
            school.load()
        self.stdout.write(f"\nDemo accounts; the password of each is {school.password()}")
        for email, roles in school.accounts():
            self.stdout.write(f"  {email:24} {roles}")
        self.stdout.write("")
