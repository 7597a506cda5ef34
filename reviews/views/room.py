"""The session room: the annotated transcript, what the readers said, and the facts of the talk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coachlms.accounts.models import Role, User
from coachlms.accounts.requests import SignedInRequest
from coachlms.common.kept import Kept, values_of
from courses.models import Competency
from courses.rubrics import Rubric, RubricCompetency, RubricMarker
from reviews.charts import lanes
from reviews.models import (
    DeletionReceipt,
    Evidence,
    Rating,
    Reading,
    Result,
    ResultItem,
    Review,
    Share,
    Submission,
)
from reviews.services import sharing
from reviews.services.assessing import focus_of
from reviews.views.transcript import VOICES, passages_of, plain, turn_rows
from reviews.wording import fact_said

EVERY = "all"
WHOLE = ("rubric", "level", "focus", "learner", "result", "step__module__competency")


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """One marker in the margin: what all readers together say, and each of them."""

    marker: RubricMarker
    item: ResultItem | None
    ratings: Sequence[Rating]

    @property
    def voices(self) -> list[str]:
        said = {rating.assessment.review.voice for rating in self.ratings}
        return [voice for voice in VOICES if voice in said]


@dataclass(frozen=True, slots=True)
class CompetencyRows:
    """A competency with its markers and its word, None where too little could be rated."""

    competency: RubricCompetency
    word: str | None
    markers: Sequence[MarkerRow]


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose remarks stand in the margin, and about what: "" is everybody, None is every competency."""

    voice: str
    competency: int | None
    focus: int

    @property
    def about(self) -> str:
        """The competency as a part of an address; empty for the focus."""
        if self.competency == self.focus:
            return ""
        return f"&competency={EVERY if self.competency is None else self.competency}"


@login_required
@require_safe
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    """The learner's own session, or one a mentor may read at present; others get 404."""
    submission = _found(request.user, pk)
    if submission.state == Submission.State.DRAFT:
        return redirect("hand_in", submission.pk)
    if request.user.pk != submission.learner_id:
        sharing.record_access(submission=submission, user=request.user, role="mentor")
    if submission.state == Submission.State.WITHDRAWN:
        return render(request, "reviews/room/withdrawn.html", _withdrawn(submission))
    context = {"nav": "sessions", "submission": submission, "content": _room(request, submission)}
    return render(request, "reviews/room/session.html", context)


def _found(user: User, pk: int) -> Submission:
    """One's own by a plain question; Http404 for whoever may not see it."""
    own = None
    if not user.has_role(Role.MENTOR):
        own = Submission.objects.select_related("result").of(user).filter(pk=pk).first()
    rows = Submission.objects.visible_to(user).select_related(*WHOLE)
    return own or get_object_or_404(rows.annotate(noted_today=sharing.noted_today(user)), pk=pk)


def _whole(submission: Submission) -> Submission:
    """With the single rows its page shows; a mentor's came with them."""
    if Submission.rubric.is_cached(submission):
        return submission
    return Submission.objects.select_related(*WHOLE).get(pk=submission.pk)


def _withdrawn(submission: Submission) -> dict[str, object]:
    receipts = DeletionReceipt.objects.filter(submission_number=submission.pk)
    return {"nav": "sessions", "submission": submission, "receipt": receipts.first()}


def _room(request: SignedInRequest, submission: Submission) -> Kept:
    """The room as this person sees it: kept as long as none of the rows it shows changes."""
    today = timezone.localdate()
    share = submission.shares.filter(revoked_at__isnull=True, expires_on__gte=today).first()
    duties = list(submission.reviews.all())
    asked = (request.GET.get("voice", ""), request.GET.get("competency", ""))
    return Kept(
        "room",
        *(request.user.pk, asked, today),
        *(values_of(row) for row in (submission, _result(submission), share, *duties)),
        build=lambda: _content(request.user, _whole(submission), duties, share, *asked),
    )


