"""Every write to people and roles."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coachlms.accounts.errors import TooManyTokens
from coachlms.accounts.models import ApiToken, Role, RoleGrant, Scope, User

TOKENS_MOST = 20
TOKEN_DAYS_MOST = 365


def grant_role(*, user: User, role: Role) -> None:
    """Give a role; giving it twice changes nothing."""
    RoleGrant.objects.get_or_create(user=user, role=role)
    user.__dict__.pop("role_names", None)
    if hasattr(user, f"holds_{role}"):
        setattr(user, f"holds_{role}", True)


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None, roles: tuple[Role, ...]) -> User:
    """A new person with her roles. IntegrityError when the e-mail is taken."""
    user = User.objects.create_user(email, password, name=name)
    for role in roles:
        grant_role(user=user, role=role)
    return user


def rename(*, user: User, name: str) -> None:
    """How she is addressed from now on."""
    user.name = name
    user.save(update_fields=["name"])


def issue_token(
    *, user: User, name: str, scopes: Iterable[Scope], days: int
) -> tuple[ApiToken, str]:
    """A token that lives `days` (1 to 365), and its text, which nobody can read again afterwards."""
    if user.api_tokens.count() >= TOKENS_MOST:
        raise TooManyTokens(most=TOKENS_MOST)
    text = ApiToken.PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        start=text[:10],
        digest=ApiToken.digest_of(text),
        scopes=sorted({scope.value for scope in scopes}),
        expires_at=timezone.now() + timedelta(days=max(1, min(days, TOKEN_DAYS_MOST))),
    )
    return token, text


def revoke_token(*, token: ApiToken) -> None:
    """The token works no longer, from now on."""
    token.delete()


def note_use(*, token: ApiToken, now: datetime) -> None:
    """Remember when a token was last used, to about five minutes: not a write per request."""
    before = now - ApiToken.USED_EVERY
    if token.last_used_at is not None and token.last_used_at >= before:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lt=before)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
