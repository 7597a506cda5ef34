"""What an instructor writes to her group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachlms.accounts.requests import SignedInRequest
from courses import services
from courses.forms import AnnouncementForm
from courses.models import Announcement
from courses.views.cohorts import led, sent


@login_required
@require_http_methods(["GET", "POST"])
def announcements(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was written so far, and a new one."""
    cohort = led(request, pk)
    form = AnnouncementForm(sent(request))
    if form.is_valid():
        services.announce(cohort=cohort, author=request.user, **form.cleaned_data)
        messages.success(request, _("It stands on the course page; everybody gets a message."))
        return redirect("announcements", pk)
    context = {
        "nav": "cohorts",
        "tab": "announcements",
        "cohort": cohort,
        "form": form,
        "announcements": cohort.announcements.select_related("author"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "courses/cohort-announcements.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def announcement(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Other words; nobody is told again."""
    cohort = led(request, pk)
    row = get_object_or_404(Announcement.objects.shown(), cohort=cohort, pk=number)
    form = AnnouncementForm(sent(request), initial={"title": row.title, "text": row.text})
    if form.is_valid():
        services.change_announcement(announcement=row, **form.cleaned_data)
        messages.success(request, _("The course page shows the new words."))
        return redirect("announcements", pk)
    context = {
        "nav": "cohorts",
        "tab": "announcements",
        "cohort": cohort,
        "form": form,
        "announcement": row,
    }
    status = 422 if form.is_bound else 200
    return render(request, "courses/cohort-announcement.html", context, status=status)


@login_required
@require_POST
def withdraw_announcement(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    row = get_object_or_404(Announcement, cohort=led(request, pk), pk=number)
    services.withdraw_announcement(announcement=row)
    messages.success(request, _("It no longer stands on the course page."))
    return redirect("announcements", pk)
