"""Public pages that belong to no app."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coachlms.demo.example import example
from courses.models import Competency, Framework
from feedback import charts
from reviews.analysis.trained.figures import kinds, measured


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, for visitors; whoever is signed in goes on to her courses."""
    if request.user.is_authenticated:
        return redirect("courses")
    context = {
        "competencies": Competency.objects.order_by("number"),
        "disclaimer": Framework.objects.values_list("disclaimer", flat=True).first(),
        "free_demo": settings.FREE_DEMO,
        "sign_up_open": settings.SIGN_UP_OPEN,
    }
    return render(request, "pages/landing.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    rows = [
        (row, charts.score(row.score, row.low, row.high, row.simple, row.human))
        for row in measured()["plain"]
    ]
    found = [(one, charts.bar(one.precision, 1), charts.bar(one.recall, 1)) for one in kinds()]
    context = {
        "nav": "method",
        "measured": rows,
        "bare": measured()["bare"][0],
        "kinds": found,
        **example(),
    }
    return render(request, "pages/method.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {
        "nav": "privacy",
        "transcript_days": settings.TRANSCRIPT_RETENTION_DAYS,
        "draft_days": settings.DRAFT_RETENTION_DAYS,
    }
    return render(request, "pages/privacy.html", context)


@require_safe
def for_clients(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/for_clients.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")
