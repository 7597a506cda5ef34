"""The queue of a reader, and the review form beside the transcript."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachlms.accounts.requests import SignedInRequest
from coachlms.common.errors import DomainError
from coachlms.common.kept import Kept, values_of
from courses.rubrics import RubricCompetency, RubricMarker, Value
from reviews.errors import QuoteNotFound, ReviewIncomplete
from reviews.forms.review import ReviewForm
from reviews.models import Assessment, Review, Submission, Turn
from reviews.services import assessing, desk, duties, sharing
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from reviews.transcripts.highlights import Passage
from reviews.views.transcript import TurnRow, turn_rows

GIVEN_SHOWN = 20
WORDS = (
    (Value.SEEN, "Seen"),
    (Value.PARTLY, "Partly seen"),
    (Value.MISSED, "Opening missed"),
    (Value.NOT_SEEN, "Not seen"),
    (Value.NO_OPPORTUNITY, "No opportunity"),
    (Value.NOT_OBSERVABLE, "Not from text"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen passage as a chip and as the value of its hidden input."""

    turn: int
    start_ms: int | None
    quote: str

    @property
    def posted(self) -> str:
        return f"{self.turn}|{self.quote}"


@dataclass(frozen=True, slots=True)
class RubricRow:
    """One marker of the form with what is in it so far."""

    marker: RubricMarker
    value: str
    note: str
    chips: Sequence[Chip]
    is_active: bool


