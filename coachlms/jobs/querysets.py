"""Named filters of the job table."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from coachlms.jobs.models import Job, Worker  # noqa: F401 - named in the base classes

ALIVE_FOR = timedelta(seconds=60)  # six times what a dispatcher takes to say that it is there


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, now: datetime) -> "JobQuerySet":
        """Queued and not waiting for a later time, or left behind by a worker that died."""
        return self.filter(
            Q(state="queued", not_before__lte=now) | Q(state="running", lease_until__lte=now)
        )

    def held(self, now: datetime) -> "JobQuerySet":
        """Being worked on by somebody who is alive."""
        return self.filter(state="running", lease_until__gt=now)

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=["queued", "running"])

    def on_queues(self, queues: Collection[str]) -> "JobQuerySet":
        return self.filter(queue__in=queues)

    def published(self, now: datetime) -> "JobQuerySet":
        """Have a message on its way that nobody has picked up yet."""
        return self.filter(redispatch_at__gt=now)

    def unpublished(self, now: datetime) -> "JobQuerySet":
        """Need a message: never had one, or it has been under way for too long."""
        return self.filter(Q(redispatch_at__isnull=True) | Q(redispatch_at__lte=now))


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self, now: datetime) -> "WorkerQuerySet":
        """Have said so within the last minute."""
        return self.filter(seen_at__gt=now - ALIVE_FOR)
