"""What a signed-in person does before anything else: agree to the documents, set up a second factor."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect
from requests import RequestException

from coachlms.accounts.documents import has_agreed
from coachlms.accounts.second_factor import is_missing

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]

# Open before anything is agreed to: what one would agree to, and the ways out.
ALWAYS = {
    "terms",
    "privacy",
    "for_clients",
    "accessibility",
    "method",
    "healthz",
    "readyz",
    "api_docs",
    "api_schema",
    "api_nowhere",
    "withdraw",
    "agree",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_data",
    "ask_download",
    "download",
    "delete_account",
    "account_deleted",
}
# Open before a second factor is there: the pages that set one up, and those of a forgotten address.
SETTING_UP = {"second_factor_first", "account_email", "account_confirm_email", "account"}
SETTING_UP_PREFIX = "mfa_"


@dataclass(frozen=True)
class FirstThing:
    """A page that stands before all others, and what a program is told instead."""

    page: str
    code: str
    title: Promise


AGREE = FirstThing("agree", "terms_not_accepted", _("Sign in with a browser and agree first."))
SECOND_FACTOR = FirstThing(
    "second_factor_first",
    "second_factor_missing",
    _("Sign in with a browser and set up a second factor first."),
)


class BeforeAnythingElse:
    """Leads to the first thing that is still to do; costs no query for whoever has nothing to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        thing = _first_thing(request)
        return None if thing is None else _answer(request, thing)


class OtherServices:
    """The way to a sign-in service and back, under our content security policy.

    A form may be sent to this site alone (form-action), and browsers hold its redirects to that as well. So
    the button leads to a page of ours that goes on by itself. A service out of reach is no fault of ours.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        address = response.headers.get("Location", "")
        if request.method != "POST" or urlsplit(address).netloc in {"", request.get_host()}:
            return response
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": address})

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RequestException):
            return None
        logger.warning("a sign-in service cannot be reached: %s", type(error).__name__)
        return redirect("socialaccount_login_error")


def _first_thing(request: HttpRequest) -> FirstThing | None:
    match = request.resolver_match
    name = (match.url_name or "") if match and not match.namespaces else ""
    if name in ALWAYS:
        return None
    if not has_agreed(request.user):
        return AGREE
    is_setting_up = name in SETTING_UP or name.startswith(SETTING_UP_PREFIX)
    return SECOND_FACTOR if not is_setting_up and is_missing(request.user) else None


def _answer(request: HttpRequest, thing: FirstThing) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": str(thing.title),
            "status": 403,
            "code": thing.code,
        }
        return JsonResponse(body, status=403, content_type="application/problem+json")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse(thing.page))
    address = reverse(thing.page)
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