@dataclass(frozen=True, slots=True)
class RubricGroup:
    """A competency in the form: the one to read for, or another one that may be rated as well."""

    competency: RubricCompetency
    rows: Sequence[RubricRow]

    @property
    def rated(self) -> int:
        return sum(bool(row.value) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Duty:
    """A review in the queue; a peer reads the title without the author's name in it."""

    review: Review
    title: str
    question: str
    rated: int


@login_required
@require_safe
def reviews(request: SignedInRequest) -> HttpResponse:
    """One's open reviews, those handed in, and why there is no other one to take."""
    mine = (
        Review.objects.visible_to(request.user)
        .select_related("submission__learner", "submission__level")
        .annotate(rated=Count("assessment__ratings", filter=~Q(assessment__ratings__value="")))
        .exclude(source=Review.Source.SELF)
    )
    context = {
        "nav": "reviews",
        "open": [_duty(r) for r in mine.filter(state__in=["offered", "open", "expired"])],
        "given": [_duty(r) for r in mine.submitted().order_by("-submitted_at")[:GIVEN_SHOWN]],
        "obstacle": duties.obstacle(reviewer=request.user),
    }
    return render(request, "reviews/review/reviews.html", context)


@login_required
@require_POST
def take_review(request: SignedInRequest) -> HttpResponse:
    """Open the session that needs a reader most."""
    try:
        review = duties.offer_next(reviewer=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews")
    return redirect("review", review.pk)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form beside the transcript; POST saves it and hands it in."""
    found = _review(request, pk)
    if found.source != Review.Source.SELF:
        sharing.record_access(submission=found.submission, user=request.user, role=found.voice)
    if request.method == "GET":
        return _page(request, found)
    form = _form(request, _whole(found), _turns(found))
    if not form.is_valid():
        return _page(request, found, form.draft, form.problems())
    try:
        assessing.save_draft(review=found, draft=form.draft)
        assessing.submit(review=found)
    except (QuoteNotFound, ReviewIncomplete) as refusal:
        return _page(request, found, form.draft, [str(refusal)])
    messages.success(request, _("Handed in. Thank you for reading so closely."))
    return redirect(_after(found))


@login_required
@require_POST
def save_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the draft. Answers with a line for the page; the button for pages without scripts goes back there."""
    found = _review(request, pk)
    form = _form(request, _whole(found), _turns(found))
    problems, status = _kept(found, form)
    if "plain" in request.POST:
        if problems:
            return _page(request, found, form.draft, problems)
        messages.success(request, _("Your draft is saved."))
        return redirect("review", found.pk)
    return render(request, "reviews/review/save.html", {"problems": problems}, status=status)


def _kept(found: Review, form: ReviewForm) -> tuple[list[str], int]:
    """Save what is in the form; what was wrong with it and the status to say so with."""
    if not form.is_valid():
        return form.problems(), 422
    try:
        assessing.save_draft(review=found, draft=form.draft)
    except DomainError as refusal:
        return [str(refusal)], refusal.status
    return [], 200


@login_required
@require_POST
def decline_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a review back, with a reason if she likes."""
    found = _review(request, pk)
    duties.decline(review=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("Given back. Somebody else will be asked."))
    return redirect("reviews")


def _after(found: Review) -> str:
    """Where one goes on: the session for the learner and her mentor, the queue for a peer."""
    return "reviews" if found.voice == "peer" else found.submission.get_absolute_url()


# --- finding --------------------------------------------------------------------------------------


def _review(request: SignedInRequest, pk: int) -> Review:
    """What the frame of the page shows; `_whole` has the rest."""
    rows = Review.objects.visible_to(request.user).select_related(
        "submission__learner", "submission__level", "submission__focus"
    )
    return get_object_or_404(rows, pk=pk)


def _whole(found: Review) -> Review:
    """With the rubric of the session, which is long, and what tells its focus."""
    found.submission = Submission.objects.select_related(
        "rubric", "level", "focus", "learner", "step__module__competency"
    ).get(pk=found.submission_id)
    return found


def _turns(found: Review) -> list[Turn]:
    return list(found.submission.turns.all())


def _form(request: SignedInRequest, found: Review, turns: Sequence[Turn]) -> ReviewForm:
    refs = [marker.ref for _, markers in desk.rated_groups(found) for marker in markers]
    return ReviewForm(request.POST, refs=refs, turns={turn.number: turn.text for turn in turns})


# --- showing --------------------------------------------------------------------------------------


def _page(
    request: SignedInRequest,
    found: Review,
    draft: AssessmentDraft | None = None,
    problems: Sequence[str] = (),
) -> HttpResponse:
    """The page with what was posted, or with what is saved."""
    saved = None if draft else Assessment.objects.filter(review=found).first()
    context = {
        "nav": "mentoring" if found.source == Review.Source.MENTOR else "reviews",
        "review": found,
        "submission": found.submission,
        "duty": _duty(found),
        "words": WORDS,
        "problems": problems,
        "is_open": found.state in assessing.WRITABLE,
    }
    content = Kept(
        "review",
        *(values_of(found), values_of(found.submission), str(found.submission.learner)),
        *(draft, values_of(saved), tuple(problems)),
        build=lambda: _content(_whole(found), draft or desk.saved_draft(found)),
    )
    status = 422 if problems else 200
    page = {**context, "content": content}
    return render(request, "reviews/review/review.html", page, status=status)


def _content(found: Review, draft: AssessmentDraft) -> dict[str, object]:
    """Transcript and rubric with what is in the draft: what costs time."""
    turns = _turns(found)
    by_number = {turn.number: turn for turn in turns}
    groups = [
        RubricGroup(competency, _rows(markers, draft, by_number))
        for competency, markers in desk.rated_groups(found)
    ]
    return {
        "draft": draft,
        "turns": _turn_rows(turns, draft, by_number),
        "focus": groups[0],
        "others": groups[1:],
    }


def _rows(
    markers: Sequence[RubricMarker], draft: AssessmentDraft, turns: Mapping[int, Turn]
) -> list[RubricRow]:
    given = {row.ref: row for row in draft.ratings}
    empty = [m.ref for m in markers if not (m.ref in given and given[m.ref].value)]
    rows = []
    for marker in markers:
        row = given.get(marker.ref, RatingDraft(marker.ref))
        chips = [_chip(quote, turns) for quote in row.quotes]
        is_active = bool(empty) and marker.ref == empty[0]
        rows.append(RubricRow(marker, row.value or "", row.note, chips, is_active))
    return rows


def _chip(quote: QuoteDraft, turns: Mapping[int, Turn]) -> Chip:
    turn = turns.get(quote.turn)
    words = quote.text if quote.text is not None else (turn.text if turn else "")
    return Chip(quote.turn, turn.start_ms if turn else None, words)


def _turn_rows(
    turns: Sequence[Turn], draft: AssessmentDraft, by_number: Mapping[int, Turn]
) -> list[TurnRow]:
    """Only her own marks: nobody else's remarks are fetched for this page at all."""
    passages: dict[int, list[Passage]] = defaultdict(list)
    for row in draft.ratings:
        for quote in row.quotes:
            turn = by_number.get(quote.turn)
            words = quote.text if quote.text is not None else (turn.text if turn else "")
            start = (
                quote.start if quote.start is not None else (turn.text.find(words) if turn else -1)
            )
            passages[quote.turn].append(Passage(start, start + len(words), "self", row.ref))
    return turn_rows(turns, passages)


def _duty(found: Review) -> Duty:
    return Duty(
        review=found,
        title=desk.title_for(found),
        question=desk.question_for(found),
        rated=getattr(found, "rated", 0),
    )
