"""The house of docs/architecture.md: what may stand at the top, how long a file may grow, how tasks look."""

import ast
import inspect
import subprocess
from pathlib import Path

import pytest

import coachlms.jobs.tasks
import coachlms.notifications.tasks
import reviews.tasks
from coachlms.jobs.registry import Kind

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    ".ci",
    ".dockerignore",
    ".env.example",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "README.md",
    "coachlms",
    "compose.yaml",
    "courses",
    "docs",
    "feedback",
    "manage.py",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements-dev.txt",
    "requirements.lock",
    "requirements.txt",
    "reviews",
    "templates",
    "tests",
}
APPS = ("coachlms", "courses", "reviews", "feedback")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(line) for line in listing.stdout.splitlines() if (ROOT / line).exists()]


def product_files() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.parts[0] in APPS and "migrations" not in path.parts
    ]


def test_top_level_holds_nothing_else() -> None:
    assert {path.parts[0] for path in tracked()} - TOP == set()


def test_no_file_passes_400_lines() -> None:
    lengths = {str(p): len((ROOT / p).read_text().splitlines()) for p in product_files()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_room_is_called_utils() -> None:
    assert [p for p in tracked() if p.stem in {"utils", "helpers", "misc"}] == []


def test_every_function_is_annotated() -> None:
    missing = [
        f"{path}:{node.lineno} {node.name}"
        for path in product_files()
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is None
    ]
    assert missing == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        str(path)
        for path in product_files()
        if (ROOT / path).read_text().strip()
        and not ast.get_docstring(ast.parse((ROOT / path).read_text()))
    ]
    assert silent == []


def test_every_task_takes_a_hold_and_one_number() -> None:
    rooms = (coachlms.jobs.tasks, coachlms.notifications.tasks, reviews.tasks)
    kinds = [thing for room in rooms for thing in vars(room).values() if isinstance(thing, Kind)]
    assert len(kinds) >= 4
    for kind in kinds:
        hold, subject = inspect.signature(kind.work).parameters.values()
        assert (hold.name, subject.annotation) == ("hold", int), kind.name


def test_nothing_ignored_or_secret_is_tracked() -> None:
    bad = {".sqlite3", ".pyc", ".pem", ".key"}
    assert [
        p for p in tracked() if p.suffix in bad or p.name == ".env" or p.parts[0] == "var"
    ] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_requirement_has_hashes(name: str) -> None:
    blocks = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    pins = [line for line in blocks if line and not line.startswith("#")]
    assert len(pins) > 20
    assert [line for line in pins if "==" not in line or "--hash=sha256:" not in line] == []
    assert "://" not in (ROOT / name).read_text(), "a lock names packages, never a registry"
