"""Who is signed in, with her roles, in one query per request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from coachlms.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in; the roles come with the person, because nearly every page asks for them."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.with_roles().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
