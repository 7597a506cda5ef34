"""The database part: a consistent copy out of a running installation, and back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Protocol

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from coachlms.ops.backup.errors import Refused

PACKAGE = "Install the package postgresql-client of the server's version."


class Database(Protocol):
    """What writing and restoring need to know about a kind of database."""

    engine: str
    part: str

    def version(self) -> str: ...
    def tables(self) -> list[str]: ...
    def dump(self, path: Path) -> dict[str, int]:
        """Write a copy of one moment; the rows of every table at that moment."""
        ...

    def restore(self, path: Path, rows: dict[str, int]) -> None:
        """Fill the empty database from a copy that has these rows."""
        ...


def here() -> Database:
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


def _compare(found: dict[str, int], wanted: dict[str, int], after: str) -> None:
    odd = sorted(
        name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)
    )
    if odd:
        differ = ", ".join(f"{n} {found.get(n)} instead of {wanted.get(n)}" for n in odd[:5])
        raise Refused(f"Rows differ: {differ}. {after}")


class Sqlite:
    """One file. VACUUM INTO copies one moment of it and leaves out what is deleted."""

    engine, part = "sqlite", "database.sqlite3"

    @property
    def path(self) -> Path:
        return Path(connection.settings_dict["NAME"])

    def version(self) -> str:
        return sqlite3.sqlite_version

    def tables(self) -> list[str]:
        return connection.introspection.table_names()

    def dump(self, path: Path) -> dict[str, int]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=rw", uri=True, timeout=60)) as source:
            source.execute("VACUUM INTO ?", [str(path)])
        return self._rows(path)

    def restore(self, path: Path, rows: dict[str, int]) -> None:
        _compare(self._rows(path), rows, "The installation is as empty as before.")
        connection.close()
        for old in (self.path, Path(f"{self.path}-wal"), Path(f"{self.path}-shm")):
            old.unlink(missing_ok=True)
        path.chmod(0o600)
        shutil.move(path, self.path)

    @staticmethod
    def _rows(path: Path) -> dict[str, int]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            if (found := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise Refused(f"SQLite finds the copy damaged: {found}")
            names = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = [name for (name,) in names if not name.startswith("sqlite_")]
            return {
                name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - ours
                for name in sorted(tables)
            }


class Postgres:
    """pg_dump in its custom format; the rows are counted in the same snapshot that it copies."""

    engine, part = "postgresql", "database.dump"

    def version(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return str(cursor.fetchone()[0])

    def tables(self) -> list[str]:
        return connection.introspection.table_names()

    def dump(self, path: Path) -> dict[str, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = str(cursor.fetchone()[0])
            arguments = ["--format=custom", "--no-owner", "--no-privileges"]
            _run("pg_dump", *arguments, f"--snapshot={snapshot}", f"--file={path}")
            return self._rows(cursor)

    def restore(self, path: Path, rows: dict[str, int]) -> None:
        whole = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        name = connection.settings_dict["NAME"]
        connection.close()
        _run("pg_restore", *whole, f"--dbname={name}", str(path))
        with connection.cursor() as cursor:
            _compare(self._rows(cursor), rows, "Drop this database before you try again.")

    def _rows(self, cursor: CursorWrapper) -> dict[str, int]:
        counts = {}
        for name in sorted(self.tables()):
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 - a table's own name
            counts[name] = int(cursor.fetchone()[0])
        return counts


def _run(program: str, *arguments: str) -> None:
    """With the address of our own database in the environment, where process lists do not show it."""
    found = shutil.which(program)
    if found is None:
        raise Refused(f"{program} is missing. {PACKAGE}")
    known = connection.settings_dict
    _, options = connection.client.settings_to_cmd_args_env(known, [])
    place = {
        "PGHOST": known["HOST"],
        "PGPORT": str(known["PORT"] or ""),
        "PGUSER": known["USER"],
        "PGDATABASE": known["NAME"],
    }
    env = {**os.environ, **(options or {}), **{key: value for key, value in place.items() if value}}
    done = subprocess.run(  # noqa: S603 - our own command
        [found, *arguments], env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise Refused(f"{program} says: {' '.join(said)} (PostgreSQL's words). {PACKAGE}")
