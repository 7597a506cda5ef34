"""One installation, filled, served and measured: `python -m tests.load.measure` with its settings in the environment."""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachlms.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from coachlms.accounts.models import Scope, User  # noqa: E402
from coachlms.accounts.services import issue_token  # noqa: E402
from coachlms.common import programs  # noqa: E402
from tests.load import seed, writers  # noqa: E402
from tests.load.client import Ask, Heard, listen  # noqa: E402

LISTED = "tests.load.yardstick:application"


@dataclass(frozen=True, slots=True)
class Page:
    """One address as one person sees it, and which yardstick it is compared with."""

    name: str
    path: str
    who: User | None = None
    yardstick: str = "/"
    token: str = ""

    def headers(self) -> tuple[tuple[str, str], ...]:
        if self.token:
            return (("Authorization", f"Bearer {self.token}"), ("Accept", "application/json"))
        accept = ("Accept", "text/html")
        if self.who is None:
            return (accept,)
        return (accept, ("Cookie", f"{settings.SESSION_COOKIE_NAME}={session_of(self.who)}"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: medians over rounds; `ratio` is to the yardstick of the same round."""

    name: str
    connections: int
    rate: float
    spread: float
    p50_ms: float
    p95_ms: float
    ratio: float
    wrong: int
    queries: int


def session_of(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def pages(school: seed.School) -> list[Page]:
    learner, course = school.learner, school.cohort.course
    _token, text = issue_token(user=learner, name="bench", scopes=[Scope.READ], days=1)
    return [
        Page("landing", reverse("landing")),
        Page("library", reverse("library")),
        Page("competency", reverse("competency", args=["facilitates-client-growth"])),
        Page("module", reverse("module", args=[course.slug, 1]), learner),
        Page("session room", reverse("session", args=[school.session.pk]), learner),
        Page("review form", reverse("review", args=[school.duty.pk]), school.peer),
        Page("report", reverse("report", args=[school.session.pk]), learner),
        Page("board", reverse("board", args=[school.cohort.pk]), school.instructor),
        Page(
            "API list of 50",
            reverse("api_sessions") + "?page_size=50",
            learner,
            yardstick="/list/",
            token=text,
        ),
    ]


def queries_of(page: Page) -> int:
    """Database queries of one answer, the second one: what a process keeps is filled by then."""
    client = Client(headers=dict(page.headers()))
    if page.who is not None and not page.token:
        client.force_login(page.who)
    client.get(page.path, headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(page.path, headers={"host": "localhost"})
    assert answer.status_code == 200, (page, answer.status_code)
    return len(caught)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str) -> Iterator[str]:
    """The same gunicorn with the same flags as `manage.py up` starts; ended by its own process id."""
    port = free_port()
    command = [
        {"coachlms.wsgi": application}.get(part, part)
        for part in programs.web()
        if not part.startswith("--max-requests")
    ]
    command = [part for part in command if part not in {"20000", "2000"}]
    command[command.index("--bind") + 1] = f"127.0.0.1:{port}"
    process = subprocess.Popen(command, cwd=settings.BASE_DIR)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(port)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start within 30 s")


def measure(
    page: Page, ours: str, theirs: str, *, connections: int, seconds: float, rounds: int
) -> Line:
    """Page and yardstick in turn, so that a noisy neighbour meets both."""
    ask = Ask(ours + page.path, page.headers())
    yard = Ask(theirs + page.yardstick, (("Accept", "*/*"),))
    heard: list[Heard] = []
    ratios: list[float] = []
    for _round in range(rounds):
        here = listen([ask], connections=connections, seconds=seconds)
        there = listen([yard], connections=connections, seconds=seconds / 2)
        heard.append(here)
        ratios.append(here.rate / there.rate)
        assert there.wrong == 0, "the yardstick itself failed"
    rates = [h.rate for h in heard]
    return Line(
        name=page.name,
        connections=connections,
        rate=statistics.median(rates),
        spread=(max(rates) - min(rates)) / statistics.median(rates),
        p50_ms=1000 * statistics.median(h.quantile(0.5) for h in heard),
        p95_ms=1000 * statistics.median(h.quantile(0.95) for h in heard),
        ratio=statistics.median(ratios),
        wrong=sum(h.wrong for h in heard),
        queries=queries_of(page),
    )


def main() -> None:
    plan = json.loads(sys.argv[1])
    began = time.monotonic()
    school = seed.fill(plan["sessions"])
    filled_s = time.monotonic() - began
    todo = [page for page in pages(school) if plan["only"] in page.name]
    lines = []
    with served("coachlms.wsgi") as ours, served(LISTED) as theirs:
        for page in todo:
            for connections in plan["connections"]:
                lines.append(
                    measure(
                        page,
                        ours,
                        theirs,
                        connections=connections,
                        seconds=plan["seconds"],
                        rounds=plan["rounds"],
                    )
                )
                print(lines[-1], file=sys.stderr, flush=True)
    wrote = writers.run(plan["writers"]) if plan["writers"] else None
    result = {
        "filled_s": filled_s,
        "lines": [asdict(line) for line in lines],
        "writers": asdict(wrote) if wrote else None,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
