"""What has to be there before this installation can serve: each part by itself, and nothing secret."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.module_loading import import_string

from coachlms.jobs.models import Worker
from coachlms.jobs.registry import queues_in_use

State = Literal["ok", "missing", "unknown", "unused"]


@dataclass(frozen=True)
class Part:
    """One thing that is needed. `missing` names what is missing in it, in words of the product."""

    state: State
    missing: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        return self.state in {"ok", "unused"}

    def told(self) -> dict[str, object]:
        return {"state": self.state} | ({"missing": list(self.missing)} if self.missing else {})


OK, MISSING, UNKNOWN, UNUSED = Part("ok"), Part("missing"), Part("unknown"), Part("unused")


def parts(*, web_only: bool = False) -> dict[str, Part]:
    """Every part by name. With `web_only` those that this process itself needs to answer pages."""
    found = {"database": _database()}
    answers = found["database"].is_fine
    found["migrations"] = _migrations() if answers else UNKNOWN
    found["cache"] = _cache()
    if not web_only:
        found["queue"] = _queue()
        found["worker"] = _worker() if answers else UNKNOWN
    return found


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return MISSING
    return OK


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Files do not change while a process runs."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _migrations() -> Part:
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return UNKNOWN
    gone = sorted(
        f"{app}.{name}" for app, name in _newest_migrations() if (app, name) not in applied
    )
    return Part("missing", tuple(gone)) if gone else OK


def _cache() -> Part:
    trouble: tuple[type[Exception], ...] = (OSError, *_redis_errors(settings.CACHE_URL))
    try:
        shared_cache.set("readyz", 1, 60)
        return OK if shared_cache.get("readyz") == 1 else MISSING
    except trouble:
        return MISSING


def _queue() -> Part:
    """Only with REDIS_URL is the queue anywhere but in the database and the worker itself."""
    if not settings.REDIS_URL:
        return UNUSED
    waits = {"socket_connect_timeout": 2, "socket_timeout": 2}
    redis = import_string("redis.Redis").from_url(settings.REDIS_URL, **waits)
    try:
        return OK if redis.ping() else MISSING
    except _redis_errors(settings.REDIS_URL):
        return MISSING
    finally:
        redis.close()


def _redis_errors(url: str) -> tuple[type[Exception], ...]:
    """The web process does not load redis unless an installation uses it."""
    return (import_string("redis.exceptions.RedisError"),) if url else ()


def _worker() -> Part:
    """Every queue that some work of this installation goes through has a worker that reads it."""
    try:
        known = Worker.objects.alive(timezone.now()).values_list("queues", flat=True)
        read = {queue for queues in known for queue in queues.split(",")}
    except DatabaseError:
        return UNKNOWN
    unread = tuple(queue for queue in queues_in_use() if queue not in read)
    return Part("missing", unread) if unread else OK
