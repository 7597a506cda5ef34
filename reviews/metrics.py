"""Figures about sessions for those who run the site; numbers by state, nobody by name."""

from collections.abc import Iterator

from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily, Metric

from reviews.models import Submission


def sessions() -> Iterator[Metric]:
    family = GaugeMetricFamily("coachlms_sessions", "Sessions by state.", labels=["state"])
    counts = dict(Submission.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in Submission.State.values:
        family.add_metric([state], counts.get(state, 0))
    yield family
