"""Claim a job, do it under a heartbeat, write down how it ended. Used by the worker and by scripts."""

import logging
import random
import threading
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from coachlms.jobs.errors import Failure, LeaseLost, PermanentFailure, TemporaryFailure
from coachlms.jobs.hold import Hold
from coachlms.jobs.models import Job
from coachlms.jobs.registry import kind_named

logger = logging.getLogger(__name__)
done_log = logging.getLogger("coachlms.done")  # one line per attempt, in JSON logs
BACKOFF_FIRST_S, BACKOFF_MOST_S = 4.0, 600.0
UNEXPECTED = "Something unexpected happened. The log of the worker says where."
_dice = random.SystemRandom()


def run(job_id: int, *, worker: str = "") -> bool:
    """Do the job if nobody else is doing it. False: it was not there to be done."""
    hold = claim(job_id, worker=worker)
    if hold is None:
        return False
    with bound_contextvars(job=hold.job_id, kind=hold.kind, attempt=hold.attempt):
        _attempt(hold)
    return True


def _attempt(hold: Hold) -> None:
    started = time.perf_counter()
    with _heartbeat(hold):
        failure = _work(hold)
    if failure is not None:
        if not connection.in_atomic_block:  # a script may run jobs inside its own transaction
            connection.close_if_unusable_or_obsolete()
        _write_down(hold, failure)
    ended = "failed" if failure else "done" if hold.finished else "lost"
    took = round((time.perf_counter() - started) * 1000, 1)
    done_log.info("job", extra={"status": ended, "ms": took})


def claim(job_id: int, *, worker: str = "") -> Hold | None:
    """Take the job by compare-and-swap. Attempts count here, so a worker that dies has had one."""
    now = timezone.now()
    job = Job.objects.due(now).filter(pk=job_id).first()
    if job is None:
        return None
    if job.attempt >= job.max_attempts:
        _bury(job, now)
        return None
    lease = _lease_seconds(job)
    job.token = uuid.uuid4()
    claimed = (
        Job.objects.due(now)
        .filter(pk=job_id, attempt=job.attempt)
        .update(
            state=Job.State.RUNNING,
            token=job.token,
            lease_until=now + timedelta(seconds=lease),
            attempt=F("attempt") + 1,
            expiries=F("expiries") + _expired(job),
            claimed_at=now,
            worker=worker[:80],
            redispatch_at=None,
            dispatches=0,
        )
    )
    job.attempt += 1
    return Hold(job, lease) if claimed else None


def _expired(job: Job) -> int:
    """1 when its worker vanished: a job that is due while it runs has a lease that is over."""
    return int(job.state == Job.State.RUNNING)


def _lease_seconds(job: Job) -> float:
    try:
        return kind_named(job.kind).lease_seconds
    except TemporaryFailure:  # the attempt itself will say so
        return 30.0


def _bury(job: Job, now: datetime) -> None:
    """Poison: the work itself seems to kill its worker, for example by using up the memory."""
    died = f"The worker died {job.attempt} times while doing this."
    buried = (
        Job.objects.due(now)
        .filter(pk=job.pk, attempt=job.attempt)
        .update(
            state=Job.State.DEAD,
            token=None,
            lease_until=None,
            finished_at=now,
            expiries=F("expiries") + _expired(job),
            error_code="worker_died",
            error_text=died,
        )
    )
    if buried:
        logger.error("%s %s is dead: %s", job.kind, job.subject, died)


def _work(hold: Hold) -> Failure | None:
    try:
        kind_named(hold.kind)(hold, hold.subject)
        if not hold.finished:
            with hold.finish():
                pass
    except LeaseLost:
        logger.warning("%s %s: another worker took over", hold.kind, hold.subject)
        return None
    except Failure as failure:
        return failure
    except Exception as error:  # noqa: BLE001 - the edge of the worker: any bug must end in the row
        return _unexpected(hold, error)
    return None


def _unexpected(hold: Hold, error: Exception) -> Failure:
    """Log where it happened. Never the message or the values: they may hold words of a session."""
    frames = "".join(
        f"\n  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    name = type(error).__name__
    logger.error("%s %s: unexpected %s%s", hold.kind, hold.subject, name, frames)
    return TemporaryFailure(name, UNEXPECTED)


def _write_down(hold: Hold, failure: Failure) -> None:
    now = timezone.now()
    final = isinstance(failure, PermanentFailure) or hold.attempt >= hold.max_attempts
    wait = timedelta() if final else timedelta(seconds=_wait_s(hold.attempt, failure))
    hold.mine.update(
        state=Job.State.DEAD if final else Job.State.QUEUED,
        token=None,
        lease_until=None,
        not_before=now + wait,
        finished_at=now if final else None,
        error_code=failure.code,
        error_text=failure.text,
    )
    logger.log(
        logging.ERROR if final else logging.WARNING,
        "%s %s, attempt %s of %s: %s; %s",
        hold.kind,
        hold.subject,
        hold.attempt,
        hold.max_attempts,
        failure.code,
        "dead" if final else f"again in {wait.total_seconds():.0f} s",
    )


def _wait_s(attempt: int, failure: Failure) -> float:
    """Seconds until the next attempt: full jitter, and never earlier than the other side asked."""
    jitter = _dice.uniform(1, min(BACKOFF_MOST_S, BACKOFF_FIRST_S * 2**attempt))
    asked = failure.retry_after if isinstance(failure, TemporaryFailure) else None
    return max(jitter, asked or 0)


@contextmanager
def _heartbeat(hold: Hold) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(
        target=_keep_alive, args=(hold, stop), name=f"lease of job {hold.job_id}", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_alive(hold: Hold, stop: threading.Event) -> None:
    """Renew every third of the lease; when that fails for a whole lease, the work must stop."""
    misses = 0
    try:
        while misses < 3 and not stop.wait(hold.lease_seconds / 3):
            try:
                if not hold.renew():
                    return
                misses = 0
            except DatabaseError as error:
                misses += 1
                logger.warning("lease of job %s: %s", hold.job_id, type(error).__name__)
                connection.close()
        if misses:
            hold.lose()
    finally:
        connection.close()
