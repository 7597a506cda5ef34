"""Settings from the environment: odd values are refused with a sentence, secrets are made once."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from coachlms import environment


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("80a", "PORT='80a' is not usable. Write a whole number from 1 to 65535."),
        ("0", "PORT='0' is not usable. Write a whole number from 1 to 65535."),
        ("-1", "PORT='-1' is not usable. Write a whole number from 1 to 65535."),
        ("65536", "PORT='65536' is not usable. Write a whole number from 1 to 65535."),
    ],
)
def test_number_refuses_odd_values(
    monkeypatch: pytest.MonkeyPatch, raw: str, sentence: str
) -> None:
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.number("PORT", 8000, 1, 65535)
    assert str(refused.value) == sentence


def test_number_takes_default_when_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "  ")
    assert environment.number("PORT", 8000, 1, 65535) == 8000


@pytest.mark.parametrize(("raw", "meaning"), [("1", True), ("yes", True), ("Off", False)])
def test_flag_reads_on_and_off(monkeypatch: pytest.MonkeyPatch, raw: str, meaning: bool) -> None:
    monkeypatch.setenv("DEBUG", raw)
    assert environment.flag("DEBUG", default=not meaning) is meaning


def test_flag_refuses_odd_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="Write DEBUG=1 or DEBUG=0"):
        environment.flag("DEBUG", default=False)


def test_url_refuses_other_schemes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://here/there")
    with pytest.raises(ImproperlyConfigured, match="postgres://, sqlite://"):
        environment.url("DATABASE_URL", "", {"postgres", "sqlite"})


def test_folder_refuses_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "media").write_text("not a folder")
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path / "media"))
    with pytest.raises(ImproperlyConfigured, match="is a file"):
        environment.folder("MEDIA_ROOT", tmp_path)


def test_secret_is_made_once_and_only_its_owner_reads_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    store = tmp_path / "var" / "secret_key"
    first = environment.secret("SECRET_KEY", store)
    assert len(first) >= 64
    assert environment.secret("SECRET_KEY", store) == first
    assert store.stat().st_mode & 0o777 == 0o600


def test_secret_refuses_a_short_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="at least 40"):
        environment.secret("SECRET_KEY", tmp_path / "secret_key")
    assert list(tmp_path.iterdir()) == []