def _content(
    user: User,
    submission: Submission,
    duties: Sequence[Review],
    share: Share | None,
    voice: str,
    competency: str,
) -> dict[str, object]:
    """Transcript, margin and facts: what costs time."""
    own = _own_review(user, duties) if submission.has_text else None
    reviews = _readable(duties, own)
    sees_all = _sees_all(own)
    shown = _shown(voice, competency, focus_of(submission))
    turns = list(submission.turns.all())
    passages = passages_of(_evidence(reviews, shown))
    every = _competencies(submission, reviews, _result(submission) if sees_all else None)
    reading = submission.readings.first()
    return {
        "submission": submission,
        "is_learner": user == submission.learner,
        "own_review": own,
        "sees_all": sees_all,
        "share": share,
        "shown": shown,
        "voices": VOICES,
        "turns": turn_rows(turns, passages),
        "lanes": lanes(plain(turns), passages.keys()),
        "focus": next((rows for rows in every if rows.competency.number == shown.focus), None),
        "others": [rows for rows in every if rows.competency.number != shown.focus],
        "reading": reading,
        "facts": _facts(reading),
    }


def _facts(reading: Reading | None) -> list[dict[str, str]]:
    """The measured facts as words; what could not be measured is explained in the report."""
    return [
        {
            "label": row["label"],
            "said": fact_said(row["label"], row["value"], row["unit"]),
            "note": row["note"],
        }
        for row in (reading.facts if reading else ())
        if row["value"] is not None
    ]


def _own_review(user: User, reviews: Sequence[Review]) -> Review | None:
    """Her own duty here, as long as it can be read: whoever may open the room may open it too."""
    gone = {Review.State.DECLINED, Review.State.VOID}
    mine = (r for r in reviews if r.reviewer_id == user.pk and r.state not in gone)
    return next(mine, None)


def _sees_all(own: Review | None) -> bool:
    """A mentor sees nobody else's remarks before she has handed in her own."""
    return own is None or own.source != Review.Source.MENTOR or own.state == Review.State.SUBMITTED


def _readable(reviews: Sequence[Review], own: Review | None) -> list[Review]:
    if not _sees_all(own):
        return [own] if own else []
    return [review for review in reviews if review.state == Review.State.SUBMITTED]


def _shown(voice: str, wished: str, focus: int) -> Shown:
    """What the address asks for: `?voice=peer&competency=4`; the focus unless it says otherwise."""
    if wished == EVERY:
        competency = None
    else:
        competency = int(wished) if wished.isdecimal() and len(wished) < 3 else focus
    return Shown(voice if voice in VOICES else "", competency, focus)


def _evidence(reviews: Sequence[Review], shown: Shown) -> QuerySet[Evidence]:
    readers = [review.pk for review in reviews if shown.voice in ("", review.voice)]
    rows = Evidence.objects.filter(rating__assessment__review__in=readers)
    if shown.competency is not None:
        rows = rows.filter(rating__marker__competency__number=shown.competency)
    return rows.select_related("turn", "rating__marker", "rating__assessment__review")


def _result(submission: Submission) -> Result | None:
    return getattr(submission, "result", None)


def _competencies(
    submission: Submission, reviews: Sequence[Review], result: Result | None
) -> list[CompetencyRows]:
    """Every competency anybody rated, markers in the order of the frozen rubric."""
    if submission.rubric is None:
        return []
    rubric = Rubric.from_dict(submission.rubric.body)
    items = {item.marker.ref: item for item in _items(result)}
    said = _said(reviews)
    words = result.words if result else {}
    rows = [
        CompetencyRows(
            competency=competency,
            word=words.get(str(competency.number)),
            markers=[
                MarkerRow(marker, items.get(marker.ref), said.get(marker.ref, ()))
                for marker in rubric.of(competency.number)
            ],
        )
        for competency in rubric.competencies
        if competency.treatment != Competency.Treatment.NOTICES
    ]
    focus = focus_of(submission)
    return [
        row
        for row in rows
        if row.competency.number == focus or any(marker.ratings for marker in row.markers)
    ]


def _items(result: Result | None) -> QuerySet[ResultItem]:
    if result is None:
        return ResultItem.objects.none()
    return result.items.select_related("marker")


def _said(reviews: Sequence[Review]) -> Mapping[str, Sequence[Rating]]:
    said: dict[str, list[Rating]] = defaultdict(list)
    rows = Rating.objects.filter(assessment__review__in=reviews).exclude(value="")
    for rating in rows.select_related("marker", "assessment__review"):
        said[rating.marker.ref].append(rating)
    for ratings in said.values():
        ratings.sort(key=lambda rating: VOICES.index(rating.assessment.review.voice))
    return said
