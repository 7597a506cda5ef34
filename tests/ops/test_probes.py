"""Alive, ready, and which part is missing; nothing secret in it."""

import json
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from coachlms.jobs.dispatcher import Dispatcher
from coachlms.jobs.models import Worker

ALL = "media,ai,mail,default"
FINE = {
    "database": {"state": "ok"},
    "migrations": {"state": "ok"},
    "cache": {"state": "ok"},
    "queue": {"state": "unused"},
    "worker": {"state": "ok"},
}


def there(queues: str = ALL, *, seconds_ago: int = 0) -> None:
    seen_at = timezone.now() - timedelta(seconds=seconds_ago)
    Worker.objects.create(name=f"w {queues}", queues=queues, slots=1, seen_at=seen_at)


def readiness(client: Client, query: str = "") -> tuple[int, dict[str, object]]:
    answer = client.get(f"/readyz{query}")
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    return answer.status_code, json.loads(answer.content)


def test_healthz_asks_no_database(client: Client) -> None:
    # no django_db mark: a query would fail the test
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_is_ready_when_every_part_answers(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    there()
    with django_assert_max_num_queries(4):
        assert readiness(client) == (200, {"ready": True, "parts": FINE})


@pytest.mark.django_db
def test_readyz_names_the_queues_that_nobody_reads(client: Client) -> None:
    there("mail,default")
    there("ai", seconds_ago=61)
    parts = FINE | {"worker": {"state": "missing", "missing": ["ai"]}}
    assert readiness(client) == (503, {"ready": False, "parts": parts})


@pytest.mark.django_db
def test_readyz_of_the_web_alone_does_not_look_at_workers(client: Client) -> None:
    web = {name: FINE[name] for name in ("database", "migrations", "cache")}
    assert readiness(client, "?only=web") == (200, {"ready": True, "parts": web})


@pytest.mark.django_db
def test_readyz_names_the_migration_that_is_missing(client: Client) -> None:
    there()
    MigrationRecorder(connection).record_unapplied("jobs", "0002_workers_and_tallies")
    parts = FINE | {
        "migrations": {"state": "missing", "missing": ["jobs.0002_workers_and_tallies"]}
    }
    assert readiness(client) == (503, {"ready": False, "parts": parts})


@pytest.mark.django_db
def test_readyz_says_that_the_queue_is_away_and_not_where_it_was(
    client: Client, settings: Settings, closed_port: int
) -> None:
    there()
    settings.REDIS_URL = f"redis://me:a-secret@127.0.0.1:{closed_port}/0"
    code, told = readiness(client)
    parts = FINE | {"queue": {"state": "missing"}}
    assert (code, told) == (503, {"ready": False, "parts": parts})


@pytest.mark.django_db
def test_readyz_says_that_the_cache_is_away(
    client: Client, settings: Settings, closed_port: int
) -> None:
    there()
    url = f"redis://127.0.0.1:{closed_port}/0"
    settings.CACHE_URL = url
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    }
    parts = FINE | {"cache": {"state": "missing"}}
    assert readiness(client) == (503, {"ready": False, "parts": parts})


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as probe:  # bound and not listening: a connection is refused
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


@pytest.mark.django_db
def test_dispatcher_says_that_its_worker_is_there_and_that_it_leaves(client: Client) -> None:
    dispatcher = Dispatcher(
        publish=lambda pk, queue: None, queues=("ai", "default", "mail"), slots=2, worker="here 7"
    )
    dispatcher.round()
    dispatcher.beat()
    assert list(Worker.objects.values_list("name", "queues", "slots")) == [
        ("here 7", "ai,default,mail", 2)
    ]
    assert readiness(client) == (200, {"ready": True, "parts": FINE})
    dispatcher.leave()
    assert readiness(client)[0] == 503
    assert not Worker.objects.exists()
