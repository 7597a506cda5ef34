"""Learning resources: to find for everybody, to propose and look after for curators."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.api import HasScope
from coachlms.accounts.models import Scope
from coachlms.common.api import Conditional, answers
from courses.api.finding import CuratorsWrite, person, visitor
from courses.api.resource_shapes import (
    NoteFields,
    ResourceDetailSerializer,
    ResourceFields,
    ResourceQuery,
    ResourceSerializer,
    draft_in,
)
from courses.models import Competency, Level, Marker, Resource
from courses.services import resources as services

TAGS = ["resources"]
CARE = ["resources: curating"]


class Curated(Conditional):
    """Everybody reads, curators write."""

    permission_classes = [IsAuthenticatedOrReadOnly, HasScope, CuratorsWrite]
    write_scope = Scope.CURATE


class Resources(Curated, ListAPIView[Resource]):
    """Resources one may see."""

    serializer_class = ResourceSerializer

    def get_queryset(self) -> QuerySet[Resource]:
        asked = ResourceQuery(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return _placed(
            Resource.objects.visible_to(visitor(self.request)).matching(**asked.validated_data)
        )

    def get_serializer_context(self) -> dict[str, object]:
        return {**super().get_serializer_context(), **_places(self.request)}

    @extend_schema(
        operation_id="resources_list",
        summary="Learning resources",
        description="Checked ones for everybody; curators see every state, the archive included.",
        tags=TAGS,
        parameters=[ResourceQuery],
        responses=answers(400, 404, s200=ResourceSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="resources_create",
        summary="Propose a resource",
        description="A draft under an address made of its title. Learners see it once it is published.",
        tags=CARE,
        request=ResourceFields,
        responses=answers(400, 415, s201=ResourceDetailSerializer),
    )
    def post(self, request: Request) -> Response:
        sent = ResourceFields(data=request.data)
        sent.is_valid(raise_exception=True)
        made = services.propose(by=person(request), draft=draft_in(sent.validated_data))
        return _shown(request, made.slug, status=201)


class OneResource(Curated):
    """One resource."""

    @extend_schema(
        operation_id="resources_retrieve",
        summary="One resource",
        tags=TAGS,
        description="An exercise with its text; for curators also where it stands.",
        responses=answers(404, s200=ResourceDetailSerializer),
    )
    def get(self, request: Request, slug: str) -> Response:
        return _shown(request, slug)

    @extend_schema(
        operation_id="resources_update",
        summary="Change a resource",
        description=(
            "What you leave out stays. Where a second person has to look, a published one waits for "
            "her afterwards; it stays visible."
        ),
        tags=CARE,
        request=ResourceFields,
        responses=answers(400, 404, 415, s200=ResourceDetailSerializer),
    )
    def patch(self, request: Request, slug: str) -> Response:
        found = _resource(request, slug)
        sent = ResourceFields(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        draft = draft_in(sent.validated_data, found)
        services.revise(resource=found, by=person(request), draft=draft)
        return _shown(request, slug)


def _deed(name: str, take: Callable[..., None], summary: str, description: str) -> type[Curated]:
    """The view of a step that needs no words."""

    class View(Curated):
        @extend_schema(
            operation_id=f"resources_{name}",
            summary=summary,
            description=description,
            tags=CARE,
            request=None,
            responses=answers(404, 409, s200=ResourceDetailSerializer),
        )
        def post(self, request: Request, slug: str) -> Response:
            take(resource=_resource(request, slug), by=person(request))
            return _shown(request, slug)

    View.__name__ = View.__qualname__ = f"{name.title()}Resource"
    View.__doc__ = summary
    return View


Submit = _deed(
    "submit",
    services.submit_for_review,
    "Submit a draft for review",
    "Other curators are told. 409 while it lacks what its kind needs.",
)
Publish = _deed(
    "publish",
    services.publish,
    "Publish a resource",
    "Learners see it from now on. Where two people are asked for, not by whoever proposed it.",
)
Renew = _deed(
    "renew",
    services.renew,
    "Keep a resource",
    "It is still right; somebody will be asked to look again in a while.",
)
Archive = _deed(
    "archive",
    services.archive,
    "Archive a resource",
    "Nobody finds it any more, nothing is lost. 409 while a step of a course leads to it.",
)
Restore = _deed(
    "restore", services.restore, "Take a resource out of the archive", "It is a draft again."
)


class SendBack(Curated):
    """Not yet."""

    @extend_schema(
        operation_id="resources_send_back",
        summary="Send a resource back",
        description="A draft again. Whoever proposed it is told, with your note.",
        tags=CARE,
        request=NoteFields,
        responses=answers(400, 404, 409, 415, s200=ResourceDetailSerializer),
    )
    def post(self, request: Request, slug: str) -> Response:
        found = _resource(request, slug)
        sent = NoteFields(data=request.data)
        sent.is_valid(raise_exception=True)
        services.send_back(resource=found, by=person(request), note=sent.validated_data["note"])
        return _shown(request, slug)


def _placed(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    """With where each belongs, in three queries."""
    return rows.prefetch_related(
        Prefetch("markers", Marker.objects.only("ref").order_by("ref")),
        Prefetch("levels", Level.objects.only("key").order_by("position")),
        Prefetch("competencies", Competency.objects.only("slug").order_by("number")),
    )


def _resource(request: Request, slug: str) -> Resource:
    rows = Resource.objects.visible_to(visitor(request))
    return get_object_or_404(rows.select_related("proposed_by", "reviewed_by"), slug=slug)


def _shown(request: Request, slug: str, status: int = 200) -> Response:
    """The resource as it is in the database now."""
    rows = Resource.objects.visible_to(visitor(request))
    placed = _placed(rows.select_related("proposed_by", "reviewed_by"))
    found = get_object_or_404(placed, slug=slug)
    return Response(ResourceDetailSerializer(found, context=_places(request)).data, status)


def _places(request: Request) -> dict[str, Any]:
    return {
        "pages": request.build_absolute_uri(reverse("resources")),
        "visitor": visitor(request),
    }
