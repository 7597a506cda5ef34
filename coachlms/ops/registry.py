"""Where apps hand in figures of their own for /metrics; free of models, so that AppConfigs may import it."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client.metrics_core import Metric

Figures = Callable[[], Iterable[Metric]]
_registered: list[Figures] = []


def register(figures: Figures) -> None:
    """Let an app add its own figures; called in its AppConfig.ready."""
    if figures not in _registered:
        _registered.append(figures)


def registered() -> Iterator[Metric]:
    for figures in _registered:
        yield from figures()
