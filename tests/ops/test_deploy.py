"""The files for containers and services name only what exists: variables, commands, files, settings."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands

from coachlms import environment
from coachlms.ops import probe

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "docs" / "deploy").glob("*.service"))
READ = re.compile(
    r"\b(?:flag|number|url|folder|secret|choice|several|secrets_of|optional_secret|env\.\w+)"
    r"\(\s*[\"'](\w+)[\"']"
)
# read by libraries, or by the programs of other images
THEIRS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PATH", "PYTHONUNBUFFERED"}
THEIRS |= {"PYTHONDONTWRITEBYTECODE", "PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR"}
THEIRS |= {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


def example() -> dict[str, str]:
    """Every line of .env.example as it would be used: name and the rest."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    found = (re.fullmatch(r"# ([A-Z][A-Z0-9_]+)=(.*)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def settings_read() -> set[str]:
    text = (ROOT / "coachlms" / "settings.py").read_text()
    return set(READ.findall(text))


def services() -> dict[str, Any]:
    whole: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    found: dict[str, Any] = whole["services"]
    return found


def unit(path: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(path)
    return parsed


def commands_in(text: str) -> set[str]:
    return set(re.findall(r"manage\.py[\"', ]+([a-z_]+)", text))


def test_every_setting_stands_in_the_example_and_the_example_names_no_other() -> None:
    social = {name for name in example() if name.startswith("SOCIAL_")}
    assert settings_read() | social | THEIRS & set(example()) == set(example())


def test_every_line_of_the_example_can_be_used_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in example():
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / ".env"
    file.write_text("".join(f"{name}={rest}\n" for name, rest in example().items()))
    monkeypatch.setattr(os, "environ", dict(os.environ))
    environment.read_file(file)
    taken = {name: os.environ[name] for name in example() if name in os.environ}
    assert taken["PORT"] == "8000"
    assert taken["WORKER_QUEUES"] == "media,ai,mail,default"
    assert taken["FROM_EMAIL"] == "CoachLMS <noreply@localhost>"
    assert "METRICS_TOKEN" not in taken
    assert not any("#" in value or value != value.strip() for value in taken.values())


def test_env_file_keeps_what_the_environment_says_and_refuses_odd_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"PORT": "9000"})
    file = tmp_path / ".env"
    file.write_text(
        "PORT=8000\nexport SITE_NAME='A # B'\nSECRET_KEY=a#b=c # not this\n\n# nor this\n"
    )
    environment.read_file(file)
    assert os.environ == {"PORT": "9000", "SITE_NAME": "A # B", "SECRET_KEY": "a#b=c"}
    file.write_text("PORT 8000\n")
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.read_file(file)
    assert str(refused.value) == f"{file}, line 1: write NAME=value, or # before it."


def test_compose_names_variables_and_commands_that_exist() -> None:
    text = (ROOT / "compose.yaml").read_text()
    named = {name for service in services().values() for name in service.get("environment", ())}
    named |= set(re.findall(r"\$\{([A-Z_]+)", text))
    assert named - settings_read() - THEIRS == set()
    assert commands_in(text) == {"prepare", "web", "worker", "doctor"}
    assert commands_in(text) <= set(get_commands())


def test_compose_workers_read_every_queue_together() -> None:
    read = [
        service["environment"]["WORKER_QUEUES"].split(",")
        for name, service in services().items()
        if name.startswith("worker")
    ]
    assert sorted(queue for queues in read for queue in queues) == [
        "ai",
        "default",
        "mail",
        "media",
    ]


def test_compose_keeps_queue_and_cache_apart_and_only_the_proxy_open() -> None:
    found = services()
    assert {"--appendonly", "noeviction"} <= set(found["redis-queue"]["command"])
    assert "allkeys-lru" in found["redis-cache"]["command"]
    assert [name for name, service in found.items() if "ports" in service] == ["proxy"]
    assert found["web"]["deploy"]["replicas"] == 2
    for name in ("web", "worker-ai", "worker-rest", "prepare", "tools"):
        assert found[name]["read_only"] is True
        assert found[name]["cap_drop"] == ["ALL"]
        assert "SECRET_KEY" not in found[name]["environment"]


def test_operations_page_names_settings_and_commands_that_exist() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    named = set(re.findall(r"(?:^ {4}|`|# in \.env: )([A-Z][A-Z_]{3,})(?:=|`)", text, re.MULTILINE))
    assert {"DATABASE_URL", "REDIS_URL", "STORAGE_URL", "TRUSTED_PROXY_COUNT"} <= named
    assert named - set(example()) - THEIRS == set()
    assert commands_in(text) <= set(get_commands())
    linked = re.findall(r"\]\(([^)#]+)\)", text)
    assert [path for path in linked if not (ROOT / "docs" / path).exists()] == []


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_unit_names_variables_and_commands_that_exist_and_is_hardened(path: Path) -> None:
    service = unit(path)["Service"]
    given = dict(re.findall(r"Environment=(\w+)=|[ ](\w+)=", path.read_text()))
    named = {name for pair in given.items() for name in pair if name}
    assert named - settings_read() - THEIRS == set()
    assert commands_in(path.read_text()) <= set(get_commands())
    assert commands_in(service["ExecStart"])
    hardening = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes"}
    hardening |= {"User": "coachlms", "UMask": "0077", "CapabilityBoundingSet": ""}
    assert {name: service[name] for name in hardening} == hardening


def test_dockerfile_takes_hashes_runs_as_nobody_special_and_copies_what_exists() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes -r /requirements.lock" in text
    assert re.findall(r"^USER (\w+)$", text, re.MULTILINE) == ["coachlms"]
    assert text.index("\nUSER ") < text.index("\nCMD ")
    named = set(re.findall(r"(?:^ENV | )([A-Z][A-Z_]+)=", text, re.MULTILINE))
    assert named - settings_read() - THEIRS == set()
    assert commands_in(text.partition("\nENV PATH")[2]) == {"web", "collectstatic"}
    taken = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert [name for name in taken if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("allowed", "name"),
    [("", "localhost"), ("*", "localhost"), (".school.example,x", "school.example")],
)
def test_probe_calls_the_site_by_a_name_it_answers_to(allowed: str, name: str) -> None:
    assert probe.name_of(allowed) == name


def test_probe_of_a_closed_port_says_that_nothing_lives_there() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coachlms.ops.probe"], cwd=ROOT, env={"PORT": "1"}, check=False
    )
    assert done.returncode == 1
