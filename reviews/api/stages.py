"""The stages of a draft, each at its own address: consent, transcript, speakers, masks, focus, reflection."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import Scope, User
from coachlms.common.api import Conditional, Json, answers
from reviews.api.fields import (
    ConsentFields,
    Data,
    FocusFields,
    MasksFields,
    ReflectionFields,
    SpeakersFields,
    TranscriptFields,
    consent_in,
    conversation_in,
    focus_in,
    masks_in,
)
from reviews.api.finding import own_session
from reviews.api.shapes import MasksSerializer, SessionDetailSerializer, TranscriptSerializer
from reviews.api.showing import masks_shown, session_shown, transcript_shown
from reviews.errors import NotAMentor
from reviews.models import Submission
from reviews.services import drafts, sharing
from reviews.services.handing_in import require_before

TAGS = ["sessions: preparing"]
SHARED_FOR = timedelta(days=30)


class Stage(Conditional):
    """One stage of one's own draft; one that builds on others refuses until they are there."""

    write_scope = Scope.SESSIONS
    name = ""

    def draft(self, request: Request, pk: int) -> Submission:
        """NotComplete when something must come first, AlreadyHandedIn when it is too late."""
        submission = own_session(request, pk)
        require_before(submission=submission, stage=self.name)
        return submission


class Consent(Stage):
    """What the client agreed to."""

    name = "consent"

    @extend_schema(
        operation_id="sessions_consent",
        summary="Replace the consent of a draft",
        description="A purpose your client has taken back herself cannot be given again here.",
        tags=TAGS,
        request=ConsentFields,
        responses=answers(400, 404, 409, 415, s200=SessionDetailSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = self.draft(request, pk)
        sent = ConsentFields(data=request.data)
        sent.is_valid(raise_exception=True)
        drafts.save_consent(submission=submission, consent=consent_in(sent.validated_data))
        return session_shown(request, pk)


class TranscriptStage(Stage):
    """The conversation itself."""

    name = "conversation"
    parser_classes = [MultiPartParser, Json]

    @extend_schema(
        operation_id="sessions_transcript",
        summary="Bring in the conversation",
        description=(
            "A transcript file or text, in place of what was there. When it cannot be read, `details` has "
            "`reason`, `advice` and, where there is one, the `line`. The file itself is never kept."
        ),
        tags=TAGS,
        request={"multipart/form-data": TranscriptFields, "application/json": TranscriptFields},
        responses=answers(400, 404, 409, 413, 415, 422, s200=TranscriptSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = self.draft(request, pk)
        sent = TranscriptFields(data=request.data)
        sent.is_valid(raise_exception=True)
        data, name = conversation_in(sent.validated_data)
        return transcript_shown(drafts.save_transcript(submission=submission, data=data, name=name))


class Speakers(Stage):
    """Who is who."""

    name = "speakers"

    @extend_schema(
        operation_id="sessions_speakers",
        summary="The voices that were found",
        tags=TAGS,
        responses=answers(404, 409, 422, s200=TranscriptSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        return transcript_shown(self.draft(request, pk).transcript)

    @extend_schema(
        operation_id="sessions_speakers_say",
        summary="Say who is who",
        description="Every voice with its role; a coach and a client are needed. Checked masks are suggested anew.",
        tags=TAGS,
        request=SpeakersFields,
        responses=answers(400, 404, 409, 415, 422, s200=TranscriptSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = self.draft(request, pk)
        sent = SpeakersFields(data=request.data)
        sent.is_valid(raise_exception=True)
        roles = {row["label"]: row["role"] for row in sent.validated_data["voices"]}
        drafts.save_roles(submission=submission, roles=roles)
        return transcript_shown(self.draft(request, pk).transcript)


class Masks(Stage):
    """What readers see instead of names."""

    name = "text"

    @extend_schema(
        operation_id="sessions_masks",
        summary="Masks and the masked text",
        description="Suggestions until you have sent yours. They are no guarantee: read the turns.",
        tags=TAGS,
        responses=answers(404, 409, 422, s200=MasksSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        return masks_shown(self.draft(request, pk).transcript)

    @extend_schema(
        operation_id="sessions_masks_check",
        summary="Send the masks you have checked",
        tags=TAGS,
        request=MasksFields,
        responses=answers(400, 404, 409, 415, 422, s200=MasksSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = self.draft(request, pk)
        sent = MasksFields(data=request.data)
        sent.is_valid(raise_exception=True)
        drafts.save_masks(submission=submission, masks=masks_in(sent.validated_data))
        return masks_shown(self.draft(request, pk).transcript)


class Focus(Stage):
    """What it is read for, and by which mentor."""

    name = "consent"  # may be sent as soon as there is a draft

    @extend_schema(
        operation_id="sessions_focus",
        summary="Title, level, focus and mentor",
        description="A mentor only with your client’s consent for it.",
        tags=TAGS,
        request=FocusFields,
        responses=answers(400, 404, 409, 415, 422, s200=SessionDetailSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = self.draft(request, pk)
        sent = FocusFields(data=request.data)
        sent.is_valid(raise_exception=True)
        with transaction.atomic():
            drafts.save_focus(submission=submission, focus=focus_in(sent.validated_data))
            share(submission, sent.validated_data)
        return session_shown(request, pk)


class Reflection(Stage):
    """The learner's own words."""

    name = "consent"  # may be sent as soon as there is a draft

    @extend_schema(
        operation_id="sessions_reflection",
        summary="Your reflection",
        description="Before anything is read. It stays on top of the report.",
        tags=TAGS,
        request=ReflectionFields,
        responses=answers(400, 404, 409, 415, s200=SessionDetailSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        submission = self.draft(request, pk)
        sent = ReflectionFields(data=request.data)
        sent.is_valid(raise_exception=True)
        drafts.save_reflection(submission=submission, text=sent.validated_data["text"])
        return session_shown(request, pk)


def share(submission: Submission, data: Data) -> None:
    """Let one mentor in as the data say; without a mentor a share ends. NotAMentor for an unknown number."""
    if not data.get("mentor"):
        sharing.revoke_share(submission=submission)
        return
    mentor = User.objects.filter(pk=data["mentor"], is_active=True).first()
    if mentor is None:
        raise NotAMentor
    until: date = data.get("until") or timezone.localdate() + SHARED_FOR
    sharing.share_with_mentor(submission=submission, mentor=mentor, until=until)
