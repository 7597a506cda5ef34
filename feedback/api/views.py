"""The report of a session, the learner's answers and her practice, her growth, her evidence."""

from typing import cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import Scope, User
from coachlms.common.api import Conditional, answers
from courses.models import Competency
from feedback import services
from feedback.api.shapes import (
    AnswerFields,
    EvidenceSerializer,
    FindingSerializer,
    GrowthSerializer,
    PracticeFields,
    PracticeSerializer,
    ReportSerializer,
)
from feedback.api.showing import finding_row, growth_row, report_row
from feedback.errors import NoReportYet, NotYours, OwnReadingFirst
from feedback.permissions import may_answer
from feedback.querysets import (
    compose,
    evidence_for,
    growth_of,
    has_result,
    own_reading_owed,
    sessions_with_report,
)
from reviews.models import Submission
from reviews.services import sharing

TAGS = ["feedback"]


class ReportView(Conditional):
    """The report, for its learner and the mentor she shares the session with."""

    @extend_schema(
        operation_id="report_retrieve",
        summary="The report of a session",
        description=(
            "Composed from what readers have said so far, as on its page. 409 until there is a first reading, "
            "and for a mentor until she has handed in her own."
        ),
        tags=TAGS,
        responses=answers(404, 409, s200=ReportSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        user, submission = _person(request), _session(request, pk)
        if submission.learner_id != user.pk:
            sharing.record_access(submission=submission, user=user, role="mentor")
            owed = own_reading_owed(submission, user)
            if owed is not None:
                raise OwnReadingFirst(review=owed.pk)
        if not has_result(submission):
            raise NoReportYet
        report = compose(submission, user)
        return Response(ReportSerializer(report_row(report, submission)).data)


class FindingAnswerView(Conditional):
    """The learner's answer to one finding."""

    write_scope = Scope.SESSIONS

    @extend_schema(
        operation_id="report_answer",
        summary="Confirm or reject a finding",
        description="Answers with the finding. An empty answer without a note takes the answer back.",
        tags=TAGS,
        request=AnswerFields,
        responses=answers(400, 404, 409, 415, s200=FindingSerializer),
    )
    def post(self, request: Request, pk: int, ref: str) -> Response:
        user, submission = _person(request), _session(request, pk)
        if not may_answer(user, submission):
            raise NotYours
        sent = AnswerFields(data=request.data)
        sent.is_valid(raise_exception=True)
        services.answer_finding(submission=submission, user=user, ref=ref, **sent.validated_data)
        finding = compose(_session(request, pk), user).finding(ref)
        return Response(FindingSerializer(finding_row(finding) if finding else None).data)


class PracticeView(Conditional):
    """The one practice for the next session."""

    write_scope = Scope.SESSIONS

    @extend_schema(
        operation_id="report_practice",
        summary="Take a practice",
        description="One of the suggestions, or words of your own. Another one later replaces it.",
        tags=TAGS,
        request=PracticeFields,
        responses=answers(400, 404, 409, 415, s200=PracticeSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        user, submission = _person(request), _session(request, pk)
        if not may_answer(user, submission):
            raise NotYours
        sent = PracticeFields(data=request.data)
        sent.is_valid(raise_exception=True)
        taken = services.take_practice(submission=submission, user=user, **sent.validated_data)
        return Response(PracticeSerializer(taken).data)


class GrowthView(Conditional):
    """One's own sessions against each other."""

    @extend_schema(
        operation_id="growth_retrieve",
        summary="Your growth",
        description="Trend per competency over your sessions. You are compared with nobody else.",
        tags=TAGS,
        responses=answers(s200=GrowthSerializer),
    )
    def get(self, request: Request) -> Response:
        return Response(GrowthSerializer(growth_row(growth_of(_person(request)))).data)


class EvidenceView(Conditional):
    """One's own evidence for one competency."""

    @extend_schema(
        operation_id="evidence_retrieve",
        summary="Your evidence for a competency",
        description="From all your sessions whose words are still there.",
        tags=TAGS,
        responses=answers(404, s200=EvidenceSerializer),
    )
    def get(self, request: Request, slug: str) -> Response:
        rows = Competency.objects.prefetch_related("markers")
        competency = get_object_or_404(rows, slug=slug)
        return Response(EvidenceSerializer(evidence_for(_person(request), competency)).data)


def _person(request: Request) -> User:
    return cast(User, request.user)


def _session(request: Request, pk: int) -> Submission:
    return get_object_or_404(sessions_with_report(_person(request)), pk=pk)
