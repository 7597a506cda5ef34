"""Pages of errors nobody caught; programs get a problem instead."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from coachlms.common.api import PROBLEM_JSON


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django itself refuses: an unknown host, too many fields."""
    if _is_program(request):
        return _problem(400, "bad_request", "This request cannot be read.")
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; the log has it under the number of the request."""
    if _is_program(request):
        return _problem(500, "fault", "This is our fault. Try again later, or tell us when it was.")
    return defaults.server_error(request)


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _problem(status: int, code: str, title: str) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "code": code}
    return JsonResponse(body, status=status, content_type=PROBLEM_JSON)
