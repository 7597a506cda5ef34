"""Who is signed in, with her roles, in one query per request."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from coachlms.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in; the roles come with the person, because nearly every page asks for them."""

    def get_user(self, user_id: Any) -> User | None:
        user = _people().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _people() -> QuerySet[User]:
    """Built once, asked by every request: putting this question together takes longer than answering it."""
    return User.objects.with_roles()
