"""What `manage.py doctor` looks at: configured, installed, reachable, and how to get what is missing."""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from coachlms.jobs.models import Job
from coachlms.ops import readiness

State = Literal["ok", "note", "missing"]
LEAST_FREE_BYTES = 1024**3
OLD_JOB = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    """One line of the table. `missing` makes doctor end with 1; a note does not."""

    part: str
    state: State
    found: str
    remedy: str = ""


def all_findings() -> Iterator[Finding]:
    yield from _parts()
    yield from _redis()
    yield _files()
    yield _mail()
    yield _static()
    yield _secret()
    yield _address()
    yield _tools()
    yield from _postgres_log()
    yield _space()
    yield _watching()
    yield from _work()


REMEDIES = {
    "database": "Look at DATABASE_URL, and whether the server runs and lets this machine in.",
    "migrations": "manage.py prepare",
    "cache": "Look at CACHE_URL, and whether that Redis runs.",
    "queue": "Look at REDIS_URL, and whether that Redis runs.",
    "worker": "Start one: manage.py up, or manage.py worker with these names in WORKER_QUEUES.",
}


def _parts() -> Iterator[Finding]:
    words = {
        "database": connection.vendor,
        "cache": "Redis" if settings.CACHE_URL else "files of this machine",
        "queue": "Redis" if settings.REDIS_URL else "inside the worker",
    }
    for name, part in readiness.parts().items():
        state: State = "ok" if part.is_fine else "missing"
        found = ", ".join(part.missing[:4]) or words.get(
            name, "there" if part.is_fine else part.state
        )
        yield Finding(name, state, found, "" if part.is_fine else REMEDIES[name])


def _redis() -> Iterator[Finding]:
    """A queue that forgets or evicts is survived, and slower; one Redis for both is a trap."""
    if not settings.REDIS_URL:
        return
    if settings.REDIS_URL == settings.CACHE_URL:
        remedy = "Give CACHE_URL a Redis of its own: a full cache must not push messages out."
        yield Finding("queue and cache", "note", "the same Redis", remedy)
    waits = {"socket_connect_timeout": 2, "socket_timeout": 2}
    redis = import_string("redis.Redis").from_url(settings.REDIS_URL, **waits)
    try:
        policy = redis.info("memory").get("maxmemory_policy", "unknown")
        kept = bool(redis.info("persistence").get("aof_enabled"))
    except import_string("redis.exceptions.RedisError"):
        return  # the line "queue" has said so
    finally:
        redis.close()
    fine = policy == "noeviction" and kept
    remedy = "" if fine else "Start it with --appendonly yes --maxmemory-policy noeviction."
    found = f"{policy}, {'append-only file' if kept else 'no append-only file'}"
    yield Finding("queue keeps", "ok" if fine else "note", found, remedy)


def _files() -> Finding:
    """Writes one small file, reads it back and deletes it."""
    place = "S3" if settings.STORAGE_URL else str(settings.MEDIA_ROOT)
    remedy = "Look at STORAGE_URL and the AWS_… keys, or at the rights of the folder."
    trouble: tuple[type[Exception], ...] = (OSError,)
    if settings.STORAGE_URL:
        names = ("botocore.exceptions.BotoCoreError", "botocore.exceptions.ClientError")
        trouble += tuple(import_string(name) for name in names)
    try:
        name = default_storage.save("doctor.txt", ContentFile(b"doctor"))
        with default_storage.open(name) as file:
            fine = file.read() == b"doctor"
        default_storage.delete(name)
    except trouble as error:
        return Finding("files", "missing", f"{place}: {type(error).__name__}", remedy)
    return Finding("files", "ok", place) if fine else Finding("files", "missing", place, remedy)


def _mail() -> Finding:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        state: State = "note" if settings.HTTPS else "ok"
        where = str(getattr(settings, "EMAIL_FILE_PATH", settings.EMAIL_BACKEND))
        return Finding("mail", state, f"kept in {where}", "EMAIL_URL" if settings.HTTPS else "")
    server = get_connection(timeout=5)
    try:
        server.open()
        server.close()
    except OSError as error:  # smtplib's errors are OSErrors
        return Finding("mail", "missing", type(error).__name__, "Look at EMAIL_URL.")
    return Finding("mail", "ok", "the server lets us in")


