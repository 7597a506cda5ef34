"""A learner's own sessions: the list, the settings of one, its progress, its deletion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachlms.accounts.requests import SignedInRequest
from reviews.forms.sharing import ShareForm
from reviews.models import DeletionReceipt, Purpose, Review, Submission
from reviews.services import sharing, withdrawal
from reviews.services.handing_in import read_again
from reviews.services.progress import progress_of_session
from reviews.views.transcript import VOICES

PER_PAGE = 20
STOP_POLLING = 286  # htmx: the answer is shown and not asked for again
RECEIPT = "deletion_receipt"  # key in the browser session; the receipt itself names nobody


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of the list and whose readings of it are in."""

    submission: Submission
    voices: Sequence[str]


@login_required
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """One's own sessions, drafts first, then the newest. The same number of queries for one as for many."""
    handed_in = Prefetch("reviews", Review.objects.submitted())
    own = Submission.objects.of(request.user).select_related("level", "result")
    own = own.prefetch_related(handed_in).order_by(
        Case(When(state=Submission.State.DRAFT, then=0), default=1), "-created_at", "-pk"
    )
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    rows = [SessionRow(submission, _voices(submission)) for submission in page]
    context = {"nav": "sessions", "page": page, "rows": rows}
    return render(request, "reviews/sessions/sessions.html", context)


@login_required
@require_safe
def session_settings(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    return _settings_page(request, submission, ShareForm(learner=request.user))


@login_required
@require_POST
def share_session(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    form = ShareForm(request.POST, learner=request.user)
    if not form.is_valid():
        return _settings_page(request, submission, form, status=422)
    mentor, until = form.cleaned_data["mentor"], form.cleaned_data["until"]
    sharing.share_with_mentor(submission=submission, mentor=mentor, until=until)
    messages.success(request, _("%(mentor)s can read this session now.") % {"mentor": mentor})
    return redirect("session_settings", pk=pk)


@login_required
@require_POST
def end_share(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    sharing.revoke_share(submission=submission)
    messages.success(request, _("Your mentor can no longer open this session."))
    return redirect("session_settings", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def delete_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Says what will go; deletes once that is confirmed."""
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    if request.method == "POST" and "confirm" in request.POST:
        try:
            receipt = withdrawal.delete_session(submission=submission)
        except Submission.DoesNotExist:  # the second of two clicks
            raise Http404 from None
        request.session[RECEIPT] = receipt.pk
        return redirect("session_deleted")
    context = {"nav": "sessions", "submission": submission, "turns": submission.turns.count()}
    return render(request, "reviews/sessions/delete_session.html", context)


@login_required
@require_safe
def session_deleted(request: SignedInRequest) -> HttpResponse:
    """The receipt of what this browser has deleted last."""
    receipt = get_object_or_404(DeletionReceipt, pk=request.session.get(RECEIPT))
    context = {"nav": "sessions", "receipt": receipt}
    return render(request, "reviews/sessions/session_deleted.html", context)


@login_required
@require_safe
def session_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """A fragment that is asked for until there is something to read; a page of its own without htmx."""
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    is_htmx = getattr(request, "htmx", False)
    if not is_htmx and submission.state in {Submission.State.DRAFT, Submission.State.WITHDRAWN}:
        return redirect("session", pk=pk)  # nothing is being read; the room says what to do
    progress = progress_of_session(submission)
    is_waiting = submission.state == Submission.State.IN_REVIEW and not progress.failed
    context = {"nav": "sessions", "submission": submission, "progress": progress}
    if not is_htmx:
        context["is_waiting"] = is_waiting
        return render(request, "reviews/sessions/session_progress.html", context)
    status = 200 if is_waiting else STOP_POLLING
    return render(request, "reviews/sessions/progress.html", context, status=status)


@login_required
@require_POST
def try_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a reading that was given up another try."""
    submission = get_object_or_404(Submission.objects.of(request.user), pk=pk)
    read_again(submission=submission)
    return redirect("session", pk=pk)


def _voices(submission: Submission) -> list[str]:
    said = {review.voice for review in submission.reviews.all()}
    return [voice for voice in VOICES if voice in said]


def _settings_page(
    request: SignedInRequest, submission: Submission, form: ShareForm, status: int = 200
) -> HttpResponse:
    consents = list(submission.consents.order_by("pk"))
    today = timezone.localdate()
    shares = submission.shares.filter(revoked_at=None, expires_on__gte=today)
    context = {
        "nav": "sessions",
        "submission": submission,
        "consents": consents,
        "may_share": any(c.purpose == Purpose.MENTOR and not c.withdrawn_at for c in consents),
        "share": shares.select_related("mentor").first(),
        "form": form,
        "accesses": submission.accesses.select_related("user")[:50],
        "receipts": DeletionReceipt.objects.filter(submission_number=submission.pk),
        "link": request.build_absolute_uri(f"/withdraw/{submission.withdrawal_key}/"),
        "draft_until": submission.created_at + timedelta(days=settings.DRAFT_RETENTION_DAYS),
    }
    return render(request, "reviews/sessions/session_settings.html", context, status=status)
