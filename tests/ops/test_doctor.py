"""The table an operator reads first: every part, and a remedy beside what is missing."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from coachlms.jobs.models import Job, Worker
from coachlms.ops.findings import Finding, all_findings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that lacks nothing."""
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    queues = "media,ai,mail,default"
    Worker.objects.create(name="w", queues=queues, slots=1, seen_at=timezone.now())


def found() -> dict[str, Finding]:
    return {finding.part: finding for finding in all_findings()}


def test_doctor_ends_well_when_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Nothing is missing."
    assert lines[4] == "worker           ok       there"
    assert {finding.state for finding in found().values()} <= {"ok", "note"}
    assert os.listdir(Path(found()["files"].found)) == []


def test_doctor_names_what_is_missing_and_the_remedy(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    Worker.objects.all().delete()
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    text = capsys.readouterr().out
    assert "worker           missing  ai, mail, default\n" in text
    assert "→ Start one: manage.py up, or manage.py worker" in text
    assert "static files     missing  not collected\n" in text
    assert text.endswith("2 missing.\n")


def test_doctor_refuses_a_key_that_others_can_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SECRET_KEY")
    key = settings.VAR_DIR / "secret_key"
    key.write_text("x" * 50)
    key.chmod(0o644)
    assert found()["secret key"] == Finding(
        "secret key", "missing", f"{key} has mode 644", f"chmod 600 {key}"
    )
    key.chmod(0o600)
    assert found()["secret key"].state == "ok"


def test_doctor_wants_https_for_every_name_but_this_machine(settings: Settings) -> None:
    assert found()["address"].state == "ok"
    settings.SITE_URL = "http://school.example"
    assert found()["address"].found == "http://school.example without https"
    assert found()["address"].state == "missing"


def test_doctor_counts_dead_jobs_and_says_where_they_are(settings: Settings) -> None:
    Job.objects.create(kind="k", subject=1, state="dead")
    dead = found()["dead jobs"]
    assert (dead.state, dead.found) == ("note", "1")
    assert "Run again" in dead.remedy
