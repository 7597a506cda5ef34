"""Take everything along, or leave."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachlms.accounts import leaving
from coachlms.accounts.forms import DeleteAccountForm
from coachlms.accounts.models import DataExport, Erasure
from coachlms.accounts.requests import SignedInRequest, changes_only_lately, signed_in_lately
from coachlms.accounts.tasks import make_download
from coachlms.jobs.services import progress_of

STOP_POLLING = 286  # htmx: the answer is shown and not asked for again


@login_required
@require_safe
def account_data(request: SignedInRequest) -> HttpResponse:
    """What is kept about you, your downloads, and the way out."""
    exports = list(request.user.exports.all())
    newest = exports[0] if exports else None
    is_waiting = newest is not None and newest.ready_at is None
    context = {
        "exports": exports,
        "is_waiting": is_waiting,
        "job": progress_of(make_download, newest.pk) if newest and is_waiting else None,
    }
    if getattr(request, "htmx", False):
        status = 200 if is_waiting else STOP_POLLING
        return render(request, "account/downloads.html", context, status=status)
    return render(request, "account/data.html", context)


@changes_only_lately
@require_http_methods(["GET", "POST"])
def ask_download(request: SignedInRequest) -> HttpResponse:
    """Asking twice while one is being made gives the same one. A GET is the way back from re-authentication."""
    if request.method == "POST":
        leaving.ask_download(user=request.user)
    return redirect("account_data")


@signed_in_lately
@require_safe
def download(request: SignedInRequest, pk: int) -> FileResponse:
    export = get_object_or_404(DataExport, pk=pk, user=request.user, ready_at__isnull=False)
    answer = FileResponse(export.file.open(), as_attachment=True, filename="coachlms-my-data.zip")
    answer["Content-Type"] = "application/zip"
    answer["Cache-Control"] = "private, no-store"
    return answer


@changes_only_lately
@require_http_methods(["GET", "POST"])
def delete_account(request: SignedInRequest) -> HttpResponse:
    """Says what goes and what stays; deletes once the e-mail address is typed."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        erasure = leaving.leave(user=request.user)
        logout(request)
        messages.success(request, _("You are signed out. Thank you for having been here."))
        return redirect("account_deleted", erasure.code)
    status = 422 if form.is_bound else 200
    return render(request, "account/delete.html", {"form": form}, status=status)


@require_safe
def account_deleted(request: SignedInRequest, code: str) -> HttpResponse:
    """The receipt, for whoever holds its address. It names nobody."""
    erasure = get_object_or_404(Erasure, code=code)
    return render(request, "account/deleted.html", {"erasure": erasure})
