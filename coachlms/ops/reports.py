"""Reports of errors to the service SENTRY_DSN names: where it happened, and nothing of what was said.

An event is built anew from the few fields that cannot hold content, so a field that a later version of
the library adds is not sent.
"""

from typing import TYPE_CHECKING, Any, cast

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.transport import Transport

from coachlms.logs import text_of

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = ("event_id", "timestamp", "level", "platform", "logger", "transaction", "environment", "sdk")
PLACE = ("filename", "abs_path", "function", "module", "lineno", "in_app")


def start(dsn: str, *, transport: type[Transport] | None = None) -> None:
    """Report what goes wrong in this process; `transport` for tests."""
    sentry_sdk.init(
        dsn=dsn,
        transport=transport,
        environment=settings.SITE_NAME,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(transaction_style="function_name"), CeleryIntegration()],
        before_send=without_content,
        before_send_transaction=lambda event, hint: None,
    )


def without_content(event: "Event", hint: "Hint") -> "Event":
    """The same event with what may leave this machine: no message of an error, no request, no person."""
    given = cast(dict[str, Any], event)
    kept: dict[str, Any] = {key: given[key] for key in KEPT if key in given}
    record = hint.get("log_record")
    if record is not None:
        kept["message"] = text_of(record.name, record.msg, record.args)
    if "exception" in given:
        errors = given["exception"].get("values") or []
        kept["exception"] = {"values": [_bare(error) for error in errors]}
    return cast("Event", kept)


def _bare(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames") or []
    places = [{key: frame[key] for key in PLACE if key in frame} for frame in frames]
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {"frames": places},
    }
