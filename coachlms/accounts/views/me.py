"""Who a program speaks for."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import ApiToken, Role, Scope, User
from coachlms.common.api import Conditional, answers


class OwnTokenSerializer(serializers.Serializer[ApiToken]):
    """The token of this request."""

    name = serializers.CharField()
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices), help_text="What it was made for."
    )
    expires_at = serializers.DateTimeField()


class MeSerializer(serializers.Serializer[dict[str, Any]]):
    """You, and what your token may do."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    token = OwnTokenSerializer(allow_null=True, help_text="Null in a signed-in browser.")


class Me(Conditional):
    """The person of this request."""

    @extend_schema(
        operation_id="me_retrieve",
        summary="You",
        description="Whose token this is, which roles she has, and what the token may do.",
        tags=["me"],
        responses=answers(s200=MeSerializer),
    )
    def get(self, request: Request) -> Response:
        user = cast(User, request.user)
        shown = {
            "id": user.pk,
            "name": user.name,
            "email": user.email,
            "roles": sorted(user.role_names),
            "token": request.auth if isinstance(request.auth, ApiToken) else None,
        }
        return Response(MeSerializer(shown).data)
