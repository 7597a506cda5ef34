"""Keys for programs: make one, see when it was used, revoke it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachlms.accounts.forms import TokenForm
from coachlms.accounts.models import ApiToken
from coachlms.accounts.requests import SignedInRequest, changes_only_lately
from coachlms.accounts.services import issue_token, revoke_token


@changes_only_lately
@require_http_methods(["GET", "POST"])
def api_tokens(request: SignedInRequest) -> HttpResponse:
    """The list; after making one, its text once, in the answer to the POST and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None, user=request.user)
    text, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            _made, text = issue_token(user=request.user, **form.cleaned_data)
            form, status = TokenForm(user=request.user), 201
    context = {"form": form, "text": text, "tokens": request.user.api_tokens.all()}
    return render(request, "account/tokens.html", context, status=status)


@login_required
@require_POST
def revoke_api_token(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    revoke_token(token=token)
    messages.success(request, _("“%(name)s” no longer works.") % {"name": token.name})
    return redirect("api_tokens")
