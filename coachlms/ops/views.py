"""Probes and figures for machines: alive, ready, and how it goes."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coachlms.ops import readiness
from coachlms.ops.metrics import page


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive. Asks nobody else, so that nobody else's trouble restarts it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything that is needed, part by part; with ?only=web what this process itself needs."""
    parts = readiness.parts(web_only=request.GET.get("only") == "web")
    ready = all(part.is_fine for part in parts.values())
    told = {"ready": ready, "parts": {name: part.told() for name, part in parts.items()}}
    return JsonResponse(told, status=200 if ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text, for whoever knows METRICS_TOKEN; without one there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(token, settings.METRICS_TOKEN):
        refused = HttpResponse("A token is needed.\n", status=401, content_type="text/plain")
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    return HttpResponse(page(), content_type="text/plain; version=0.0.4; charset=utf-8")
