"""Where allauth meets our users."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import User
from coachlms.accounts.requests import INVITED

log = logging.getLogger(__name__)

NOT_SENT = _("The mail could not be sent. Sign in or ask for it again in a few minutes.")
PROOFS = {"password", "mfa", "socialaccount"}
METHODS = {
    "reauthenticate": _("With the password"),
    "mfa_reauthenticate": _("With a code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our words, our names; too many attempts are refused as such."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "email_password_mismatch": _("E-mail and password do not belong together."),
        "incorrect_password": _("This is not the password of this account."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "max_email_addresses": _("An account has at most %d addresses. Remove one first."),
        "duplicate_email": _("This address is on your list already."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Where sign-up is closed, whoever was invited may still come in."""
        return bool(settings.SIGN_UP_OPEN) or INVITED in request.session

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"].strip()
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down costs nobody her account: she reads that she may ask for the mail again."""
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        try:
            super().send_mail(template_prefix, email, site | context)
        except (SMTPException, OSError) as refusal:
            log.warning("Mail %s not sent: %s", template_prefix, type(refusal).__name__)
            messages.error(self.request, NOT_SENT)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The attempt after the last allowed one gets 429, whether or not the address has an account."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in within the last minutes has just proved who she is."""
        records = get_authentication_records(self.request, self.request.user)
        proofs = [record["at"] for record in records if record["method"] in PROOFS]
        return time.time() - max(proofs, default=0) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        return [
            method | {"description": METHODS[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Somebody who comes from another service gets a new account, never somebody else's."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "disconnect_last": _("This is your only way to sign in. Choose a password first."),
        "no_password": _("This is your only way to sign in. Choose a password first."),
        "no_verified_email": _("Confirm your e-mail first, so that you do not lock yourself out."),
        "connected_other": _("That sign-in belongs to another account here."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Only a plain `true` counts as confirmed: some services send the word “false”, which is not empty."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        data = sociallogin.account.get_provider().extract_common_fields(
            sociallogin.account.extra_data
        )
        names = [data.get("first_name") or "", data.get("last_name") or ""]
        return initial | {"name": data.get("name") or " ".join(names).strip()}
