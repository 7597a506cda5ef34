"""Exact figures after known rows, for whoever has the token."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from coachlms.jobs import runner
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job, Worker
from coachlms.jobs.registry import Hold, job
from reviews.models import Submission
from tests.reviews import world

pytestmark = pytest.mark.django_db
TOKEN = "only-for-tests-0123456789"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@job("ai", max_attempts=2)
def count_me(hold: Hold, subject: int) -> None:
    pass


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def figures(client: Client) -> dict[str, float]:
    """`name{label values}` → value; labels in the order of their names."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for family in text_string_to_metric_families(answer.content.decode()):
        for sample in family.samples:
            found[f"{sample.name}{{{','.join(sample.labels.values())}}}"] = sample.value
    return found


def of(client: Client, name: str) -> dict[str, float]:
    return {key: value for key, value in figures(client).items() if key.startswith(f"{name}{{")}


def row(state: str, **fields: object) -> Job:
    known = {"kind": "count_me", "queue": "ai", "subject": 1}
    return Job.objects.create(**{**known, "state": state, **fields})


@pytest.mark.parametrize("header", [None, "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer "])
def test_metrics_refuses_whoever_has_no_token(client: Client, header: str | None) -> None:
    answer = client.get("/metrics", headers={"Authorization": header} if header else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.content == b"A token is needed.\n"


def test_metrics_is_nowhere_without_a_token_in_the_settings(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = ""
    answer = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404
    assert b"coachlms_jobs" not in answer.content


def test_jobs_are_counted_by_queue_kind_and_state(client: Client) -> None:
    for state, number in (("queued", 3), ("done", 2), ("dead", 1)):
        for _ in range(number):
            row(state)
    row("queued", kind="send_notice", queue="mail")
    assert of(client, "coachlms_jobs") == {
        "coachlms_jobs{count_me,ai,queued}": 3,
        "coachlms_jobs{count_me,ai,done}": 2,
        "coachlms_jobs{count_me,ai,dead}": 1,
        "coachlms_jobs{send_notice,mail,queued}": 1,
    }


def test_queue_age_is_that_of_the_oldest_job_that_could_be_done(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        row("queued", not_before=NOW - timedelta(seconds=40))
        row("queued", not_before=NOW - timedelta(seconds=90))
        row("queued", queue="mail", not_before=NOW + timedelta(hours=1))
        held = {"token": "0" * 32, "claimed_at": NOW}
        row("running", queue="default", lease_until=NOW - timedelta(seconds=7), **held)
        row("running", queue="media", lease_until=NOW + timedelta(seconds=7), **held)
        assert of(client, "coachlms_queue_age_seconds") == {
            "coachlms_queue_age_seconds{media}": 0,
            "coachlms_queue_age_seconds{ai}": 90,
            "coachlms_queue_age_seconds{mail}": 0,
            "coachlms_queue_age_seconds{default}": 7,
        }


def vanish(waiting: Job) -> None:
    """Its worker takes it and is never heard of again."""
    assert runner.claim(waiting.pk) is not None
    Job.objects.filter(pk=waiting.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def counters(client: Client) -> tuple[float, ...]:
    found = figures(client)
    names = ("coachlms_job_attempts", "coachlms_job_lease_expiries", "coachlms_jobs_done")
    return tuple(found[f"{name}_total{{count_me,ai}}"] for name in names)


def test_lease_expiries_count_each_worker_that_vanished(client: Client) -> None:
    taken_over, buried = (jobs.create(count_me, n, key=f"{n}") for n in (1, 2))
    vanish(taken_over)
    assert runner.run(taken_over.pk)
    vanish(buried)
    vanish(buried)
    assert runner.claim(buried.pk) is None
    assert counters(client) == (4, 3, 1)
    buried.refresh_from_db()
    assert (buried.state, buried.expiries) == ("dead", 2)


def test_a_failed_attempt_is_no_lease_expiry(client: Client) -> None:
    waiting = jobs.create(count_me, 1, key="1")
    assert runner.claim(waiting.pk) is not None
    Job.objects.update(state="queued", token=None, lease_until=None)
    assert runner.run(waiting.pk)
    assert counters(client) == (2, 0, 1)


def test_counters_do_not_fall_when_jobs_are_forgotten_or_run_again(client: Client) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        old, poison = (jobs.create(count_me, n, key=f"{n}") for n in (1, 2))
        vanish(old)
        runner.run(old.pk)
        vanish(poison)
        vanish(poison)
        runner.claim(poison.pk)
    assert counters(client) == (4, 3, 1)
    assert jobs.forget_old() == 1
    assert counters(client) == (4, 3, 1)
    poison.refresh_from_db()
    jobs.run_again(poison)
    assert counters(client) == (4, 3, 1)
    runner.run(poison.pk)
    assert counters(client) == (5, 3, 2)


def test_durations_are_those_of_the_last_hour(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for seconds in range(1, 22):
            finished = NOW - timedelta(minutes=5)
            row("done", finished_at=finished, claimed_at=finished - timedelta(seconds=seconds))
        long_ago = NOW - timedelta(minutes=61)
        row("done", finished_at=long_ago, claimed_at=long_ago - timedelta(seconds=500))
        found = figures(client)
    assert found["coachlms_jobs_done_last_hour{count_me}"] == 21
    quantiles = ("0.5", "0.95", "1")
    name = "coachlms_job_seconds_last_hour"
    assert [found[f"{name}{{count_me,{q}}}"] for q in quantiles] == [11, 20, 21]


def test_workers_count_while_they_say_that_they_are_there(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for name, queues, ago in (("a", "ai,mail", 5), ("b", "ai", 59), ("c", "ai", 60)):
            seen_at = NOW - timedelta(seconds=ago)
            Worker.objects.create(name=name, queues=queues, slots=3, seen_at=seen_at)
        found = figures(client)
    by_queue = {"ai": (2, 6), "mail": (1, 3), "media": (0, 0), "default": (0, 0)}
    for queue, (workers, slots) in by_queue.items():
        assert found[f"coachlms_workers{{{queue}}}"] == workers
        assert found[f"coachlms_worker_slots{{{queue}}}"] == slots


def test_requests_are_counted_by_name_of_the_page_never_by_address(client: Client) -> None:
    before = of(client, "coachlms_web_requests_total")
    for _ in range(3):
        client.get("/healthz?who=mina")
    client.get("/withdraw/a-secret-key/")
    client.post("/nowhere-at-all/")
    after = figures(client)

    def more(labels: str) -> float:
        name = f"coachlms_web_requests_total{{{labels}}}"
        return after[name] - before.get(name, 0)

    assert more("GET,200,healthz") == 3
    assert more("GET,404,withdraw") == 1
    assert more("POST,404,none") == 1
    assert after["coachlms_web_request_seconds_count{healthz}"] >= 3
    assert not any("secret" in name or "mina" in name or "nowhere" in name for name in after)


def test_figures_ask_as_much_for_one_row_as_for_fifty(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row("queued")
    with django_assert_num_queries(6):
        figures(client)
    for _ in range(50):
        row("done", finished_at=timezone.now(), claimed_at=timezone.now())
    with django_assert_num_queries(6):
        figures(client)


def test_sessions_are_counted_by_state(client: Client) -> None:
    session = world.open_session(world.learner("Lea Lind"))
    Submission.objects.create(learner=session.learner)
    assert of(client, "coachlms_sessions") == {
        "coachlms_sessions{draft}": 1,
        "coachlms_sessions{in_review}": 1,
        "coachlms_sessions{provisional}": 0,
        "coachlms_sessions{final}": 0,
        "coachlms_sessions{withdrawn}": 0,
    }
