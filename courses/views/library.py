"""The public library: competencies at a level, and resources to learn from."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coachlms.common.kept import Kept
from courses.models import Competency, Domain, Framework, Level, Marker, Resource, Source
from courses.querysets import is_curator


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every competency by domain."""
    framework = Framework.objects.order_by("pk").first()
    domains = Domain.objects.filter(framework=framework).prefetch_related("competencies")
    levels = _levels(framework)
    level = _chosen(request, levels)
    context = {"framework": framework, "domains": domains, "levels": levels, "level": level}
    return render(request, "courses/library.html", {"nav": "library", **context})


@require_safe
def competency(request: HttpRequest, slug: str) -> HttpResponse:
    """One competency at one level, in the order of the house (docs: DOMAIN)."""
    rows = Competency.objects.select_related("domain__framework")
    found = get_object_or_404(rows, slug=slug)
    # curators see every change at once, others within a minute
    fresh = (
        timezone.now()
        if is_curator(request.user)
        else timezone.now().replace(second=0, microsecond=0)
    )
    content = Kept(
        "competency",
        *(slug, request.GET.get("level", "")[:10], request.user.is_authenticated, fresh),
        build=lambda: _content(request, slug),
    )
    context = {"nav": "library", "competency": found, "content": content}
    return render(request, "courses/competency.html", context)


def _content(request: HttpRequest, slug: str) -> dict[str, object]:
    """Everything the page shows: what costs time."""
    found = Competency.objects.for_page().get(slug=slug)
    levels = _levels(found.domain.framework)
    level = _chosen(request, levels)
    lines = list(found.lines.all())
    return {
        "competency": found,
        "framework": found.domain.framework,
        "levels": levels,
        "level": level,
        "tips": [line for line in lines if line.kind == line.Kind.TIP],
        "mistakes": [line for line in lines if line.kind == line.Kind.MISTAKE],
        "questions": [line for line in lines if line.kind == line.Kind.QUESTION],
        "sources": Source.objects.visible_to(request.user).filter(competencies=found),
        "resources": _about(request, found, level),
    }


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """All learning resources, exercises first."""
    rows = Resource.objects.visible_to(request.user).current()
    rows = rows.prefetch_related("markers", "levels")
    kinds = [
        (heading, [row for row in rows if row.kind in members]) for heading, members in SHELVES
    ]
    context = {"nav": "library", "kinds": kinds, "curates": is_curator(request.user)}
    return render(request, "courses/resources.html", context)


@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """One resource; an exercise in full."""
    markers = Prefetch("markers", Marker.objects.select_related("competency"))
    rows = Resource.objects.visible_to(request.user).prefetch_related(markers, "levels")
    found = get_object_or_404(rows, slug=slug)
    return render(request, "courses/resource.html", {"nav": "library", "resource": found})


SHELVES = (
    ("Exercises", {Resource.Kind.EXERCISE}),
    ("Books and pages", {Resource.Kind.BOOK, Resource.Kind.WEB}),
)


def _about(request: HttpRequest, found: Competency, level: Level | None) -> list[Resource]:
    if level is None:
        return []
    rows = Resource.objects.visible_to(request.user).current().about(found, level)
    return sorted(rows, key=lambda row: (row.kind != Resource.Kind.EXERCISE, row.title))


def _levels(framework: Framework | None) -> list[Level]:
    return list(framework.levels.all()) if framework else []


def _chosen(request: HttpRequest, levels: list[Level]) -> Level | None:
    """The level asked for, else the usual one, else the first."""
    by_key = {level.key: level for level in levels}
    usual = by_key.get(Level.USUAL, levels[0] if levels else None)
    return by_key.get(request.GET.get("level", ""), usual)
