"""Coming in by an invitation: signed in with one click, or by way of a new account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachlms.accounts.models import User
from coachlms.accounts.requests import INVITED, SignedInRequest
from courses.errors import AlreadyEnrolled
from courses.models import Invitation
from courses.services import invitations as services


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to. A visitor who says yes goes on after she has signed up or in."""
    invitation = services.find(token)
    if invitation is None:
        return render(request, "courses/invitation-unknown.html", status=404)
    if not invitation.is_live:
        return render(
            request, "courses/invitation-over.html", {"invitation": invitation}, status=410
        )
    if request.method != "POST":
        return render(request, "courses/invitation.html", {"invitation": invitation})
    if isinstance(request.user, User):
        return _come_in(request, request.user, invitation)
    request.session[INVITED] = {
        "invitation": invitation.pk,
        "name": invitation.name,
        "email": invitation.email,
    }
    return redirect("account_login" if "sign-in" in request.POST else "account_signup")


@login_required
@require_safe
def join_on(request: SignedInRequest) -> HttpResponse:
    """Goes on with what the visitor asked for before she signed in; only that lets this page write."""
    asked = request.session.pop(INVITED, None)
    number = int(asked["invitation"]) if asked else 0
    invitation = Invitation.objects.filter(pk=number).select_related("cohort__course").first()
    if invitation is None:
        return redirect("courses")
    if not invitation.is_live:
        return render(
            request, "courses/invitation-over.html", {"invitation": invitation}, status=410
        )
    return _come_in(request, request.user, invitation)


@login_required
@require_POST
def accept_invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """An invitation to an address one has proved, taken on the courses page without the mail."""
    row = next((row for row in services.waiting_for(request.user) if row.pk == pk), None)
    if row is None:
        raise Http404
    return _come_in(request, request.user, row)


def _come_in(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    try:
        services.accept(invitation=invitation, learner=user)
    except AlreadyEnrolled as known:
        messages.info(request, str(known))
    else:
        text = _("You are in %(cohort)s. The first step is open.")
        messages.success(request, text % {"cohort": invitation.cohort})
    return redirect(invitation.cohort.course)
