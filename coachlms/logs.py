"""Log lines without content: JSON for machines or one line for a terminal, from an allow-list of keys.

A message of our own modules is written whole: they hold no words of a session, by rule and by test. Of
other people's modules only what their authors typed is written, with the numbers that belong in it: a
path, a query or a body may hold a withdrawal link or a transcript. Of an error: its type and its places.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.types import EventDict

OURS = {"coachlms", "courses", "reviews", "feedback"}
KEPT = ("request_id", "job", "kind", "attempt", "queue", "method", "view", "status", "ms")
FIRST = ("time", "level", "logger", "event")
LONGEST = 4000
FORMATS = ("line", "json")
PLAIN = "{asctime} {levelname} {name} {message}"


def configuration(*, style: str, level: str, debug: bool) -> dict[str, Any]:
    """The LOGGING setting. On a developer's machine (DEBUG=1) lines show messages and traces whole."""
    whole = {"format": PLAIN, "style": "{"}
    spare = {"()": "coachlms.logs.formatter", "style": style}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": whole if debug and style == "line" else spare},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # one line per request and per job is for machines; a terminal would drown in it
            "coachlms.done": {"level": "INFO" if style == "json" else "WARNING"},
        },
    }


def formatter(style: str) -> ProcessorFormatter:
    """A formatter that no content passes, in one of FORMATS."""
    return ProcessorFormatter(
        foreign_pre_chain=[merge_contextvars, ExtraAdder(KEPT)],
        processors=[_known, _json if style == "json" else _line],
        pass_foreign_args=True,
        use_get_message=False,
    )


def text_of(name: str, template: object, arguments: object) -> str:
    """The message of a record of the logger `name`, with what may be written and nothing else."""
    known = arguments if isinstance(arguments, tuple) else ()
    if name.partition(".")[0] in OURS:
        return _filled(str(template), known)[:LONGEST]
    if not known or not isinstance(template, str):
        return str(template) if template in _LITERAL else "(text left out)"
    return _filled(template, tuple(_safe(value) for value in known))[:LONGEST]


def places_of(error: BaseException) -> list[str]:
    """Where an error passed: file, line and function, never values."""
    return [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]


_REASONS = {status.phrase for status in HTTPStatus}
_LITERAL = {"Worker exiting", "Shutting down: Master", "CSRF Failed: CSRF cookie not set."}


def _filled(template: str, values: tuple[object, ...]) -> str:
    try:
        return template % values if values else template
    except (TypeError, ValueError):  # a number was wanted where we put a dash
        return template


def _safe(value: object) -> object:
    return (
        value
        if isinstance(value, int | float) or (isinstance(value, str) and value in _REASONS)
        else "–"
    )


def _known(logger: object, method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    line: EventDict = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": text_of(record.name, record.msg, event.get("positional_args")),
    }
    line.update({key: event[key] for key in KEPT if key in event})
    if record_error := _error(event.get("exc_info")):
        line["error"] = type(record_error).__name__
        line["places"] = places_of(record_error)
    return line


def _error(known: object) -> BaseException | None:
    if isinstance(known, tuple):
        return known[1] if isinstance(known[1], BaseException) else None
    return known if isinstance(known, BaseException) else None


def _json(logger: object, method: str, event: EventDict) -> str:
    return json.dumps(dict(event), ensure_ascii=False, default=str)


def _line(logger: object, method: str, event: EventDict) -> str:
    head = f"{event['time']} {str(event['level']).upper()} {event['logger']} {event['event']}"
    return " ".join([head, *_pairs(event)]) + "".join(
        f"\n  {place}" for place in event.get("places", ())
    )


def _pairs(event: Mapping[str, Any]) -> list[str]:
    return [f"{key}={event[key]}" for key in (*KEPT, "error") if key in event]
