"""The public library: levels, competencies, one competency at a level."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.api import HasScope
from coachlms.common.api import Conditional, answers
from courses.api.finding import visitor
from courses.api.library_shapes import (
    CompetencyDetailSerializer,
    LevelSerializer,
    LibraryCompetencySerializer,
)
from courses.models import Competency, Level, Resource, Source, StudyLine

TAGS = ["library"]
LEVEL = OpenApiParameter(
    "level",
    OpenApiTypes.STR,
    description="Key of a level, as in /levels/; left out: pcc, or the first there is.",
)


class Public(Conditional):
    """Read without a token; then fewer requests a minute."""

    permission_classes = [IsAuthenticatedOrReadOnly, HasScope]


class Levels(Public, ListAPIView[Level]):
    """Depths of practice."""

    serializer_class = LevelSerializer
    queryset = Level.objects.select_related("framework").order_by("framework", "position")

    @extend_schema(
        operation_id="levels_list",
        summary="Levels",
        description="Depths of practice to study by, per competency model. Open to all.",
        tags=TAGS,
        responses=answers(400, 404, s200=LevelSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)


class Competencies(Public, ListAPIView[Competency]):
    """All competencies."""

    serializer_class = LibraryCompetencySerializer

    def get_queryset(self) -> QuerySet[Competency]:
        rows = Competency.objects.select_related("domain__framework")
        return rows.order_by("domain__framework", "number", "pk")

    def get_serializer_context(self) -> dict[str, object]:
        return {**super().get_serializer_context(), **_pages(self.request)}

    @extend_schema(
        operation_id="competencies_list",
        summary="Competencies",
        description="Every competency of the library in its order. Open to all.",
        tags=TAGS,
        responses=answers(400, 404, s200=LibraryCompetencySerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)


class OneCompetency(Public):
    """One competency at one level."""

    @extend_schema(
        operation_id="competencies_retrieve",
        summary="One competency at a level",
        description=(
            "Behaviours with what they look like at the level, tips, mistakes, questions, related competencies, "
            "sources, resources, and the texts of attribution that belong beside them. Open to all."
        ),
        tags=TAGS,
        parameters=[LEVEL],
        responses=answers(400, 404, s200=CompetencyDetailSerializer),
    )
    def get(self, request: Request, slug: str) -> Response:
        found = get_object_or_404(Competency.objects.for_page(), slug=slug)
        shown = CompetencyDetailSerializer(_shown(request, found), context=_pages(request))
        return Response(shown.data)


def _pages(request: Request) -> dict[str, object]:
    return {"pages": request.build_absolute_uri(reverse("library"))}


def _shown(request: Request, found: Competency) -> Competency:
    """With what the page computes, as attributes."""
    levels = list(found.domain.framework.levels.all())
    level = _chosen(request, levels)
    lines: dict[str, list[str]] = {kind.value: [] for kind in StudyLine.Kind}
    for line in found.lines.all():
        lines[line.kind].append(line.text)
    user = visitor(request)
    parts: dict[str, object] = {
        "description": found.customer_description or found.description,
        "level": level.key if level else None,
        "levels": [row.key for row in levels],
        "behaviours": [_behaviour(marker, level) for marker in found.markers.all()],
        "tips": lines["tip"],
        "mistakes": lines["mistake"],
        "questions": lines["question"],
        "shown_sources": Source.objects.visible_to(user).filter(competencies=found),
        "shown_resources": (
            Resource.objects.visible_to(user).current().about(found, level) if level else []
        ),
    }
    for name, value in parts.items():
        setattr(found, name, value)
    return found


def _behaviour(marker: Any, level: Level | None) -> dict[str, object]:
    depths = {row.level_id: row.text for row in marker.depths.all()}
    return {
        "ref": marker.ref,
        "text": marker.customer_text or marker.text,
        "depth": depths.get(level.pk, "") if level else "",
        "look_for": marker.look_for,
        "detectability": marker.detectability,
        "official_refs": marker.official_refs,
    }


def _chosen(request: Request, levels: list[Level]) -> Level | None:
    """The level asked for; without one the usual one, else the first. 400 for one that is not there."""
    by_key = {level.key: level for level in levels}
    asked = request.query_params.get("level", "")
    if asked and asked not in by_key:
        known = ", ".join(by_key)
        raise ValidationError({"level": [f"There is no such level here. Choose one of: {known}."]})
    return by_key.get(asked or Level.USUAL, levels[0] if levels else None)
