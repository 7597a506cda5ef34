"""The people of the demo school and the password they share, made once for each installation."""

import os
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from coachlms.accounts.documents import agree
from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user

DOMAIN = "example.org"


def password() -> str:
    """Random, in VAR_DIR/demo_password (0600): a demo that is opened to a network is not open to everybody."""
    store = settings.VAR_DIR / "demo_password"
    try:
        handle = os.open(store, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return store.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"coach-{secrets.token_hex(4)}-{secrets.token_hex(3)}")
    return store.read_text(encoding="utf-8").strip()


def email_of(key: str) -> str:
    return f"{key}@{DOMAIN}"


@transaction.atomic
def create(rows: Sequence[Mapping[str, Any]]) -> dict[str, User]:
    """Everybody by key, with a verified e-mail; curators and the admin may use the admin pages."""
    people = {}
    for row in rows:
        roles = tuple(Role(name) for name in row["roles"])
        user = create_user(
            email=email_of(row["key"]), name=row["name"], password=password(), roles=roles
        )
        if {Role.ADMIN, Role.CURATOR}.intersection(roles):
            user.is_staff, user.is_superuser = True, Role.ADMIN in roles
            user.save(update_fields=["is_staff", "is_superuser"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        agree(user=user)
        people[row["key"]] = user
    return people
