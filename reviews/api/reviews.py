"""Reviews to write: one's duties, the next one, its desk, the draft, handing in, giving back."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import Scope
from coachlms.common.api import Conditional, answers
from reviews.api.finding import person
from reviews.api.review_shapes import (
    DeclineFields,
    DraftFields,
    ReviewDetailSerializer,
    ReviewSerializer,
    SavedSerializer,
    draft_in,
    draft_out,
)
from reviews.models import Review
from reviews.services import assessing, desk, duties, sharing

TAGS = ["reviews"]


class Reviews(Conditional, ListAPIView[Review]):
    """One's duties as a peer or a mentor."""

    serializer_class = ReviewSerializer

    def get_queryset(self) -> QuerySet[Review]:
        mine = Review.objects.visible_to(person(self.request)).exclude(source=Review.Source.SELF)
        return mine.select_related("submission__learner", "submission__level").order_by("-pk")

    @extend_schema(
        operation_id="reviews_list",
        summary="Your reviews",
        description="As a peer and as a mentor, the newest first. Your own reading hangs on your session.",
        tags=TAGS,
        responses=answers(400, 404, s200=ReviewSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)


class TakeReview(Conditional):
    """The next session that needs a reader."""

    write_scope = Scope.REVIEWS

    @extend_schema(
        operation_id="reviews_take",
        summary="Take the next review",
        description="The session that needs a reader most. 409 says why there is none for you.",
        tags=TAGS,
        request=None,
        responses=answers(409, s201=ReviewDetailSerializer),
    )
    def post(self, request: Request) -> Response:
        taken = duties.offer_next(reviewer=person(request))
        return _desk(_review(request, taken.pk), status=201)


class OneReview(Conditional):
    """Everything that lies on the desk of one review."""

    @extend_schema(
        operation_id="reviews_retrieve",
        summary="One review with its masked conversation and rubric",
        description="As a peer you read nothing that names the author, and nobody else’s remarks.",
        tags=TAGS,
        responses=answers(404, s200=ReviewDetailSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        return _desk(_review(request, pk))


class ReviewDraft(Conditional):
    """What is written so far."""

    write_scope = Scope.REVIEWS

    @extend_schema(
        operation_id="reviews_draft",
        summary="Save your review as a draft",
        description=(
            "Replaces what was saved. A quote must stand in its turn word for word; `details.turn` says which does "
            "not. `missing` says what keeps it from being handed in."
        ),
        tags=TAGS,
        request=DraftFields,
        responses=answers(400, 404, 409, 410, 415, 422, s200=SavedSerializer),
    )
    def put(self, request: Request, pk: int) -> Response:
        review = _review(request, pk)
        sent = DraftFields(data=request.data)
        sent.is_valid(raise_exception=True)
        assessing.save_draft(review=review, draft=draft_in(sent.validated_data))
        saved = draft_out(desk.saved_draft(review))
        return Response(
            SavedSerializer({**saved, "missing": assessing.missing(review=review)}).data
        )


class SubmitReview(Conditional):
    """A review is handed in."""

    write_scope = Scope.REVIEWS

    @extend_schema(
        operation_id="reviews_submit",
        summary="Hand in the saved draft",
        description="It cannot be changed afterwards. 422 lists in `details.missing` what is missing.",
        tags=TAGS,
        request=None,
        responses=answers(404, 409, 410, 422, s200=ReviewSerializer),
    )
    def post(self, request: Request, pk: int) -> Response:
        review = _review(request, pk)
        assessing.submit(review=review)
        return Response(ReviewSerializer(review).data)


class DeclineReview(Conditional):
    """A review is given back."""

    write_scope = Scope.REVIEWS

    @extend_schema(
        operation_id="reviews_decline",
        summary="Give a review back",
        description="Somebody else will be asked. What you drafted is deleted.",
        tags=TAGS,
        request=DeclineFields,
        responses=answers(400, 404, 409, 415, s204=None),
    )
    def post(self, request: Request, pk: int) -> Response:
        review = _review(request, pk)
        sent = DeclineFields(data=request.data)
        sent.is_valid(raise_exception=True)
        duties.decline(review=review, reason=sent.validated_data["reason"])
        return Response(status=204)


def _review(request: Request, pk: int) -> Review:
    """One's own duty; whoever looks at somebody else's session leaves a line in its access log."""
    user = person(request)
    rows = Review.objects.visible_to(user).select_related(
        "reviewer",
        "submission__rubric",
        "submission__level",
        "submission__focus",
        "submission__learner",
        "submission__step__module__competency",
    )
    found = get_object_or_404(rows, pk=pk)
    if found.source != Review.Source.SELF:
        sharing.record_access(submission=found.submission, user=user, role=found.voice)
    return found


def _desk(review: Review, status: int = 200) -> Response:
    groups = desk.rated_groups(review)
    rubric = [
        {
            "number": competency.number,
            "name": competency.name,
            "slug": competency.slug,
            "is_focus": place == 0,
            "markers": markers,
        }
        for place, (competency, markers) in enumerate(groups)
    ]
    shown = {
        "is_open": review.state in assessing.WRITABLE,
        "rubric": rubric,
        "turns": review.submission.turns.order_by("number"),
        "draft": draft_out(desk.saved_draft(review)),
    }
    for name, value in shown.items():
        setattr(review, name, value)
    return Response(ReviewDetailSerializer(review).data, status)
