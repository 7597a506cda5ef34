"""Inviting people: a link, or a list that is looked at before a single mail goes out."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from coachlms.accounts.requests import SignedInRequest
from courses.forms import LinkForm, RosterForm
from courses.models import Cohort, Invitation
from courses.services import invitations as services
from courses.services.roster import check_roster as look_at
from courses.views.cohorts import led


@login_required
@require_safe
def invitations(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who was invited, and what became of it."""
    return _page(request, led(request, pk))


@login_required
@require_POST
def invite_by_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Shows the new link once."""
    cohort = led(request, pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, cohort, status=422, link_form=form)
    _row, token = services.create_link(cohort=cohort, created_by=request.user, **form.cleaned_data)
    return _page(request, cohort, new_link=settings.SITE_URL + reverse("join", args=[token]))


@login_required
@require_POST
def check_roster(request: SignedInRequest, pk: int) -> HttpResponse:
    """Each line of the list and what would become of it. Sends nothing, keeps nothing."""
    cohort = led(request, pk)
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, cohort, status=422, roster_form=form)
    roster = form.cleaned_data["roster"]
    lines = look_at(cohort=cohort, text=roster)
    counts = Counter(line.status for line in lines)
    context = {
        "nav": "cohorts",
        "tab": "invitations",
        "cohort": cohort,
        "lines": lines,
        "counts": counts,
        "mails": counts["invite"] + counts["again"],
        "roster": roster,
    }
    return render(request, "courses/cohort-roster.html", context)


@login_required
@require_POST
def send_invitations(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list was looked at and confirmed; it is checked once more as things stand now."""
    cohort = led(request, pk)
    form = RosterForm(request.POST)
    if not form.is_valid():
        return _page(request, cohort, status=422, roster_form=form)
    done = services.invite_roster(
        cohort=cohort, text=form.cleaned_data["roster"], invited_by=request.user
    )
    text = ngettext(
        "%(mails)s mail is on its way.", "%(mails)s mails are on their way.", done.mails
    )
    messages.success(request, text % {"mails": done.mails})
    return redirect("invitations", pk)


@login_required
@require_POST
def mail_again(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    row = get_object_or_404(Invitation, cohort=led(request, pk), pk=number)
    services.mail_again(invitation=row)
    messages.success(request, _("The mail is on its way once more."))
    return redirect("invitations", pk)


@login_required
@require_POST
def revoke_invitation(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    row = get_object_or_404(Invitation, cohort=led(request, pk), pk=number)
    services.revoke(invitation=row)
    messages.success(request, _("It lets nobody in any more."))
    return redirect("invitations", pk)


def _page(
    request: SignedInRequest, cohort: Cohort, status: int = 200, **context: object
) -> HttpResponse:
    frame = {
        "nav": "cohorts",
        "tab": "invitations",
        "cohort": cohort,
        "invitations": cohort.invitations.prefetch_related("enrolments__learner"),
        "link_form": LinkForm(),
        "roster_form": RosterForm(),
    }
    return render(request, "courses/cohort-invitations.html", frame | context, status=status)
