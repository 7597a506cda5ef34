"""A report of an error says where it happened, and not a byte of what was in its hands."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "coachlms.settings",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.ops.reported"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_reports_hold_no_word_of_message_request_cookie_local_or_log_argument(
    reported: dict[str, Any],
) -> None:
    assert [word for word in ("kettle", "curtain", "brass") if word in reported["raw"]] == []
    allowed = {"event_id", "timestamp", "level", "platform", "logger", "transaction"}
    allowed |= {"environment", "sdk", "message", "exception"}
    for event in reported["events"]:
        assert set(event) <= allowed


def test_report_of_an_error_in_a_page_names_its_types_and_places(reported: dict[str, Any]) -> None:
    first = reported["events"][0]
    assert first["transaction"] == "tests.ops.reported.break_down"
    errors = first["exception"]["values"]
    assert [error["type"] for error in errors] == ["ValueError", "RuntimeError"]
    assert [set(error) for error in errors] == [{"type", "module", "stacktrace"}] * 2
    last = errors[-1]["stacktrace"]["frames"][-1]
    assert (last["module"], last["function"]) == ("tests.ops.reported", "break_down")
    assert set(last) == {"filename", "abs_path", "function", "module", "lineno", "in_app"}


def test_reports_of_log_lines_hold_what_the_log_may_hold(reported: dict[str, Any]) -> None:
    told = [event.get("message", "") for event in reported["events"]]
    assert told[1:4] == ["could not read –", "(text left out)", "kind 3 is dead: worker_died"]
    assert told[4].startswith("stumble 3: unexpected ValueError\n")


def test_nothing_of_sentry_is_loaded_without_a_dsn(tmp_path: Path) -> None:
    code = "import sys, django; django.setup(); import coachlms.urls; print('sentry_sdk' in sys.modules)"
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "coachlms.settings", "VAR_DIR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout == "False\n"
