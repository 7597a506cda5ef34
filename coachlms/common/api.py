"""What every answer of the API has in common: pages of rows, ETags, and problems as RFC 9457."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from coachlms.common.errors import DomainError

NOTHING_MORE: dict[str, Any] = {}
PROBLEM_JSON = "application/problem+json"
MEANINGS: Mapping[int, str] = {
    400: "Some fields need another value; `errors` names them.",
    401: "Who asks is not known, or the token is not valid.",
    403: "The token was not made for this, or this is not yours to do.",
    404: "There is no such thing, or not for you.",
    409: "Not possible in the present state; `code` says why.",
    410: "The words have been deleted.",
    413: "The request is too large.",
    415: "The body is in a format that is not read here.",
    422: "Understood, but a rule says no; `code` and `details` say which and where.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
}


class Pages(PageNumberPagination):
    """50 rows a page; `?page=2&page_size=200` for another page and up to 200. 404 beyond the last."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Any) -> int:
        return _whole(request, "page_size", self.page_size, self.max_page_size)

    def get_page_number(self, request: Any, paginator: Any) -> int:
        return _whole(request, "page", 1, 10**9)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        shape = super().get_paginated_response_schema(schema)
        for name, page in (("next", 3), ("previous", 1)):
            shape["properties"][name]["example"] = f"https://school.example/api/v1/…/?page={page}"
        shape["properties"]["count"]["example"] = 120
        return shape

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        most = {"page": 10**9, "page_size": self.max_page_size}
        rows: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for row in rows:
            row["schema"] |= {"minimum": 1, "maximum": most[row["name"]]}
        return rows


class Json(JSONParser):
    """JSON whose texts can be written as UTF-8: halves of a character alone break every answer and every row."""

    def parse(self, stream: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            data = super().parse(stream, *args, **kwargs)
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise exceptions.ParseError("JSON parse error - half of a surrogate pair") from error
        except RecursionError as error:
            raise exceptions.ParseError("JSON parse error - nested too deeply") from error
        return data


@method_decorator(conditional_page, name="dispatch")
class Conditional(APIView):
    """Base of every view: a GET carries an ETag, and answers 304 when the client has that already."""

    parser_classes: Sequence[type[BaseParser]] = [Json]
    metadata_class = None  # no OPTIONS: the schema says more, and to everybody the same

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        # Django's own limit does not hold for parsers that read the stream themselves
        if _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(answer, private=True, no_cache=True)  # kept by the client, asked again
        return answer


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "This request is too large. A transcript may have 10 MB."


class ProblemSerializer(serializers.Serializer[dict[str, Any]]):
    """Every refusal, after RFC 9457. `code` is stable; `title` is a sentence for people."""

    type = serializers.CharField(help_text="Always about:blank.")
    title = serializers.CharField(help_text="What happened and what to do.")
    status = serializers.IntegerField(help_text="The HTTP status again.")
    code = serializers.CharField(help_text="Stable name of the refusal.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.JSONField(), required=False, help_text="Field to its messages (400)."
    )
    details = serializers.DictField(
        child=serializers.JSONField(), required=False, help_text="Places and numbers, by name."
    )


def answers(*statuses: int, **ok: Any) -> dict[Any, Any]:
    """Responses of one operation for its schema: `answers(404, 409, s200=Serializer)`.

    401, 403 and 429 can happen everywhere. A success that is None has no body.
    """
    good = {int(key.removeprefix("s")): value for key, value in ok.items()}
    bad = sorted({401, 403, 429, *statuses})
    return {
        **{
            code: value or OpenApiResponse(description="Done; there is no body.")
            for code, value in good.items()
        },
        **{
            (code, PROBLEM_JSON): OpenApiResponse(ProblemSerializer, MEANINGS[code]) for code in bad
        },
    }


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error: `application/problem+json` with a stable `code`. None: a fault of ours."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SuspiciousOperation):  # Django's limits of what a request may hold
        is_long = isinstance(error, RequestDataTooBig)
        error = TooLarge() if is_long else exceptions.ParseError()
    if isinstance(error, DomainError):
        status, code, title, more = error.status, error.code, str(error), _details(error)
    elif isinstance(error, exceptions.APIException):
        status = error.status_code
        code, title, more = _said(error)
    else:
        return None
    set_rollback()
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **more}
    return Response(body, status, headers=_headers(error), content_type=PROBLEM_JSON)


def _details(error: DomainError) -> dict[str, Any]:
    """What the sentence was made of, for programs: a line, a list of what is missing."""
    plain = {
        key: value
        for key, value in error.details.items()
        if isinstance(value, str | int | list) and not isinstance(value, bool)
    }
    return {"details": plain} if plain else NOTHING_MORE


def _whole(request: Any, name: str, usual: int, most: int) -> int:
    """A number from 1 to `most` in the address; ValidationError for anything else."""
    asked = str(request.query_params.get(name, usual))
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 10 else 0
    if not 1 <= number <= most:
        raise exceptions.ValidationError({name: [f"A whole number from 1 to {most}."]})
    return number


def _length(request: Any) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


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
