"""Every address under /api/v1/. Each app has its views in its own `api` and the same rules as its pages."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, URLPattern, URLResolver, include, path, resolve
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from coachlms.accounts.models import Scope
from coachlms.accounts.views.me import Me
from coachlms.common.api import Conditional
from coachlms.common.errors import DomainError
from coachlms.reference import Reference

RENDERERS = (OpenApiJsonRenderer2, OpenApiYamlRenderer2, OpenApiYamlRenderer)
NOWHERE = "api_nowhere"


class Schema(Conditional):
    """The OpenAPI document: JSON, or YAML with `?format=yaml`. Made once in the life of a process."""

    schema = None
    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = RENDERERS

    def get(self, request: Request) -> HttpResponse:
        renderer = request.accepted_renderer
        return HttpResponse(_document(renderer.format), content_type=renderer.media_type)


class Nowhere(APIView):
    """Whatever no operation has as its address. A forgotten slash leads on, with method and body as they are."""

    schema = None
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if _lacks_slash(request.path_info):
            return HttpResponsePermanentRedirect(
                request.get_full_path(force_append_slash=True), preserve_request=True
            )
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound("There is no such address. /api/v1/ describes those that there are.")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """First steps, and every operation to read and to try."""
    context = {
        "site": request.build_absolute_uri("/")[:-1],
        "scopes": Scope.choices,
        "limits": settings.API_LIMITS,
        "reference": _reference(),
    }
    return render(request, "api/docs.html", context)


def _made() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


@cache
def _document(form: str) -> bytes:
    renderer = next(known for known in RENDERERS if known.format == form)
    rendered: bytes = renderer().render(_made(), renderer_context={})
    return rendered


@cache
def _reference() -> SafeString:
    """The same for everybody, and long: made once in the life of a process."""
    reference = Reference(_made())
    rows = {
        "groups": reference.groups(),
        "shapes": reference.shapes(),
        "refusals": sorted(_refusals(DomainError), key=lambda row: row["code"]),
    }
    return render_to_string("api/reference.html", rows)


def _refusals(kind: type[DomainError]) -> Iterator[dict[str, Any]]:
    """Every rule that can say no, with what stands between braces left open."""
    for each in kind.__subclasses__():
        yield {
            "code": each.code,
            "status": each.status,
            "title": re.sub(r"{\w+}", "…", str(each.message)),
        }
        yield from _refusals(each)


def _lacks_slash(address: str) -> bool:
    if address.endswith("/"):
        return False
    try:
        return resolve(f"{address}/").url_name != NOWHERE
    except Resolver404:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("", api_docs, name="api_docs"),
    path("schema/", Schema.as_view(), name="api_schema"),
    path("me/", Me.as_view(), name="api_me"),
    path("", include("courses.api.urls")),
    path("", include("reviews.api.urls")),
    path("", include("feedback.api.urls")),
]
