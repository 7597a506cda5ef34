"""One number per request, one log line per request, one count per page. Never an address or a name."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars

from coachlms.ops import requests

logger = logging.getLogger("coachlms.done")
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestLog:
    """Outermost, so that the time of everything else counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, number = time.perf_counter(), request_id(request)
        # bound until the next request of this thread: Django logs errors after we have returned
        bind_contextvars(request_id=number)
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        method = request.method if request.method in METHODS else "other"
        view, status = view_of(request), response.status_code
        told = {"method": method, "view": view, "status": status, "ms": round(seconds * 1000, 1)}
        logger.info("request", extra=told)
        if settings.METRICS_TOKEN:
            requests.count(view=view, method=str(method), status=status, seconds=seconds)
        response["X-Request-Id"] = number
        return response


def request_id(request: HttpRequest) -> str:
    """The proxy's number when there is a proxy we trust, else a new one."""
    given = request.headers.get("X-Request-Id", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and GIVEN.fullmatch(given):
        return given
    return uuid.uuid4().hex


def view_of(request: HttpRequest) -> str:
    """The name of the address, so never what stands in it."""
    match = request.resolver_match
    return (match.view_name or "unnamed") if match else "none"
