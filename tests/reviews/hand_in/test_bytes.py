"""Withdrawn words are gone from the disk, not only from the pages: every byte is searched."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.harness import Ground, killing_ground
from tests.reviews.hand_in.withdrawn import NAME, REMARK, SECRETS, SENTENCE

MODULE = "tests.reviews.hand_in.withdrawn"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Ground]:
    """A product of its own, held open as by a web process, so that nothing is tidied up at the end of a command."""
    folder = tmp_path / "var"
    with (
        killing_ground(settings="coachlms.settings", var_dir=folder) as ground,
        closing(sqlite3.connect(folder / "coachlms.sqlite3")) as other_process,
    ):
        other_process.execute("SELECT count(*) FROM django_migrations").fetchall()
        yield ground


def files_with(secret: str, folder: Path) -> set[str]:
    """Names of the files in which these words stand, as UTF-8 or UTF-16."""
    forms = {secret.encode(), secret.encode("utf-16-le")}
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if any(form in path.read_bytes() for form in forms)}


@pytest.mark.slow
def test_withdrawn_words_are_in_no_file(installation: Ground) -> None:
    folder = installation.var_dir
    installation.manage("shell", "-c", f"from {MODULE} import prepare; prepare()")
    assert files_with(SENTENCE, folder) >= {
        "coachlms.sqlite3-wal"
    }  # the search finds what is there
    assert files_with(NAME, folder) >= {"coachlms.sqlite3-wal"}

    installation.manage("shell", "-c", f"from {MODULE} import withdraw; withdraw()")

    assert {secret: files_with(secret, folder) for secret in SECRETS} == {
        secret: set() for secret in SECRETS
    }
    assert installation.ask("SELECT state, word_count > 900 FROM reviews_submission") == [
        ("withdrawn", 1)
    ]
    assert installation.number("SELECT count(*) FROM reviews_rating WHERE value <> ''") > 10


@pytest.mark.slow
def test_a_deleted_session_is_in_no_file(installation: Ground) -> None:
    folder = installation.var_dir
    installation.manage("shell", "-c", f"from {MODULE} import prepare; prepare()")
    assert files_with(REMARK, folder) >= {"coachlms.sqlite3-wal"}

    installation.manage("shell", "-c", f"from {MODULE} import delete; delete()")

    assert {secret: files_with(secret, folder) for secret in SECRETS} == {
        secret: set() for secret in SECRETS
    }
    assert installation.number("SELECT count(*) FROM reviews_submission") == 0
    assert installation.number("SELECT turns > 100 FROM reviews_deletionreceipt") == 1
