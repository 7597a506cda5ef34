"""Counts what the web processes of one start did. They count together when there are several."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_here = CollectorRegistry()
_requests = Counter(
    "coachlms_web_requests",
    "Requests by name of the page, method and status.",
    ["view", "method", "status"],
    registry=_here,
)
_seconds = Histogram(
    "coachlms_web_request_seconds",
    "How long answers took, by name of the page.",
    ["view"],
    buckets=BUCKETS_S,
    registry=_here,
)


def count(*, view: str, method: str, status: int, seconds: float) -> None:
    _requests.labels(view, method, str(status)).inc()
    _seconds.labels(view).observe(seconds)


def registry() -> CollectorRegistry:
    """This process's figures, or those of all processes that count in the same folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return _here
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together
