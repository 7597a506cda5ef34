"""What the site knows about a person, part by part: for her download, and for her deletion.

Every app names its part in a privacy.py of its own, as it names its jobs in tasks.py. So accounts can
collect and erase everything without knowing what a session or a course is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.module_loading import autodiscover_modules

from coachlms.accounts.models import DataExport, User


@dataclass(frozen=True)
class Part:
    """`collect` gives JSON-able values; `erase` deletes and says how many things went. Both may run twice."""

    name: str
    label: str
    collect: Callable[[User], object]
    erase: Callable[[User], int]


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    _parts[part.name] = part


def parts() -> list[Part]:
    """In the order of the apps: what stands on others comes later."""
    autodiscover_modules("privacy")
    return list(_parts.values())


def delete_download(export: DataExport) -> None:
    """The file first: a row without a file can be deleted again, a file without a row never."""
    if export.file.name:
        export.file.storage.delete(export.file.name)
    export.delete()


def _collect_account(user: User) -> object:
    return {
        "name": user.name,
        "email": user.email,
        "joined_at": user.joined_at,
        "roles": sorted(user.role_names),
        "agreed_to": list(user.acceptances.values("document", "version", "accepted_at")),
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified")),
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "signed_in": list(
            UserSession.objects.filter(user=user).values(
                "ip", "user_agent", "created_at", "last_seen_at"
            )
        ),
        "api_tokens": list(
            user.api_tokens.values("name", "scopes", "created_at", "expires_at", "last_used_at")
        ),
    }


def _erase_account(user: User) -> int:
    for export in user.exports.all():
        delete_download(export)
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    gone = [
        user.api_tokens.all().delete()[0],
        user.roles.all().delete()[0],
        EmailAddress.objects.filter(user=user).delete()[0],
        Authenticator.objects.filter(user=user).delete()[0],
        SocialAccount.objects.filter(user=user).delete()[0],
        UserSession.objects.filter(user=user).delete()[0],
    ]
    return sum(gone)


register(Part("account", "Account", _collect_account, _erase_account))
