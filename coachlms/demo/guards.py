"""What stands before the pages of the free demo: the switch, the cookie, the limits, and what no cache may keep."""

import hashlib
import secrets
from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from coachlms.demo.models import KEPT_FOR, DemoVisit

View = Callable[..., HttpResponse]
SALT = "coachlms.demo"
MAX_BODY = 1024 * 1024  # bytes of a request; what is larger is not even received
AN_HOUR = 3600


def island(view: View) -> View:
    """Only while the demo is open; nothing of it is indexed or kept by any cache."""

    @wraps(view)
    def inner(request: HttpRequest, **place: str) -> HttpResponse:
        if not settings.FREE_DEMO:
            raise Http404
        response = view(request, **place)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


def begins_a_reading(view: View) -> View:
    """A POST to this page costs work: its body is bounded before it is read, and each address may do it so often."""

    @wraps(view)
    def counted(request: HttpRequest, **place: str) -> HttpResponse:
        if request.method == "POST" and not ratelimit.consume(request, action="free_demo"):
            return later(
                request,
                _(
                    "Your network has tried many conversations within this hour. Come back in an hour."
                ),
            )
        return view(request, **place)

    protected = csrf_protect(counted)

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, **place: str) -> HttpResponse:
        if _announced(request) > MAX_BODY:
            return render(request, "demo/too-large.html", status=413)
        return protected(request, **place)

    return inner


def later(request: HttpRequest, sentence: str, seconds: int = AN_HOUR) -> HttpResponse:
    """429, and when to come back."""
    response = render(request, "demo/later.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def visit_of(request: HttpRequest, key: str) -> DemoVisit:
    """This browser's visit; everybody else gets 404."""
    secret = _secret(request)
    if secret is None:
        raise Http404
    return get_object_or_404(DemoVisit.objects.of(_digest(secret)), key=key)


def own(request: HttpRequest) -> str:
    """This browser's secret: the one it has, or a new one."""
    return _secret(request) or secrets.token_urlsafe(32)


def owner(secret: str) -> str:
    return _digest(secret)


def remember(response: HttpResponse, secret: str) -> HttpResponse:
    """The secret stays with the browser for as long as the visit; here only its digest is kept."""
    response.set_signed_cookie(
        cookie_name(),
        secret,
        salt=SALT,
        max_age=KEPT_FOR,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def cookie_name() -> str:
    return "__Host-demo" if settings.HTTPS else "demo"


# --- inside -----------------------------------------------------------------------------------------


def _secret(request: HttpRequest) -> str | None:
    return request.get_signed_cookie(cookie_name(), None, salt=SALT, max_age=KEPT_FOR)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
