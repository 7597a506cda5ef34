"""The account page, and what stands before every other page: the documents, and a second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachlms.accounts import documents, second_factor
from coachlms.accounts.forms import AgreeForm, NameForm
from coachlms.accounts.requests import SignedInRequest
from coachlms.accounts.services import rename


@login_required
@require_http_methods(["GET", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Everything about one's own account, with the state of each part and a way to change it."""
    form = NameForm(_sent(request), initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        rename(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name is saved."))
        return redirect("account")
    context = {"form": form, **_state_of(request)}
    return render(request, "account/account.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def agree(request: SignedInRequest) -> HttpResponse:
    """Asked once for each version of the documents; there are ways out beside it."""
    following = _next(request)
    if documents.has_agreed(request.user):
        return redirect(following)
    form = AgreeForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        documents.agree(user=request.user)
        return redirect(following)
    context = {"form": form, "next": following, "is_new": not request.user.agreed_to}
    return render(request, "account/agree.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def second_factor_first(request: SignedInRequest) -> HttpResponse:
    """Why this person needs a second factor, and the ways to one; leads on once she has it."""
    if not second_factor.is_missing(request.user):
        return redirect(_next(request))
    return render(request, "mfa/first.html")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    context = {"version": settings.DOCUMENT_VERSIONS.get("terms"), "site_name": settings.SITE_NAME}
    return render(request, "pages/terms.html", context)


# --- inside -----------------------------------------------------------------------------------------


def _state_of(request: SignedInRequest) -> dict[str, object]:
    types = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    addresses = EmailAddress.objects.filter(user=request.user)
    return {
        "addresses": addresses.count(),
        "has_app": Authenticator.Type.TOTP in types,
        "has_codes": Authenticator.Type.RECOVERY_CODES in types,
        "passkeys": types.count(Authenticator.Type.WEBAUTHN),
        "open_sessions": len(UserSession.objects.purge_and_list(request.user)),
        "has_services": bool(settings.SOCIAL_APPS),
        "services": SocialAccount.objects.filter(user=request.user).count(),
        "needs_factor": second_factor.is_required(request.user),
    }


def _sent(request: HttpRequest) -> QueryDict | None:
    """An empty POST is an answer, too."""
    return request.POST if request.method == "POST" else None


def _next(request: HttpRequest) -> str:
    """Where she was going, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else settings.LOGIN_REDIRECT_URL
