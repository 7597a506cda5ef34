"""What tests of accounts do again and again: make a person, sign in, type the code of an app."""

import re
import time
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

PASSWORD = "third-row-by-the-window"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def member(name: str = "Mina", *roles: Role) -> User:
    """Somebody with a password and a confirmed address."""
    user = create_user(
        email=f"{name.lower()}@example.org",
        name=name,
        password=PASSWORD,
        roles=roles or (Role.LEARNER,),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def staff(name: str = "Ada") -> User:
    """An admin, as the demo school makes her."""
    user = member(name, Role.ADMIN)
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def sign_in(client: Client, user: User, password: str = PASSWORD) -> "Answer":
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def set_up_app(user: User) -> list[str]:
    """The app of SECRET is this person's second factor; gives the recovery codes that come with it."""
    TOTP.activate(user, SECRET)
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def code_of_app(secret: str = SECRET, *, later: int = 0) -> str:
    """What the app shows now, or `later` half minutes after."""
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))
    return code


def main_of(answer: "Answer") -> str:
    """What stands in the middle of the page, without the tokens of its forms."""
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)
