"""Writes an installation into one file: the database of one moment, then the files, then the manifest."""

import io
import os
import platform
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from coachlms.ops.backup import databases, manifest
from coachlms.ops.backup.errors import Refused
from coachlms.ops.backup.manifest import Hashing, Manifest


def write(target: Path, *, with_secrets: bool = False) -> Manifest:
    """Everything into `target` (.tar or .tar.gz), which only its owner may read; Refused if it exists."""
    if target.exists():
        raise Refused(f"{target} exists already. Choose another name, or move it away.")
    if not target.parent.is_dir():
        raise Refused(f"{target.parent} is no folder.")
    database = databases.here()
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
        copy = Path(scratch, database.part)
        rows = database.dump(copy)
        said = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=database.engine,
            versions={
                "python": platform.python_version(),
                "django": django.get_version(),
                database.engine: database.version(),
            },
            migrations=_applied(),
            rows=rows,
            media=settings.STORAGE_URL.partition("?")[0] or "here",
        )
        whole = Path(scratch, "whole")
        with _private(whole) as file, _archive(file, target) as archive:
            _fill(archive, said, copy, with_secrets=with_secrets)
        os.link(whole, target)  # appears whole or not at all, and never over another file
    return said


def _applied() -> list[str]:
    known = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in known)


def _private(path: Path) -> IO[bytes]:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    return os.fdopen(handle, "w+b")


def _archive(file: IO[bytes], target: Path) -> tarfile.TarFile:
    if target.name.endswith((".tar.gz", ".tgz")):
        return tarfile.open(fileobj=file, mode="w:gz", compresslevel=6)
    return tarfile.open(fileobj=file, mode="w")


def _fill(archive: tarfile.TarFile, said: Manifest, copy: Path, *, with_secrets: bool) -> None:
    _add_file(archive, said, copy.name, copy)
    if said.media == "here":
        for path in sorted(p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()):
            name = f"{manifest.MEDIA}{path.relative_to(settings.MEDIA_ROOT)}"
            _add_file(archive, said, name, path)
    if with_secrets:
        key = settings.SECRET_KEY.encode()
        _add(archive, said, manifest.SECRET, io.BytesIO(key), len(key))
    body = said.as_json()
    _add(archive, None, manifest.NAME, io.BytesIO(body), len(body))


def _add_file(archive: tarfile.TarFile, said: Manifest, name: str, path: Path) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:  # deleted since we looked: then it is not to be kept either
        return
    with file:
        _add(archive, said, name, file, os.fstat(file.fileno()).st_size)


def _add(
    archive: tarfile.TarFile, said: Manifest | None, name: str, file: IO[bytes], size: int
) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    hashing = Hashing(file)
    archive.addfile(entry, hashing)
    if said is not None:
        said.parts[name] = {"bytes": size, "sha256": hashing.hexdigest()}
