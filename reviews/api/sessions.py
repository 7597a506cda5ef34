"""One's own sessions: the list, a new one, one of them, its progress, its turns, its end."""

from django.db.models import Case, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import Scope
from coachlms.common.api import Conditional, answers
from reviews.api.fields import NewSession, WholeFields, consent_in, conversation_in
from reviews.api.finding import KEY, once, own_session, own_sessions, person
from reviews.api.shapes import (
    ProgressSerializer,
    ReceiptSerializer,
    SessionDetailSerializer,
    SessionSerializer,
    TurnSerializer,
)
from reviews.api.showing import places, session_shown
from reviews.errors import NotHandedIn, WordsAreGone
from reviews.models import Submission, Turn
from reviews.services import sharing, withdrawal
from reviews.services.at_once import WholeSession, hand_in_at_once
from reviews.services.drafts import missing_stage, start_draft
from reviews.services.handing_in import MISSING, hand_in, read_again
from reviews.services.once import make_once
from reviews.services.progress import Progress, progress_of_session

TAGS = ["sessions"]
POLL_AGAIN = "2"  # seconds
LISTED = ("title", "state", "handed_in_at")
DRAFT_FIRST = Case(When(state=Submission.State.DRAFT, then=0), default=1)


class Sessions(Conditional, ListAPIView[Submission]):
    """One's own sessions, drafts first, then the newest."""

    serializer_class = SessionSerializer
    write_scope = Scope.SESSIONS

    def get_queryset(self) -> QuerySet[Submission]:
        return own_sessions(self.request).only(*LISTED).order_by(DRAFT_FIRST, "-created_at", "-pk")

    def get_serializer_context(self) -> dict[str, object]:
        return {**super().get_serializer_context(), **places(self.request)}

    @extend_schema(
        operation_id="sessions_list",
        summary="Your sessions",
        description="Drafts first, then the newest. Sessions that others share are under /reviews/.",
        tags=TAGS,
        responses=answers(400, 404, s200=SessionSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="sessions_create",
        summary="Begin a session",
        description=(
            "Consent comes first: without what your client agreed to in writing there is no session. "
            "Then transcript, speakers, masks, focus and reflection, each at its own address, and hand-in."
        ),
        tags=TAGS,
        parameters=[KEY],
        request=NewSession,
        responses=answers(400, 415, 422, s201=SessionDetailSerializer),
    )
    def post(self, request: Request) -> Response:
        sent = NewSession(data=request.data)
        sent.is_valid(raise_exception=True)
        data, learner = sent.validated_data, person(request)
        made = make_once(
            learner=learner,
            once=once(request, data),
            make=lambda: start_draft(
                learner=learner, consent=consent_in(data), step=data.get("step"), by_hand=False
            ),
        )
        return session_shown(request, made.pk, 201)


class SessionsFromFile(Conditional):
    """A whole session in one request, for scripts."""

    write_scope = Scope.SESSIONS
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="sessions_hand_in_file",
        summary="Hand in a file in one request",
        description=(
            "Consent, transcript, voices, suggested masks, focus, reflection and hand-in together: all of it or "
            "nothing. When the coach is not clear, the refusal lists the voices of the file. Suggested masks are taken "
            "without your look at them and may miss names; add your own with `mask`, or go step by step and check "
            "them. Without a reflection the session waits for it as a draft."
        ),
        tags=TAGS,
        parameters=[KEY],
        request={"multipart/form-data": WholeFields},
        responses=answers(400, 413, 415, 422, s201=SessionDetailSerializer),
    )
    def post(self, request: Request) -> Response:
        sent = WholeFields(data=request.data)
        sent.is_valid(raise_exception=True)
        data, learner = sent.validated_data, person(request)
        content, name = conversation_in(data)
        whole = WholeSession(
            consent=consent_in(data),
            data=content,
            name=name,
            coach=data.get("coach", ""),
            client=data.get("client", ""),
            title=data.get("title", ""),
            level=data.get("level"),
            focus=data.get("focus"),
            focus_question=data.get("focus_question", ""),
            reflection=data.get("reflection", ""),
            masks=tuple(data.get("mask", ())),
        )
        made = make_once(
            learner=learner,
            once=once(request, data),
            make=lambda: hand_in_at_once(learner=learner, whole=whole),
        )
        return session_shown(request, made.pk, 201)


