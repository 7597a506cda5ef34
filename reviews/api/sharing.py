"""Who else may open a session: the one mentor, and the client with her link."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import Role, Scope, User
from coachlms.common.api import Conditional, answers
from reviews.api.fields import ShareFields
from reviews.api.finding import own_session, person
from reviews.api.shapes import LinkSerializer, PersonSerializer, SessionDetailSerializer
from reviews.api.showing import session_shown
from reviews.api.stages import share
from reviews.services.sharing import revoke_share

TAGS = ["sessions: sharing"]


class Mentors(Conditional, ListAPIView[User]):
    """Mentor coaches of the school."""

    serializer_class = PersonSerializer

    def get_queryset(self) -> QuerySet[User]:
        mentors = User.objects.filter(roles__role=Role.MENTOR, is_active=True)
        return mentors.exclude(pk=person(self.request).pk).order_by("name", "pk")

    @extend_schema(
        operation_id="mentors_list",
        summary="Mentor coaches of your school",
        tags=TAGS,
        responses=answers(400, 404, s200=PersonSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)


class SessionShare(Conditional):
    """The share of one's own session."""

    write_scope = Scope.SESSIONS

    @extend_schema(
        operation_id="sessions_share",
        summary="Share a session with a mentor",
        description="One at a time: a share with somebody else ends. Needs your client’s consent for it.",
        tags=TAGS,
        request=ShareFields,
        responses=answers(400, 404, 409, 415, 422, s200=SessionDetailSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = own_session(request, pk)
        sent = ShareFields(data=request.data)
        sent.is_valid(raise_exception=True)
        share(submission, sent.validated_data)
        return session_shown(request, pk)

    @extend_schema(
        operation_id="sessions_share_end",
        summary="End the share",
        description="The mentor can no longer open the session; what she handed in stays.",
        tags=TAGS,
        responses=answers(404, s204=None),
    )
    def delete(self, request: Request, pk: int) -> Response:
        revoke_share(submission=own_session(request, pk))
        return Response(status=204)


class WithdrawalLink(Conditional):
    """The address of the client's own page. No cache keeps it."""

    @extend_schema(
        operation_id="sessions_withdrawal_link",
        summary="The link for your client",
        description="With it she takes back what she agreed to, without an account.",
        tags=TAGS,
        responses=answers(404, s200=LinkSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        submission = own_session(request, pk)
        url = request.build_absolute_uri(f"/withdraw/{submission.withdrawal_key}/")
        return Response({"url": url}, headers={"Cache-Control": "no-store"})
