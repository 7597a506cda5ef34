"""The kinds of work there are. A kind is a function in some app's tasks.py; its name is the kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import autodiscover_modules

from coachlms.jobs.errors import LeaseLost, PermanentFailure, TemporaryFailure
from coachlms.jobs.hold import Hold

__all__ = [
    "Hold",
    "Kind",
    "LeaseLost",
    "PermanentFailure",
    "TemporaryFailure",
    "job",
    "kind_named",
    "load_kinds",
    "periodic",
    "periodic_kinds",
    "queues_in_use",
]

Work = Callable[[Hold, int], None]
QUEUES = ("media", "ai", "mail", "default")


@dataclass(frozen=True)
class Kind:
    """One kind of work; calling it does the work under a hold."""

    name: str
    queue: str
    max_attempts: int
    lease_seconds: float
    work: Work
    every: timedelta | None = None

    def __call__(self, hold: Hold, subject: int) -> None:
        self.work(hold, subject)


_kinds: dict[str, Kind] = {}


def job(
    queue: str = "default", *, max_attempts: int = 5, lease_seconds: float | None = None
) -> Callable[[Work], Kind]:
    """Register a task. The lease is in seconds, JOB_LEASE_SECONDS when left out."""

    def register(work: Work) -> Kind:
        lease = lease_seconds or settings.JOB_LEASE_SECONDS
        return _add(Kind(work.__name__, queue, max_attempts, lease, work))

    return register


def periodic(
    *, every: timedelta, queue: str = "default", max_attempts: int = 3
) -> Callable[[Work], Kind]:
    """Register a task that runs once per time slot; its subject is the number of the slot."""

    def register(work: Work) -> Kind:
        lease = settings.JOB_LEASE_SECONDS
        return _add(Kind(work.__name__, queue, max_attempts, lease, work, every))

    return register


def kind_named(name: str) -> Kind:
    """The kind of this name, or TemporaryFailure: a newer worker may know it."""
    if name not in _kinds:
        load_kinds()
    try:
        return _kinds[name]
    except KeyError:
        raise TemporaryFailure(
            "unknown_kind", "This version does not know this kind of work."
        ) from None


def periodic_kinds() -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.every is not None]


def queues_in_use() -> tuple[str, ...]:
    """The queues that some kind of this installation uses, so that a worker must read them."""
    load_kinds()
    used = {kind.queue for kind in _kinds.values()}
    return tuple(queue for queue in QUEUES if queue in used)


def load_kinds() -> None:
    """Import the tasks.py of every installed app, so that its kinds are known."""
    autodiscover_modules("tasks")


def _add(kind: Kind) -> Kind:
    known = _kinds.get(kind.name)
    if known and known.work.__module__ != kind.work.__module__:
        raise ImproperlyConfigured(
            f"{kind.name} is a task in {known.work.__module__} and in {kind.work.__module__}."
        )
    if kind.queue not in QUEUES:
        raise ImproperlyConfigured(f"{kind.name} names an unknown queue: {kind.queue}.")
    _kinds[kind.name] = kind
    return kind
