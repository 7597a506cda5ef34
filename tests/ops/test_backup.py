"""Out of one installation and into an empty one: every row, every file, every hash. Otherwise nothing."""

import json
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Place:
    """An installation in a folder of its own."""

    var: Path
    database: str = ""

    def manage(self, *command: str) -> "subprocess.CompletedProcess[str]":
        program = [sys.executable, "manage.py", *command]
        return subprocess.run(program, capture_output=True, text=True, **self.surroundings())

    def surroundings(self) -> dict[str, Any]:
        env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env |= {"VAR_DIR": str(self.var), "DATABASE_URL": self.database, "DEMO": "0"}
        return {"cwd": ROOT, "env": env}

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        path = self.var / "coachlms.sqlite3"
        with closing(sqlite3.connect(path)) as file:
            names = file.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
            return {n: file.execute(f'SELECT * FROM "{n}"').fetchall() for (n,) in names.fetchall()}  # noqa: S608


FILL = """
from coachlms.accounts.models import Role
from coachlms.accounts.services import create_user
from coachlms.jobs.models import Job, Tally
lena = create_user(email="lena@example.org", name="Lena Ærø", password=None, roles=(Role.LEARNER,))
Job.objects.bulk_create(Job(kind="k", subject=n, state="done") for n in range(40))
Tally.objects.create(kind="k", queue="ai", attempts=2**40)
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("school") / "var")
    assert place.manage("migrate", "--verbosity", "0").returncode == 0
    assert place.manage("shell", "--verbosity", "0", "-c", FILL).returncode == 0
    files = place.var / "media" / "talks" / "a"
    files.mkdir(parents=True)
    (files / "one.txt").write_bytes(b"words" * 1000)
    (files / "nothing").write_bytes(b"")
    return place


@pytest.fixture
def file(school: Place, tmp_path: Path) -> Path:
    path = tmp_path / "school.tar.gz"
    done = school.manage("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    return Place(tmp_path / "empty" / "var")


def contents(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {
            entry.name: taken.read() for entry in archive if (taken := archive.extractfile(entry))
        }


def pack(path: Path, parts: dict[str, bytes]) -> Path:
    folder = path.parent / "parts"
    with tarfile.open(path, "w") as archive:
        for name, body in parts.items():
            part = folder / name
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(body)
            archive.add(part, arcname=name)
    return path


def test_restore_gives_every_row_and_every_file_back(
    school: Place, file: Path, empty: Place
) -> None:
    done = empty.manage("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "every hash and every count is right" in done.stdout
    assert empty.rows() == school.rows()
    assert len(empty.rows()["jobs_job"]) == 40
    files = {p.relative_to(empty.var): p.read_bytes() for p in (empty.var / "media").rglob("*.txt")}
    assert files == {Path("media/talks/a/one.txt"): b"words" * 1000}
    assert (empty.var / "media/talks/a/nothing").read_bytes() == b""
    assert stat.S_IMODE((empty.var / "media/talks/a/one.txt").stat().st_mode) == 0o600
    assert [p.name for p in empty.var.iterdir() if p.name.startswith(".")] == []
    # and it runs
    assert empty.manage("migrate", "--check").returncode == 0


def test_backup_is_for_its_owner_alone_and_says_what_it_holds(school: Place, file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    parts = contents(file)
    said = json.loads(parts["manifest.json"])
    assert set(parts) == {
        "database.sqlite3",
        "media/talks/a/one.txt",
        "media/talks/a/nothing",
        "manifest.json",
    }
    assert said["rows"]["jobs_job"] == 40
    assert (said["engine"], said["media"], said["format"]) == ("sqlite", "here", 1)
    assert said["parts"]["media/talks/a/one.txt"]["bytes"] == 5000
    assert "jobs.0002_workers_and_tallies" in said["migrations"]
    key = (school.var / "secret_key").read_bytes()
    assert not any(key in body for body in parts.values())
    assert [p.name for p in file.parent.iterdir()] == ["school.tar.gz"]


def test_backup_holds_the_key_only_when_asked_and_restore_puts_it_in_place(
    school: Place, tmp_path: Path, empty: Place
) -> None:
    path = tmp_path / "whole.tar"
    assert school.manage("backup", str(path), "--with-secrets").returncode == 0
    assert empty.manage("restore", str(path)).returncode == 0
    kept = empty.var / "secret_key"
    assert kept.read_bytes() == (school.var / "secret_key").read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_backup_into_a_folder_is_named_after_its_moment(school: Place, tmp_path: Path) -> None:
    assert school.manage("backup", str(tmp_path)).returncode == 0
    (file,) = tmp_path.iterdir()
    assert re.fullmatch(r"coachlms-\d{4}-\d\d-\d\dT\d{6}Z\.tar\.gz", file.name)
    assert "manifest.json" in contents(file)


def test_backup_never_writes_over_a_file(school: Place, tmp_path: Path) -> None:
    path = tmp_path / "precious.tar"
    path.write_text("precious")
    done = school.manage("backup", str(path))
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert path.read_text() == "precious"


def test_backup_runs_while_others_write(school: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(school.var / "coachlms.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM jobs_tally")
        done = school.manage("backup", str(tmp_path / "b.tar"))
        other.rollback()
    assert done.returncode == 0, done.stderr
    assert json.loads(contents(tmp_path / "b.tar")["manifest.json"])["rows"]["jobs_tally"] == 1


def test_restore_refuses_a_place_that_is_not_empty(school: Place, file: Path) -> None:
    before = school.rows()
    done = school.manage("restore", str(file))
    assert done.returncode == 1
    assert "Restore into an empty one" in done.stderr
    assert school.rows() == before


def test_restore_refuses_a_folder_with_files(file: Path, empty: Place) -> None:
    (empty.var / "media").mkdir(parents=True)
    (empty.var / "media" / "theirs").write_text("x")
    done = empty.manage("restore", str(file))
    assert done.returncode == 1
    assert "holds files" in done.stderr
    assert is_as_it_was(empty)
    assert (empty.var / "media" / "theirs").read_text() == "x"


def is_as_it_was(place: Place) -> bool:
    """No table at all: SQLite keeps a page of its own once somebody looked."""
    return not place.rows()


def test_restore_refuses_one_changed_byte(file: Path, empty: Place, tmp_path: Path) -> None:
    parts = contents(file)
    body = parts["media/talks/a/one.txt"]
    changed = pack(tmp_path / "c.tar", parts | {"media/talks/a/one.txt": b"W" + body[1:]})
    done = empty.manage("restore", str(changed))
    assert done.returncode == 1
    assert "media/talks/a/one.txt is not what was backed up" in done.stderr
    assert is_as_it_was(empty)


def test_restore_refuses_rows_that_are_missing(file: Path, empty: Place, tmp_path: Path) -> None:
    parts = contents(file)
    said = json.loads(parts["manifest.json"])
    said["rows"]["jobs_job"] = 41
    changed = pack(tmp_path / "c.tar", parts | {"manifest.json": json.dumps(said).encode()})
    done = empty.manage("restore", str(changed))
    assert done.returncode == 1
    assert "jobs_job 40 instead of 41" in done.stderr
    assert is_as_it_was(empty)


def test_restore_refuses_a_newer_version_half_a_file_and_what_is_no_backup(
    file: Path, empty: Place, tmp_path: Path
) -> None:
    parts = contents(file)
    said = json.loads(parts["manifest.json"])
    said["migrations"].append("jobs.9999_from_the_future")
    newer = pack(tmp_path / "n.tar", parts | {"manifest.json": json.dumps(said).encode()})
    half = tmp_path / "half.tar.gz"
    half.write_bytes(file.read_bytes()[:-2000])
    for path, sentence in (
        (newer, "had jobs.9999_from_the_future. Install that version first."),
        (half, "cannot be read to its end"),
        (pack(tmp_path / "x.tar", {"letter": b"Dear"}), "This file holds no manifest"),
        (tmp_path / "nowhere.tar", "is not there"),
    ):
        done = empty.manage("restore", str(path))
        assert done.returncode == 1
        assert sentence in done.stderr
    assert is_as_it_was(empty)


def test_restore_refuses_paths_that_lead_elsewhere(empty: Place, tmp_path: Path) -> None:
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("../outside"))
    done = empty.manage("restore", str(path))
    assert done.returncode == 1
    assert "../outside has no place in a backup." in done.stderr
    assert not (empty.var.parent / "outside").exists()
