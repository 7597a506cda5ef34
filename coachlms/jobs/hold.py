"""What a running task has in its hands: the right to do this job, for as long as the lease lasts."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar, cast

from django.db import transaction
from django.utils import timezone

from coachlms.jobs.errors import LeaseLost
from coachlms.jobs.models import Job, Step
from coachlms.jobs.querysets import JobQuerySet

Result = TypeVar("Result")
PROGRESS_EVERY_S = 0.5


class Hold:
    """A claimed job. Every method raises LeaseLost once another worker may have taken over."""

    def __init__(self, job: Job, lease_seconds: float) -> None:
        self.job_id = job.pk
        self.kind = job.kind
        self.subject = job.subject
        self.attempt = job.attempt
        self.max_attempts = job.max_attempts
        self.lease_seconds = lease_seconds
        self.finished = False
        self._token = job.token
        self._lost = threading.Event()
        self._progress_at = float("-inf")

    @property
    def mine(self) -> JobQuerySet:
        """The row, as long as it is ours. Zero rows: somebody else claimed it."""
        return Job.objects.filter(pk=self.job_id, token=self._token, state=Job.State.RUNNING)

    def check(self) -> None:
        """Cheap enough for every turn of a long loop: asks no database."""
        if self._lost.is_set():
            raise LeaseLost

    def lose(self) -> None:
        self._lost.set()

    def renew(self) -> bool:
        """Prolong the lease by its whole length; False when it belongs to somebody else."""
        until = timezone.now() + timedelta(seconds=self.lease_seconds)
        if self.mine.update(lease_until=until):
            return True
        self.lose()
        return False

    def progress(self, done: int, total: int, text: str) -> None:
        """Tell the people who wait, at most twice a second and at the end. Never words of a session."""
        self.check()
        now = time.monotonic()
        if now - self._progress_at < PROGRESS_EVERY_S and done < total:
            return
        self._progress_at = now
        told = {"progress": done, "progress_total": total, "progress_text": text[:200]}
        if not self.mine.update(**told):
            self.lose()
            raise LeaseLost

    def step(self, name: str, *, version: str, inputs: bytes, work: Callable[[], Result]) -> Result:
        """The result of `work`, which must be JSON; taken from an earlier attempt with the same inputs."""
        self.check()
        key = {
            "kind": self.kind,
            "subject": self.subject,
            "name": name,
            "input_hash": hashlib.sha256(inputs).hexdigest(),
            "version": version,
        }
        known = Step.objects.filter(**key).first()
        if known is None:
            # through JSON and back: this attempt sees the same types as a later one
            result = json.loads(json.dumps(work()))
            with transaction.atomic():
                if not self.renew():
                    raise LeaseLost
                known, _ = Step.objects.get_or_create(**key, defaults={"result": result})
        return cast(Result, known.result)

    @contextmanager
    def finish(self) -> Iterator[None]:
        """One transaction for the effect and for "done": both happen, once, or neither."""
        with transaction.atomic():
            done = self.mine.update(
                state=Job.State.DONE,
                token=None,
                lease_until=None,
                finished_at=timezone.now(),
                error_code="",
                error_text="",
            )
            if not done:
                self.lose()
                raise LeaseLost
            yield
        self.finished = True
