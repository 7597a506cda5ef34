"""Create work inside the transaction it belongs to, look at it, run it again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from coachlms.common.errors import Conflict
from coachlms.jobs.models import Job, Step, Tally, Worker
from coachlms.jobs.querysets import JobQuerySet
from coachlms.jobs.registry import Kind, load_kinds, periodic_kinds
from coachlms.jobs.runner import run

KEPT_DAYS = 30


def create(task: Kind, subject: int, *, key: str, not_before: datetime | None = None) -> Job:
    """Put a job into the table, in the caller's transaction. The same key gives the same row."""
    job, _ = Job.objects.get_or_create(
        idempotency_key=key,
        defaults={
            "kind": task.name,
            "subject": subject,
            "queue": task.queue,
            "max_attempts": task.max_attempts,
            "not_before": not_before or timezone.now(),
        },
    )
    return job


def create_periodic(*, queues: tuple[str, ...]) -> int:
    """Put the current time slot of every periodic task into the table; says how many were new."""
    now = timezone.now()
    new = 0
    for kind in periodic_kinds():
        if kind.queue in queues and kind.every is not None:
            slot = int(now.timestamp() // kind.every.total_seconds())
            key = f"{kind.name}:{slot}"
            if not Job.objects.filter(idempotency_key=key).exists():
                create(kind, slot, key=key)
                new += 1
    return new


def run_pending(limit: int = 1000) -> int:
    """Do everything that is due, in this process, as the worker would. Says how many attempts ran."""
    load_kinds()
    ran = 0
    while ran < limit:
        due = Job.objects.due(timezone.now()).order_by("pk")[: limit - ran]
        did = sum(run(pk, worker="here") for pk in list(due.values_list("pk", flat=True)))
        if not did:
            break
        ran += did
    return ran


def progress_of(kind: Kind | str, subject: int) -> Job | None:
    """The newest job of this kind about this row, for a page that waits."""
    return Job.objects.filter(kind=_name(kind), subject=subject).order_by("-pk").first()


@transaction.atomic
def run_again(job: Job) -> None:
    """Give a dead job all its attempts back. Conflict when it is not dead any more."""
    dead = Job.objects.filter(pk=job.pk, state=Job.State.DEAD)
    if dead.select_for_update().first() is None:
        raise Conflict
    keep_count(dead)
    dead.update(
        state=Job.State.QUEUED,
        attempt=0,
        expiries=0,
        not_before=timezone.now(),
        finished_at=None,
        redispatch_at=None,
        dispatches=0,
    )
    job.refresh_from_db()


def forget_steps(*kinds: Kind | str, subject: int) -> int:
    """Delete what earlier attempts found out about this row; says how many results went."""
    names = [_name(kind) for kind in kinds]
    return Step.objects.filter(kind__in=names, subject=subject).delete()[0]


@transaction.atomic
def forget_old() -> int:
    """Delete finished jobs, with their keys, and step results after 30 days; dead jobs stay."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    steps, _ = Step.objects.filter(created_at__lt=before).delete()
    Worker.objects.filter(seen_at__lt=before).delete()
    old = Job.objects.filter(state=Job.State.DONE, finished_at__lt=before)
    keep_count(old)
    jobs, _ = old.delete()
    return steps + jobs


def keep_count(jobs: JobQuerySet) -> None:
    """Add what these jobs had to the tally, before they are deleted or start anew."""
    groups = jobs.order_by().values("kind", "queue")
    for row in groups.annotate(
        attempts=Sum("attempt"),
        expired=Sum("expiries"),
        done=Count("pk", filter=Q(state=Job.State.DONE)),
    ):
        tally, _ = Tally.objects.get_or_create(kind=row["kind"], queue=row["queue"])
        Tally.objects.filter(pk=tally.pk).update(
            attempts=F("attempts") + row["attempts"],
            expiries=F("expiries") + row["expired"],
            done=F("done") + row["done"],
        )


def _name(kind: Kind | str) -> str:
    return kind if isinstance(kind, str) else kind.name
