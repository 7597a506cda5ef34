"""The report, the learner's answers to it, her growth, and her evidence beside a competency."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coachlms.accounts.models import User
from coachlms.accounts.requests import SignedInRequest
from coachlms.common.kept import Kept, values_of
from courses.models import Competency
from feedback import services
from feedback.errors import NotYours, UnknownAnswer
from feedback.forms import AnswerForm, PracticeForm
from feedback.permissions import may_answer
from feedback.querysets import (
    compose,
    current_share,
    evidence_for,
    growth_of,
    has_result,
    own_reading_owed,
    resources_for,
    session_to_show,
    sessions_with_report,
    version_of,
)
from reviews.models import Share, Submission
from reviews.services import sharing


@login_required
@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report as its reader sees it; before any result, what is missing.

    A mentor who owes a reading of her own sees nobody else's before she has handed it in.
    """
    submission = session_to_show(request.user, pk)
    own_review = None
    if submission.learner_id != request.user.pk:
        sharing.record_access(submission=submission, user=request.user, role="mentor")
        own_review = own_reading_owed(submission, request.user)
    if own_review or not has_result(submission):
        context = {"nav": "sessions", "submission": submission, "own_review": own_review}
        return render(request, "feedback/not-yet.html", context)
    return _report_page(request, submission, PracticeForm())


def _report_page(
    request: SignedInRequest, submission: Submission, form: PracticeForm, status: int = 200
) -> HttpResponse:
    share = current_share(submission)
    content = Kept(
        "report",
        *(version_of(submission), values_of(share), request.user.pk, form.data),
        build=lambda: _content(request.user, submission, share, form),
    )
    context = {"nav": "sessions", "submission": submission, "content": content}
    return render(request, "feedback/report.html", context, status=status)


def _content(
    user: User, submission: Submission, share: Share | None, form: PracticeForm
) -> dict[str, object]:
    """The report itself and what to read on: what costs time."""
    composed = compose(submission, user)
    return {
        "form": form,
        "may_answer": may_answer(user, submission),
        "practice": getattr(submission, "practice", None),
        "share": share,
        "framework": submission.level.framework if submission.level else None,
        "report": composed,
        "resources": resources_for(submission, composed.refs),
    }


@login_required
@require_POST
def answer_finding(request: SignedInRequest, pk: int, ref: str) -> HttpResponse:
    """Keep the answer; htmx gets the finding again, a plain form comes back to it."""
    submission = get_object_or_404(sessions_with_report(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise UnknownAnswer
    services.answer_finding(submission=submission, user=request.user, ref=ref, **form.cleaned_data)
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('report', args=[pk])}#f-{ref}")
    composed = compose(submission, request.user)
    context = {
        "submission": submission,
        "report": composed,
        "finding": composed.finding(ref),
        "may_answer": True,
        "out_of_band": True,
    }
    return render(request, "feedback/finding.html", context)


@login_required
@require_POST
def take_practice(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = session_to_show(request.user, pk)
    form = PracticeForm(request.POST)
    if not may_answer(request.user, submission):
        raise NotYours
    if form.is_valid():
        services.take_practice(submission=submission, user=request.user, **form.cleaned_data)
        messages.success(request, "Your practice is kept. You find it under Growth.")
        return redirect(f"{reverse('report', args=[pk])}#practice")
    return _report_page(request, submission, form, status=422)


@login_required
@require_safe
def growth(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "feedback/growth.html", {"nav": "growth", "growth": growth_of(request.user)}
    )


@login_required
@require_safe
def evidence_of(request: SignedInRequest, slug: str) -> HttpResponse:
    """Her own evidence beside a competency: a fragment for htmx, else a small page."""
    competency = get_object_or_404(Competency.objects.prefetch_related("markers"), slug=slug)
    context = {
        "nav": "library",
        "competency": competency,
        "evidence": evidence_for(request.user, competency),
    }
    template = "evidence.html" if getattr(request, "htmx", False) else "evidence-page.html"
    return render(request, f"feedback/{template}", context)
