"""Terms and privacy: which version is in force, and who agreed to it. Their texts are pages of the site."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from coachlms.accounts.models import Acceptance, User


def in_force() -> str:
    """Every document with its version, as it is kept on the person: “privacy 1, terms 1”."""
    versions = sorted(settings.DOCUMENT_VERSIONS.items())
    return ", ".join(f"{document} {version}" for document, version in versions)


def has_agreed(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether she agreed to what is in force; read from her row, which every request has already."""
    return isinstance(user, User) and user.agreed_to == in_force()


@transaction.atomic
def agree(*, user: User) -> None:
    """Record that she agreed, now, to every document in force; agreeing twice changes nothing."""
    for document, version in settings.DOCUMENT_VERSIONS.items():
        Acceptance.objects.get_or_create(user=user, document=document, version=version)
    user.agreed_to = in_force()
    user.save(update_fields=["agreed_to"])
