"""What a visitor deletes, or time, is gone from the disk: every byte is searched."""

import pytest

from tests.demo.visited import COOKIE, SECRETS
from tests.faults.harness import Ground
from tests.reviews.hand_in.test_bytes import files_with, installation

MODULE = "tests.demo.visited"
__all__ = ["installation"]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["delete", "expire"])
def test_deleted_words_are_in_no_file(installation: Ground, way: str) -> None:
    folder = installation.var_dir
    installation.manage("collectstatic", "--no-input", "--verbosity", "0")
    cookie = installation.manage("shell", "-c", f"from {MODULE} import prepare; prepare()")
    for secret in SECRETS:  # the search finds what is there
        assert files_with(secret, folder) >= {"coachlms.sqlite3-wal"}, secret
    installation.env[COOKIE] = cookie.strip().splitlines()[-1]

    installation.manage("shell", "-c", f"from {MODULE} import {way}; {way}()")

    assert {secret: files_with(secret, folder) for secret in SECRETS} == {
        secret: set() for secret in SECRETS
    }
    assert installation.number("SELECT count(*) FROM demo_demovisit") == 0
