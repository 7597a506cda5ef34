"""Second factors: who must have one, how their secrets are kept, and that a code works once."""

import base64
from functools import lru_cache, partial

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.errors import UnreadableSecret
from coachlms.accounts.models import Role, User

CODE_SECONDS = 30


def is_required(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Who can change other people's things must prove twice who she is."""
    if not settings.REQUIRE_STAFF_MFA or not isinstance(user, User):
        return False
    return user.is_staff or Role.ADMIN in user.role_names


def is_missing(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Required and not there. Asks the database only for whom it is required."""
    return is_required(user) and not is_mfa_enabled(user)


@transaction.atomic
def remove_all(*, user: User) -> int:
    """Every factor and code goes, every open session ends, and the person is told by mail; how many went."""
    factors = Authenticator.objects.filter(user=user)
    count = len(factors)
    factors.delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    words = {"user": user, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    text = render_to_string("emails/second-factors-removed.txt", words)
    transaction.on_commit(
        partial(send_mail, str(_("Your second factors were removed")), text, None, [user.email])
    )
    return count


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's, with secrets encrypted in the database and our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used already. Try the next one."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return _present_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """UnreadableSecret when SECRET_KEY is another one than the secret was written with."""
        try:
            return _present_box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise UnreadableSecret from None

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("My passkey")) if count == 0 else str(_("Passkey %d") % (count + 1))


def _present_box() -> MultiFernet:
    return _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=4)
def _box(*secrets: str) -> MultiFernet:
    """Writes with the first secret, reads with any: a SECRET_KEY can be replaced without losing factors."""
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=b"coachlms second factors")
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))


def _use_once(user: User, authenticator: Authenticator, code: str) -> None:
    """A code of the app counts for several half minutes (MFA_TOTP_TOLERANCE), but only once in all of them."""
    if authenticator.type != Authenticator.Type.TOTP:
        return
    seconds = CODE_SECONDS * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    if not cache.add(f"code-used:{user.pk}:{code}", True, seconds):
        raise SecondFactorAdapter().validation_error("incorrect_code")


class AuthenticateForm(AllauthAuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _use_once(self.user, self.authenticator, code)
        return code


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """Asked for before a change to the account."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        _use_once(self.user, self.authenticator, code)
        return code
