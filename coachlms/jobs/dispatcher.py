"""Gives due jobs a message, never many ahead, and notices when messages stop being picked up."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from coachlms.jobs.models import Job, Worker
from coachlms.jobs.services import create_periodic

AHEAD_PER_SLOT = 2
GAP_FIRST_S, GAP_MOST_S = 10.0, 300.0
PERIODIC_EVERY_S = 15.0
BEAT_EVERY_S = 10.0
STUCK_AFTER = timedelta(minutes=2)

Publish = Callable[[int, str], None]  # job id, queue


@dataclass
class Dispatcher:
    """One worker's share of the job table. Any number of these may look at the same rows."""

    publish: Publish
    queues: tuple[str, ...]
    slots: int
    worker: str
    _periodic_at: float = field(default=float("-inf"))
    _beat_at: float = field(default=float("-inf"))

    def forget_messages(self) -> None:
        """At the start of an embedded worker: messages of the one before died with it."""
        mine = Job.objects.unfinished().on_queues(self.queues)
        mine.update(redispatch_at=None, dispatches=0)

    def beat(self) -> None:
        """Say that this worker is there; others read it for /readyz and the figures."""
        said = {"queues": ",".join(self.queues), "slots": self.slots, "seen_at": timezone.now()}
        if not Worker.objects.filter(name=self.worker[:80]).update(**said):
            Worker.objects.create(name=self.worker[:80], **said)

    def leave(self) -> None:
        """Say that this worker takes no more work."""
        Worker.objects.filter(name=self.worker[:80]).delete()

    def round(self) -> int:
        """Look once; says how many messages went out."""
        if time.monotonic() - self._beat_at > BEAT_EVERY_S:
            self.beat()
            self._beat_at = time.monotonic()
        if time.monotonic() - self._periodic_at > PERIODIC_EVERY_S:
            create_periodic(queues=self.queues)
            self._periodic_at = time.monotonic()
        if not Job.objects.due(timezone.now()).on_queues(self.queues).exists():
            return 0
        return sum(self._feed(queue) for queue in self.queues)

    def _feed(self, queue: str) -> int:
        now = timezone.now()
        due = Job.objects.due(now).filter(queue=queue)
        room = AHEAD_PER_SLOT * self.slots - due.published(now).count()
        if room <= 0:
            return 0
        waiting = due.unpublished(now).order_by("pk").values_list("pk", "dispatches")[:room]
        return sum(self._send(pk, queue, sent) for pk, sent in list(waiting))

    def _send(self, pk: int, queue: str, sent: int) -> bool:
        """Mark first, then publish: of several dispatchers one sends, and a lost message is repeated."""
        now = timezone.now()
        gap = timedelta(seconds=min(GAP_MOST_S, GAP_FIRST_S * 2 ** min(sent, 10)))
        marked = (
            Job.objects.due(now)
            .unpublished(now)
            .filter(pk=pk, dispatches=sent)
            .update(redispatch_at=now + gap, dispatches=F("dispatches") + 1)
        )
        if not marked:
            return False
        published = False
        try:
            self.publish(pk, queue)
            published = True
        finally:
            if not published:  # the broker is away: not this job's fault, so no growing gap
                Job.objects.filter(pk=pk).update(redispatch_at=None, dispatches=sent)
        return True

    def is_stuck(self) -> bool:
        """Work has been waiting for two minutes and this worker has neither claimed nor held any."""
        now = timezone.now()
        long_ago = now - STUCK_AFTER
        if not Job.objects.due(long_ago).on_queues(self.queues).exists():
            return False
        mine = Job.objects.filter(worker=self.worker)
        busy = Q(claimed_at__gt=long_ago) | Q(state=Job.State.RUNNING, lease_until__gt=now)
        return not mine.filter(busy).exists()
