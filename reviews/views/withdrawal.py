"""The client's own page: what she agreed to, and how she takes it back. No account, only her link."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reviews.forms.sharing import SAID_TO_CLIENT, WithdrawForm
from reviews.models import DeletionReceipt, Purpose, Submission
from reviews.models.consent import REQUIRED_PURPOSES
from reviews.services.withdrawal import withdraw_purposes

ClientView = Callable[[HttpRequest, str], HttpResponse]


def kept_private(view: ClientView) -> ClientView:
    """The address is the key: no cache keeps the page, no search engine lists it, no other site is told it.

    The last is what the referrer policy of all our pages does. With “no-referrer” browsers would send the form
    with `Origin: null`, which the token check refuses.
    """

    @wraps(view)
    def inner(request: HttpRequest, key: str) -> HttpResponse:
        response = view(request, key)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


@kept_private
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Choose, confirm, done: nothing is taken back by opening the link."""
    rows = Submission.objects.select_related("learner")
    submission = rows.filter(withdrawal_key=key).first()
    if submission is None:
        return render(request, "reviews/withdrawal/unknown.html", status=404)
    consents = list(submission.consents.order_by("pk"))
    still_agreed = [Purpose(c.purpose) for c in consents if c.withdrawn_at is None]
    form = WithdrawForm(request.POST or None, still_agreed=still_agreed)
    context = {
        "submission": submission,
        "agreed": [(SAID_TO_CLIENT[Purpose(c.purpose)], c.withdrawn_at) for c in consents],
        "still_agreed": still_agreed,
        "form": form,
        "coach": str(submission.learner).split(maxsplit=1)[0],
        "site_name": settings.SITE_NAME,
        "receipts": DeletionReceipt.objects.filter(submission_number=submission.pk),
    }
    if not form.is_valid():
        return render(request, "reviews/withdrawal/withdraw.html", context)
    chosen = form.chosen()
    if "confirm" in request.POST:
        withdraw_purposes(submission=submission, purposes=chosen)
        return redirect("withdraw", key=key)
    context |= {
        "chosen": [(one.value, SAID_TO_CLIENT[one]) for one in still_agreed if one in chosen],
        "deletes": bool(REQUIRED_PURPOSES & chosen),
    }
    return render(request, "reviews/withdrawal/confirm.html", context)
