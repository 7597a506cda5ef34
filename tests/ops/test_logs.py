"""What logs hold: numbers, names of pages, places in the code. What they never hold: people and words."""

import io
import json
import logging
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coachlms.jobs import runner
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from coachlms.jobs.registry import Hold, job
from courses.models import Competency
from reviews.models import Submission
from tests.reviews import world

SENTENCE = "I keep the brass kettle behind the seventh curtain"
SAID = "Coach: What would you like?\nClient: {s}, and Ottokar does not know.\nCoach: And?\nClient: No.\n"
PASSWORD = "silver-thread-by-the-river"


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@job()
def stumble_over_words(hold: Hold, subject: int) -> None:
    raise ValueError(SENTENCE)


@pytest.mark.django_db
def test_whole_flow_at_debug_leaves_no_word_no_name_and_no_token_in_the_log(
    client: Client, json_log: io.StringIO
) -> None:
    level = world.library()
    world.cohort()
    lea = {"name": "Ottilie Lind", "email": "ottilie@example.org", "password1": PASSWORD}
    client.post("/accounts/signup/", lea | {"agree": "on", "terms": "on"})
    confirm = re.search(r"/accounts/confirm-email/\S+", str(mail.outbox[-1].body))
    assert confirm is not None
    client.get(confirm.group())
    client.get("/library/?q=a+private+question")
    client.post("/accounts/login/", {"login": "ottilie@example.org", "password": PASSWORD + "x"})

    author = world.learner("Lea Lind")
    client.force_login(author)
    today = timezone.localdate()
    consent = {"purposes": ["recording", "tool", "peers"], "agreed_on": today, "client_alias": "T"}
    client.post("/sessions/new/", consent)
    session = Submission.objects.get()
    start = f"/sessions/{session.pk}/hand-in/"
    said = SimpleUploadedFile("Ottokar.txt", SAID.format(s=SENTENCE).encode() * 20)
    client.post(f"{start}conversation/", {"file": said})
    client.post(f"{start}speakers/", {"voice-0": "coach", "voice-1": "client"})
    client.post(f"{start}text/", {"mask-TOTAL_FORMS": 0, "mask-INITIAL_FORMS": 0})
    focus = {"title": "Kettle talk", "level": level.pk}
    client.post(f"{start}focus/", focus | {"focus": Competency.objects.get(number=8).pk})
    client.post(f"{start}reflection/", {"reflection": f"{SENTENCE}, said she, and I waited."})
    assert SENTENCE in session.turns.get(number=2).text
    link = client.get(f"/sessions/{session.pk}/client-link/").content.decode()
    key = re.search(r"/withdraw/([\w-]+)/", link)
    assert key is not None

    client.get(f"/sessions/{SENTENCE.replace(' ', '-')}/")
    client.post("/nowhere/", {"text": SENTENCE})
    jobs.create(stumble_over_words, 1, key="stumble")
    jobs.run_pending()
    peer = world.peer_ready("Ottokar Silberzwirn")
    world.peer_reads(peer, world.Said(strength="Your copper stays warm"))
    client.get(f"/withdraw/{key[1]}/")
    client.post(f"/withdraw/{key[1]}/", {"everything": "1", "purposes": ["tool"], "confirm": "1"})
    Client(enforce_csrf_checks=True).post(f"/withdraw/{key[1]}/", {"everything": "1"})
    jobs.run_pending()

    written = json_log.getvalue()
    assert len(lines(json_log)) > 25
    token = confirm.group().rstrip("/").rpartition("/")[2]
    secrets = (SENTENCE, "kettle", "copper", "Ottokar", "Ottilie", "Lea", "Lind", "example.org")
    secrets += (PASSWORD, key[1], token, "private+question", "127.0.0.1", "Kettle talk")
    assert [secret for secret in secrets if secret.lower() in written.lower()] == []
    assert {"request", "job"} <= {line["event"] for line in lines(json_log)}


@pytest.mark.django_db
def test_request_line_has_a_number_a_page_a_status_and_a_duration(
    client: Client, json_log: io.StringIO
) -> None:
    answer = client.get("/privacy/?who=mina")
    (line,) = [line for line in lines(json_log) if line["event"] == "request"]
    assert (line["logger"], line["level"], line["method"]) == ("coachlms.done", "info", "GET")
    assert (line["view"], line["status"]) == ("privacy", 200)
    assert 0 < line["ms"] < 10_000
    assert line["request_id"] == answer["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", line["request_id"])
    assert line["time"].endswith("+00:00")


@pytest.mark.django_db
def test_line_of_an_error_has_the_number_of_its_request_and_no_address(
    client: Client, json_log: io.StringIO
) -> None:
    answer = client.get("/nowhere/at-all/")
    (line,) = [line for line in lines(json_log) if line["logger"] == "django.request"]
    assert (line["event"], line["level"]) == ("Not Found: –", "warning")
    assert line["request_id"] == answer["X-Request-Id"]


@pytest.mark.django_db
def test_request_number_is_taken_from_a_trusted_proxy_alone(
    client: Client, settings: Settings
) -> None:
    def number(given: str) -> str:
        return str(client.get("/healthz", headers={"X-Request-Id": given})["X-Request-Id"])

    assert number("from-the-proxy-1") != "from-the-proxy-1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert number("from-the-proxy-1") == "from-the-proxy-1"
    for odd in ("short", "with a space in it", "x" * 65, 'quote"quote"'):
        assert number(odd) != odd


@pytest.mark.django_db
def test_lines_of_a_job_name_it_and_its_attempt(json_log: io.StringIO) -> None:
    row = jobs.create(stumble_over_words, 7, key="x")
    runner.run(row.pk)
    of_job = [line for line in lines(json_log) if line.get("job") == row.pk]
    assert {(line["kind"], line["attempt"]) for line in of_job} == {("stumble_over_words", 1)}
    assert [line["status"] for line in of_job if line["event"] == "job"] == ["failed"]
    assert any("in stumble_over_words" in line["event"] for line in of_job)
    assert SENTENCE not in json_log.getvalue()
    Job.objects.get(pk=row.pk, state="queued", attempt=1)


@pytest.mark.parametrize("log", ["json_log", "line_log"])
def test_an_error_is_told_by_type_and_place_never_by_message(
    log: str, request: pytest.FixtureRequest
) -> None:
    written: io.StringIO = request.getfixturevalue(log)
    try:
        raise KeyError(SENTENCE)
    except KeyError:
        logging.getLogger("django.request").exception("Oh: %s", f"/withdraw/{SENTENCE}/")
    text = written.getvalue()
    assert "kettle" not in text
    assert "Oh: –" in text
    assert "KeyError" in text
    assert "test_logs.py" in text


def test_other_peoples_messages_keep_what_their_authors_typed_and_numbers(
    json_log: io.StringIO,
) -> None:
    other = logging.getLogger("urllib3.connectionpool")
    other.debug('%s://%s:%s "%s %s" %s', "https", "host", 443, "GET", "/a?token=1", 200)
    other.info(f"GET /{SENTENCE}")
    other.info("mapped %(who)s", {"who": SENTENCE})
    other.info("%d of them", Decimal(3))
    assert [line["event"] for line in lines(json_log)] == [
        '–://–:443 "– –" 200',
        "(text left out)",
        "(text left out)",
        "%d of them",
    ]


def test_a_key_nobody_allowed_is_not_written(json_log: io.StringIO) -> None:
    logging.getLogger("coachlms.done").info("request", extra={"view": "room", "email": "a@b.c"})
    (line,) = lines(json_log)
    assert set(line) == {"time", "level", "logger", "event", "view"}
