"""Figures for Prometheus, read from the database at each scrape: every replica gives the same answer."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import quantiles

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from coachlms.jobs.models import Job, Tally, Worker
from coachlms.jobs.registry import QUEUES
from coachlms.ops import requests
from coachlms.ops.registry import registered

LATELY = timedelta(hours=1)
MOST_ROWS = 5000  # durations looked at; the newest


def page() -> bytes:
    """Everything, in Prometheus' text format."""
    database = CollectorRegistry()
    database.register(_Database())
    return generate_latest(database) + generate_latest(requests.registry())


class _Database(Collector):
    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield from _jobs()
        yield _queue_age(now)
        yield from _durations(now)
        yield from _workers(now)
        yield from registered()


def _jobs() -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "coachlms_jobs", "Rows of the job table.", labels=["queue", "kind", "state"]
    )
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    groups = Job.objects.order_by().values("queue", "kind", "state")
    for row in groups.annotate(
        attempts=Sum("attempt"), lease_expiries=Sum("expiries"), count=Count("pk")
    ):
        key = (row["queue"], row["kind"])
        states.add_metric([*key, row["state"]], row["count"])
        counts[key]["attempts"] += row["attempts"]
        counts[key]["lease_expiries"] += row["lease_expiries"]
        counts[key]["done"] += row["count"] if row["state"] == Job.State.DONE else 0
    for tally in Tally.objects.all():
        gone = {"attempts": tally.attempts, "lease_expiries": tally.expiries, "done": tally.done}
        for name, value in gone.items():
            counts[tally.queue, tally.kind][name] += value
    yield states
    yield from _counters(counts)


COUNTERS = {
    "attempts": ("coachlms_job_attempts", "Attempts that were begun."),
    "lease_expiries": ("coachlms_job_lease_expiries", "Leases that ended: a worker vanished."),
    "done": ("coachlms_jobs_done", "Jobs that were done."),
}


def _counters(counts: dict[tuple[str, str], dict[str, int]]) -> Iterator[Metric]:
    for name, (title, text) in COUNTERS.items():
        family = CounterMetricFamily(title, text, labels=["queue", "kind"])
        for key in sorted(counts):
            family.add_metric(key, counts[key][name])
        yield family


def _queue_age(now: datetime) -> Metric:
    """Since when the oldest job that could be done now has been waiting, in seconds."""
    since: dict[str, datetime] = {}
    for row in (
        Job.objects.due(now)
        .order_by()
        .values("queue")
        .annotate(
            queued=Min("not_before", filter=Q(state="queued")),
            left=Min("lease_until", filter=Q(state="running")),
        )
    ):
        since[row["queue"]] = min(filter(None, (row["queued"], row["left"])))
    family = GaugeMetricFamily(
        "coachlms_queue_age_seconds", "Age of the oldest job that waits.", labels=["queue"]
    )
    for queue in QUEUES:
        family.add_metric([queue], (now - since.get(queue, now)).total_seconds())
    return family


def _durations(now: datetime) -> Iterator[Metric]:
    seconds: dict[str, list[float]] = defaultdict(list)
    lately = Job.objects.filter(
        state="done", finished_at__gt=now - LATELY, claimed_at__isnull=False
    )
    took = lately.order_by("-finished_at").annotate(took=F("finished_at") - F("claimed_at"))
    for kind, duration in took.values_list("kind", "took")[:MOST_ROWS]:
        seconds[kind].append(duration.total_seconds())
    family = GaugeMetricFamily(
        "coachlms_job_seconds_last_hour",
        "How long the last attempt of jobs took that were done in the last hour.",
        labels=["kind", "quantile"],
    )
    number = GaugeMetricFamily(
        "coachlms_jobs_done_last_hour", "Jobs done in the last hour.", labels=["kind"]
    )
    for kind in sorted(seconds):
        for name, value in _quantiles(seconds[kind]).items():
            family.add_metric([kind, name], value)
        number.add_metric([kind], len(seconds[kind]))
    yield from (family, number)


def _quantiles(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile (both interpolated) and the longest."""
    if len(values) == 1:
        return dict.fromkeys(("0.5", "0.95", "1"), values[0])
    steps = quantiles(values, n=20, method="inclusive")
    return {"0.5": steps[9], "0.95": steps[18], "1": max(values)}


def _workers(now: datetime) -> Iterator[Metric]:
    there, slots = dict.fromkeys(QUEUES, 0), dict.fromkeys(QUEUES, 0)
    for worker in Worker.objects.alive(now):
        for queue in set(worker.queues.split(",")) & set(QUEUES):
            there[queue] += 1
            slots[queue] += worker.slots
    for title, text, by_queue in (
        ("coachlms_workers", "Workers that said within a minute that they are there.", there),
        ("coachlms_worker_slots", "Jobs these workers can do at the same time.", slots),
    ):
        family = GaugeMetricFamily(title, text, labels=["queue"])
        for queue, value in by_queue.items():
            family.add_metric([queue], value)
        yield family
