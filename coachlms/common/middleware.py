"""Turns a DomainError into an answer in one place, and keeps private pages out of every cache."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from coachlms.common.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """What a signed-in person sees is hers: no shared or disk cache may keep it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class DomainErrors:
    """A rule of the product said no: a page, an htmx fragment or JSON with the same sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if request.accepts("text/html"):
            fragment = bool(getattr(request, "htmx", False))
            template = "components/error-notice.html" if fragment else "error.html"
            return render(request, template, {"error": error}, status=error.status)
        body = {
            "type": "about:blank",
            "title": str(error),
            "status": error.status,
            "code": error.code,
        }
        return JsonResponse(body, status=error.status, content_type="application/problem+json")
