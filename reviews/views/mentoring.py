"""A mentor's workspace: the sessions shared with her, and what waits."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coachlms.accounts.requests import SignedInRequest
from reviews.models import Review, Share, Submission


@login_required
@require_safe
def mentoring(request: SignedInRequest) -> HttpResponse:
    """Sessions that are shared with this person at present, those she has not read first."""
    shares = Share.objects.filter(mentor=request.user, revoked_at__isnull=True)
    own = Review.objects.filter(reviewer=request.user)
    rows = (
        Submission.objects.shared_with(request.user)
        .select_related("learner", "level", "focus", "result")
        .prefetch_related(Prefetch("shares", shares), Prefetch("reviews", own))
        .order_by("-handed_in_at")
    )
    waiting = [row for row in rows if not _is_read(row)]
    context = {
        "nav": "mentoring",
        "waiting": waiting,
        "read": [row for row in rows if row not in waiting],
    }
    return render(request, "reviews/mentoring/mentoring.html", context)


def _is_read(submission: Submission) -> bool:
    return any(review.state == Review.State.SUBMITTED for review in submission.reviews.all())