def _static() -> Finding:
    found = settings.STATIC_ROOT / "staticfiles.json"
    if found.is_file():
        return Finding("static files", "ok", str(settings.STATIC_ROOT))
    return Finding("static files", "missing", "not collected", "manage.py prepare")


def _secret() -> Finding:
    if os.environ.get("SECRET_KEY"):
        return Finding("secret key", "ok", "SECRET_KEY")
    path = settings.VAR_DIR / "secret_key"
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding("secret key", "missing", f"{path} has mode {mode:o}", f"chmod 600 {path}")
    return Finding("secret key", "ok", str(path))


def _address() -> Finding:
    if settings.HTTPS:
        return Finding("address", "ok", settings.SITE_URL)
    if settings.SITE_URL.partition("://")[2].partition(":")[0] in {"localhost", "127.0.0.1"}:
        return Finding("address", "ok", f"{settings.SITE_URL}, this machine alone")
    remedy = "Put a proxy with a certificate in front: docs/operations.md, “https and proxies”."
    return Finding("address", "missing", f"{settings.SITE_URL} without https", remedy)


def _tools() -> Finding:
    if connection.vendor != "postgresql":
        return Finding("backup", "ok", "SQLite needs no program")
    if shutil.which("pg_dump") and shutil.which("pg_restore"):
        return Finding("backup", "ok", "pg_dump, pg_restore")
    remedy = "apt-get install postgresql-client, of the server's version"
    return Finding("backup", "missing", "no pg_dump or pg_restore", remedy)


QUIET = {
    "log_min_error_statement": {"panic", "fatal", "log"},
    "log_statement": {"none"},
    "log_min_duration_statement": {"-1"},
    "log_error_verbosity": {"terse"},
}


def _postgres_log() -> Iterator[Finding]:
    """A statement that fails is written into PostgreSQL's log whole, with the words it carries."""
    if connection.vendor != "postgresql":
        return
    loud = []
    try:
        with connection.cursor() as cursor:
            for name, quiet in QUIET.items():
                cursor.execute("SELECT current_setting(%s)", [name])
                loud += [] if cursor.fetchone()[0] in quiet else [name]
    except DatabaseError:  # the line "database" has said so
        return
    remedy = "ALTER ROLE … SET, as in docs/operations.md, “PostgreSQL and Redis”." if loud else ""
    found = "may hold words: " + ", ".join(loud) if loud else "holds no statements"
    yield Finding("database log", "note" if loud else "ok", found, remedy)


def _space() -> Finding:
    free = shutil.disk_usage(settings.VAR_DIR).free
    found = f"{free / 1024**3:.1f} GiB free under {settings.VAR_DIR}"
    fine = free >= LEAST_FREE_BYTES
    return Finding("disk", "ok" if fine else "missing", found, "" if fine else "Make room: 1 GiB.")


def _watching() -> Finding:
    known = {"METRICS_TOKEN": settings.METRICS_TOKEN, "SENTRY_DSN": settings.SENTRY_DSN}
    off = [name for name, value in known.items() if not value]
    return Finding("watching", "note" if off else "ok", "off: " + ", ".join(off) if off else "on")


def _work() -> Iterator[Finding]:
    try:
        dead = Job.objects.filter(state=Job.State.DEAD).count()
        late = Job.objects.due(timezone.now() - OLD_JOB).count()
    except DatabaseError:
        return
    remedy = (
        "Their reasons stand in the admin under Jobs; “Run again” gives them all attempts back."
    )
    yield Finding("dead jobs", "note" if dead else "ok", str(dead), remedy if dead else "")
    remedy = "More WORKER_PROCESSES, or another worker." if late else ""
    yield Finding("late jobs", "note" if late else "ok", f"{late} wait for 10 minutes", remedy)