class OneSession(Conditional):
    """One of one's own sessions."""

    write_scope = Scope.SESSIONS

    @extend_schema(
        operation_id="sessions_retrieve",
        summary="One of your sessions",
        tags=TAGS,
        responses=answers(404, s200=SessionDetailSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        return session_shown(request, pk)

    @extend_schema(
        operation_id="sessions_destroy",
        summary="Delete a session",
        description="The row and all that hangs on it, at once. Only the receipt stays.",
        tags=TAGS,
        responses=answers(404, s200=ReceiptSerializer),
    )
    def delete(self, request: Request, pk: int) -> Response:
        try:
            receipt = withdrawal.delete_session(submission=own_session(request, pk))
        except Submission.DoesNotExist:  # deleted at this moment
            raise Http404 from None
        return Response(ReceiptSerializer(receipt).data)


class HandIn(Conditional):
    """The last step of a draft."""

    write_scope = Scope.SESSIONS

    @extend_schema(
        operation_id="sessions_hand_in",
        summary="Hand in a prepared session",
        description="Handing in twice changes nothing. 422 says what is still missing.",
        tags=TAGS,
        request=None,
        responses=answers(404, 422, s200=SessionDetailSerializer),
    )
    def post(self, request: Request, pk: int) -> Response:
        hand_in(submission=own_session(request, pk))
        return session_shown(request, pk)


class SessionProgress(Conditional):
    """How far the reading is."""

    @extend_schema(
        operation_id="sessions_progress",
        summary="How far the reading is",
        description=(
            "Ask again after `Retry-After` seconds while `waiting` is true, with the `ETag` of the last answer in "
            "`If-None-Match`: 304 says that nothing has changed; then wait longer each time."
        ),
        tags=TAGS,
        responses=answers(404, s200=ProgressSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        submission = own_session(request, pk)
        if submission.state == Submission.State.DRAFT:
            progress = Progress(())
            stage = missing_stage(submission)
            message = MISSING[stage] if stage else "Ready to be handed in."
        else:
            progress = progress_of_session(submission)
            message = progress.message
        in_review = submission.state == Submission.State.IN_REVIEW
        waiting = in_review and not progress.failed
        report = reverse("api_report", args=[pk]) if submission.is_read else None
        shown = {
            "state": submission.state,
            "waiting": waiting,
            "job": progress.job.state if progress.job else ("done" if submission.is_read else None),
            "percent": progress.percent if submission.handed_in_at else 0,
            "message": message,
            "failed": progress.failed,
            "steps": progress.steps,
            "report": request.build_absolute_uri(report) if report else None,
        }
        headers = {"Retry-After": POLL_AGAIN} if waiting else None
        return Response(ProgressSerializer(shown).data, headers=headers)


class ReadAgain(Conditional):
    """Another try after the AI reader gave up."""

    write_scope = Scope.SESSIONS

    @extend_schema(
        operation_id="sessions_retry",
        summary="Let the AI reader try again",
        description="Only after it gave up; while it works this changes nothing.",
        tags=TAGS,
        request=None,
        responses=answers(404, 409, s204=None),
    )
    def post(self, request: Request, pk: int) -> Response:
        read_again(submission=own_session(request, pk))
        return Response(status=204)


class SessionTurns(Conditional, ListAPIView[Turn]):
    """The masked conversation, for its learner and the mentor she shares it with."""

    serializer_class = TurnSerializer

    def get_queryset(self) -> QuerySet[Turn]:
        user = person(self.request)
        rows = Submission.objects.visible_to(user)
        submission = get_object_or_404(rows, pk=self.kwargs["pk"])
        if submission.state == Submission.State.DRAFT:
            raise NotHandedIn
        if submission.learner_id != user.pk:
            sharing.record_access(submission=submission, user=user, role="mentor")
        if not submission.has_text:
            raise WordsAreGone
        return submission.turns.order_by("number")

    @extend_schema(
        operation_id="sessions_turns",
        summary="The masked conversation",
        description="For you, and for the mentor you share the session with. Gone after its time.",
        tags=TAGS,
        responses=answers(400, 404, 409, 410, s200=TurnSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)
