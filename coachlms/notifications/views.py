"""The inbox."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coachlms.accounts.requests import SignedInRequest
from coachlms.notifications import services

PER_PAGE = 20


@login_required
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    page = Paginator(request.user.notices.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"page": page})


@login_required
@require_POST
def inbox_read(request: SignedInRequest) -> HttpResponse:
    services.mark_all_read(user=request.user)
    return redirect("inbox")


@login_required
@require_POST
def inbox_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go where a notice leads; it counts as read from then on."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    services.mark_read(user=request.user, notice_id=notice.pk)
    return redirect(notice.path)
