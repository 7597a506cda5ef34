"""Who is asking, and what her token is for."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from coachlms.accounts.documents import has_agreed
from coachlms.accounts.middleware import AGREE, SECOND_FACTOR
from coachlms.accounts.models import ApiToken, Scope, User
from coachlms.accounts.second_factor import is_missing
from coachlms.accounts.services import note_use

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads its defaults from this module


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer clms_…`. Unknown, expired and of-a-closed-account look the same."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _space, text = get_authorization_header(request).partition(b" ")
        if kind.lower() != b"bearer":
            return None
        digest = ApiToken.digest_of(text.strip().decode("ascii", "replace"))
        token = ApiToken.objects.select_related("user").filter(digest=digest).first()
        if token is None or not token.is_valid or not token.user.is_active:
            raise AuthenticationFailed(
                _("This token is not valid. Make a new one on your account page.")
            )
        _refuse_unready(token.user)
        note_use(token=token, now=timezone.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _refuse_unready(user: User) -> None:
    """What stands before every page stands before every operation."""
    first = AGREE if not has_agreed(user) else SECOND_FACTOR if is_missing(user) else None
    if first is not None:
        raise PermissionDenied(str(first.title), first.code)


class HasScope(BasePermission):
    """A token does only what it was made for. Views name the scope of their writes in `write_scope`."""

    message = _("This token was not made for that. Make one with the scope it needs.")

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, ApiToken):
            return True
        needed = getattr(view, "write_scope", None)
        if request.method in SAFE_METHODS:
            needed = Scope.READ
        return needed in request.auth.scopes


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema names our tokens."""

    target_class = "coachlms.accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "clms_…"}
