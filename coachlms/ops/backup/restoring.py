"""The way back: into an empty place alone, after every hash, and with every row counted."""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from coachlms.ops.backup import databases, manifest
from coachlms.ops.backup.databases import Database
from coachlms.ops.backup.errors import Refused
from coachlms.ops.backup.manifest import Manifest


def restore(source: Path) -> Manifest:
    """Everything of `source` into this installation; Refused when it is not empty or a byte differs."""
    database = databases.here()
    _must_be_empty(database)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.VAR_DIR) as scratch:
        folder = Path(scratch)
        _unpack(source, folder)
        said = Manifest.read(folder / manifest.NAME)
        _must_fit(said, database)
        said.compare(folder)
        database.restore(folder / database.part, said.rows)
        _place_media(folder / manifest.MEDIA)
        _place_secret(folder / manifest.SECRET)
    return said


def _must_be_empty(database: Database) -> None:
    if tables := database.tables():
        raise Refused(
            f"The database here holds {len(tables)} tables. Restore into an empty one: name another in"
            " DATABASE_URL, or another VAR_DIR."
        )
    if not settings.STORAGE_URL and any(p.is_file() for p in settings.MEDIA_ROOT.rglob("*")):
        raise Refused(
            f"{settings.MEDIA_ROOT} holds files. Restore into an empty folder: MEDIA_ROOT."
        )


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source) as archive:
            for entry in archive:
                parts = PurePosixPath(entry.name).parts
                if not entry.isfile() or ".." in parts or entry.name.startswith("/"):
                    raise Refused(f"{entry.name} has no place in a backup.")
                archive.extract(entry, folder, filter="data")
    except FileNotFoundError:
        raise Refused(f"{source} is not there.") from None
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(f"{source} cannot be read to its end: {error}") from error


def _must_fit(said: Manifest, database: Database) -> None:
    if said.engine != database.engine:
        raise Refused(
            f"This backup is of {said.engine}, and DATABASE_URL names {database.engine}. Restore it into"
            f" {said.engine}, then move the data: manage.py move_to DATABASE_URL"
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(said.migrations) - known):
        raise Refused(
            f"This backup is of a newer version, which had {newer[-1]}. Install that version first."
        )


def _place_media(folder: Path) -> None:
    if not folder.is_dir():
        return
    settings.MEDIA_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        place = settings.MEDIA_ROOT / path.relative_to(folder)
        place.parent.mkdir(
            mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS, parents=True, exist_ok=True
        )
        shutil.move(path, place)
        place.chmod(settings.FILE_UPLOAD_PERMISSIONS)


def _place_secret(path: Path) -> None:
    """Over the one that the start of this very command has made; a SECRET_KEY of the environment wins."""
    if path.is_file() and not os.environ.get("SECRET_KEY"):
        path.chmod(0o600)
        shutil.move(path, settings.VAR_DIR / "secret_key")
