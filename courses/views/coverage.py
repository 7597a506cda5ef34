"""The curators' map of what the library covers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.models import Framework, Resource
from courses.querysets import is_curator
from courses.services.coverage import KINDS
from courses.services.coverage import coverage as map_of

HEADINGS = {
    Resource.Kind.EXERCISE: "Exercises",
    Resource.Kind.BOOK: "Books",
    Resource.Kind.WEB: "Pages",
}


@login_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Competency by level by kind, and what is missing; a page of curators that nobody else finds."""
    if not is_curator(request.user):
        raise Http404
    framework = Framework.objects.order_by("pk").first()
    context = {
        "nav": "library",
        "framework": framework,
        "headings": [HEADINGS[kind] for kind in KINDS],
        "coverage": map_of(framework=framework) if framework else None,
    }
    return render(request, "courses/coverage.html", context)
