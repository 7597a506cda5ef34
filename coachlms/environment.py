"""Reads the environment for settings.py: every odd value is refused with a sentence that says what to write."""

import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


LINE = re.compile(r"""([A-Za-z_]\w*)=(?:'([^']*)'|"([^"]*)"|(.*?))(?:\s+\#.*)?\s*""")


def read_file(path: Path) -> None:
    """Take what the environment itself does not say from a file of NAME=value lines.

    A # after a blank begins a comment, so that a line of .env.example may be used as it stands.
    """
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if found is None:
            raise ImproperlyConfigured(f"{path}, line {number}: write NAME=value, or # before it.")
        name, *values = found.groups()
        if value := next((value for value in values if value), ""):
            os.environ.setdefault(name, value)


def flag(name: str, default: bool) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither on nor off. Write {name}=1 or {name}=0.")


def number(name: str, default: int, low: int, high: int) -> int:
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    if not raw.isdecimal() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(
            f"{name}={raw!r} is not usable. Write a whole number from {low} to {high}."
        )
    return int(raw)


def url(name: str, default: str, schemes: set[str]) -> str:
    raw = os.environ.get(name, "").strip() or default
    if raw and urlsplit(raw).scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} begins with {urlsplit(raw).scheme!r}. It must begin with one of:"
            f" {', '.join(f'{s}://' for s in sorted(schemes))}"
        )
    return raw


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    raw = os.environ.get(name, "").strip() or default
    if raw not in allowed:
        raise ImproperlyConfigured(f"{name}={raw!r} is unknown. Write one of: {', '.join(allowed)}")
    return raw


def several(name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Some of these, with a comma between them; all when left out."""
    raw = {part.strip() for part in os.environ.get(name, "").split(",")} - {""}
    if raw - set(allowed):
        unknown = ", ".join(sorted(raw - set(allowed)))
        raise ImproperlyConfigured(f"{name} names {unknown}. Write some of: {', '.join(allowed)}")
    return tuple(value for value in allowed if value in raw or not raw)


def secrets_of(name: str, least: int) -> list[str]:
    """Secrets with a comma between them, each of at least so many characters."""
    given = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    if any(len(part) < least for part in given):
        raise ImproperlyConfigured(f"{name} is too short. Use at least {least} random characters.")
    return given


def optional_secret(name: str, least: int) -> str:
    """A secret of at least so many characters, or none."""
    given = os.environ.get(name, "").strip()
    if given and len(given) < least:
        raise ImproperlyConfigured(f"{name} is too short. Use at least {least} random characters.")
    return given


def folder(name: str, default: Path) -> Path:
    path = Path(os.environ.get(name, "").strip() or default).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name}={path} is a file. Name a folder, or leave it out.")
    return path


def secret(name: str, store: Path) -> str:
    """The variable itself, else the file `store`, made once with mode 0600 on the first start."""
    given = os.environ.get(name, "").strip()
    if given:
        if len(given) < 40:
            raise ImproperlyConfigured(f"{name} is too short. Use at least 40 random characters.")
        return given
    try:
        store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(store, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return store.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(64))
    return store.read_text(encoding="utf-8").strip()
