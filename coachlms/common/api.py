"""What every answer of the API has in common: pages of rows, ETags, and problems as RFC 9457."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from coachlms.common.errors import DomainError

NOTHING_MORE: dict[str, Any] = {}


class Pages(PageNumberPagination):
    """50 rows a page; `?page=2&page_size=200` for another page and up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


@method_decorator(conditional_page, name="dispatch")
class Conditional(APIView):
    """Base of every view: a GET carries an ETag, and answers 304 when the client has that already."""

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(answer, private=True, no_cache=True)  # kept by the client, asked again
        return answer


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error: `application/problem+json` with a stable `code`. None: a fault of ours."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, DomainError):
        status, code, title, more = error.status, error.code, str(error), NOTHING_MORE
    elif isinstance(error, exceptions.APIException):
        status = error.status_code
        code, title, more = _said(error)
    else:
        return None
    set_rollback()
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **more}
    return Response(body, status, headers=_headers(error), content_type="application/problem+json")


def _said(error: exceptions.APIException) -> tuple[str, str, dict[str, Any]]:
    if isinstance(error, exceptions.ValidationError):
        fields = (
            error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
        )
        return "invalid", "Some fields need another value.", {"errors": fields}
    detail = error.detail
    code = getattr(detail, "code", "error")
    return str(code), str(detail), NOTHING_MORE


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(getattr(error, "auth_header"))  # noqa: B009
    if getattr(error, "wait", None):
        headers["Retry-After"] = f"{error.wait:.0f}"  # type: ignore[attr-defined]
    return headers
