"""docs/client.py against a live server: from a file to a printed report, and what it says when it is refused."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer

from coachlms.accounts.models import Role, Scope, User
from coachlms.accounts.services import create_user, issue_token
from coachlms.jobs import services as jobs
from courses.library import load
from courses.management.reading import LIBRARY
from courses.services import load_library
from reviews.models import Submission, Turn

pytestmark = pytest.mark.django_db(transaction=True)

CLIENT = settings.BASE_DIR / "docs" / "client.py"
TALK = settings.BASE_DIR / "coachlms" / "demo" / "sessions" / "the-third-row.vtt"
WORDS = "I followed her for a long time, and near the end I began to organise things."
SECONDS = 60


@pytest.fixture
def learner(transactional_db: None) -> User:
    cache.clear()
    load_library(library=load(LIBRARY))
    return create_user(
        email="anna@example.org", name="Anna Vogel", password=None, roles=(Role.LEARNER,)
    )


@pytest.fixture
def command(learner: User, live_server: LiveServer) -> list[str]:
    _token, text = issue_token(
        user=learner, name="script", scopes=(Scope.READ, Scope.SESSIONS), days=1
    )
    return [sys.executable, str(CLIENT), str(TALK), "--site", live_server.url, "--token", text]


def lines_of(process: "subprocess.Popen[str]") -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip("\n")


def answered(*arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        arguments, input=said, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def test_client_goes_from_a_file_to_a_printed_report(command: list[str], learner: User) -> None:
    consent = ["--agreed-on", "2026-01-05", "--reflection", WORDS, "--title", "June"]
    started = [*command, "--coach", "Mira", "--level", "acc", *consent]
    printed = []
    with subprocess.Popen(started, stdout=subprocess.PIPE, text=True) as process:
        for line in lines_of(process):
            printed.append(line)
            if line.startswith("  0 %"):
                jobs.run_pending()  # the worker: while the client waits until it may ask again
    assert process.returncode == 0

    session = Submission.objects.get()
    assert (session.learner, session.state, session.title) == (learner, "provisional", "June")
    assert session.level is not None
    assert session.level.key == "acc"
    page = "\n".join(printed)
    assert printed[0].startswith(f"Handed in as session {session.pk}: http://localhost:")
    assert "100 %  The AI reader has read it" in page
    assert page.index("What carried this conversation: ") < page.index("To try: ")
    quoted = [line for line in printed if line.startswith(("  coach, turn ", "  client, turn "))]
    assert len(quoted) >= 3
    for line in quoted:
        place, _, words = line.partition(": “")
        turn = Turn.objects.get(number=int(place.split(",")[1].removeprefix(" turn ")))
        assert words.removesuffix("”") in turn.text
        seconds = (turn.start_ms or 0) // 1000
        assert place.endswith(f", {seconds // 60}:{seconds % 60:02}")


def test_client_asks_for_what_is_missing(command: list[str]) -> None:
    ended = answered(*command, "--coach", "Nobody", said=f"2026-01-05\n{WORDS}\n")
    assert ended.returncode == 1
    assert "Day your client agreed to recording and tool: " in ended.stdout
    assert "(422, voices_unclear)" in ended.stderr
    assert "found: [" in ended.stderr
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--token", "clms_wrong"], "This token is not valid."),
        (["--reflection", "Too short."], "Write at least 10 words"),
        (["--agreed-on", "yesterday"], "agreed_on: ["),
        (["--level", "phd"], "There is no such level."),
    ],
)
def test_client_says_why_it_was_refused(command: list[str], more: list[str], said: str) -> None:
    usual = ["--coach", "1", "--agreed-on", "2026-01-05", "--reflection", WORDS]
    ended = answered(*command, *usual, *more)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert Submission.objects.count() == 0


def test_client_says_which_line_it_stumbled_over(command: list[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("Coach: Hello.\nClient: Hi.\nCoach: " + "word " * 20_000)
    command[2] = str(bad)
    usual = ["--coach", "1", "--agreed-on", "2026-01-05", "--reflection", WORDS]
    ended = answered(*command, *usual)
    assert ended.returncode == 1
    assert "(422, transcript_refused)" in ended.stderr
    assert "  line: 3" in ended.stderr
    assert Submission.objects.count() == 0


def test_client_is_short_and_needs_nothing_installed() -> None:
    text = CLIENT.read_text()
    assert len(text.splitlines()) < 150
    imported = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line[:5] in {"impor", "from "}
    }
    assert imported <= sys.stdlib_module_names
