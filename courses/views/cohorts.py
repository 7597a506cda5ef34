"""The groups an instructor leads."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coachlms.accounts.requests import SignedInRequest
from courses import services
from courses.models import Cohort, Enrolment


@login_required
@require_safe
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Everybody in one's groups by name, with how far each is. Nobody is ranked."""
    learners = Enrolment.objects.with_progress().order_by("learner__name", "pk")
    rows = (
        Cohort.objects.taught_by(request.user)
        .select_related("course")
        .prefetch_related(Prefetch("enrolments", learners))
        .order_by("-starts_on", "name")
    )
    if not rows and not request.user.has_role("instructor"):
        raise Http404
    groups = [
        (cohort, [services.standing(enrolment) for enrolment in cohort.enrolments.all()])
        for cohort in rows
    ]
    return render(request, "courses/cohorts.html", {"nav": "cohorts", "groups": groups})
