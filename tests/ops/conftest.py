"""Log lines as they would be written, at the most talkative level."""

import io
import logging
from collections.abc import Iterator

import pytest
from structlog.contextvars import clear_contextvars

from coachlms import logs


def _capture(style: str) -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter(style))
    clear_contextvars()
    root, done = logging.getLogger(), logging.getLogger("coachlms.done")
    before = root.level, done.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    done.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(before[0])
    done.setLevel(before[1])


@pytest.fixture
def json_log() -> Iterator[io.StringIO]:
    yield from _capture("json")


@pytest.fixture
def line_log() -> Iterator[io.StringIO]:
    yield from _capture("line")
