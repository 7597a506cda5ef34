"""Courses one may see, one's places in them, and working through their steps."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from coachlms.accounts.models import Scope, User
from coachlms.common.api import Conditional, answers
from courses import services
from courses.api.finding import own_place, own_places, person
from courses.api.learning_shapes import (
    CourseDetailSerializer,
    CourseSerializer,
    EnrolFields,
    EnrolmentSerializer,
    StepDetailSerializer,
    WrittenAnswerFields,
)
from courses.models import Answer, Cohort, Course, Enrolment, Module
from courses.querysets import CourseQuerySet
from courses.services import CourseStanding, StepStanding
from courses.services.prerequisites import required

TAGS = ["courses"]


class Courses(Conditional, ListAPIView[Course]):
    """Courses one takes, teaches or may join."""

    serializer_class = CourseSerializer

    def get_queryset(self) -> QuerySet[Course]:
        return _courses(person(self.request)).select_related("level").order_by("title", "pk")

    @extend_schema(
        operation_id="courses_list",
        summary="Courses",
        description="Those you take, teach or may join, with the groups that are open to you.",
        tags=TAGS,
        responses=answers(400, 404, s200=CourseSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().get(request, *args, **kwargs)


class OneCourse(Conditional):
    """One course."""

    @extend_schema(
        operation_id="courses_retrieve",
        summary="One course with its modules and steps",
        description="The outline. How far you are stands in /enrolments/.",
        tags=TAGS,
        responses=answers(404, s200=CourseDetailSerializer),
    )
    def get(self, request: Request, slug: str) -> Response:
        found = get_object_or_404(_courses(person(request)).with_steps(), slug=slug)
        setattr(found, "chapters", _chapters(found.modules.all()))  # noqa: B010
        return Response(CourseDetailSerializer(found).data)


class Enrolments(Conditional, ListAPIView[Enrolment]):
    """One's own places, step by step."""

    serializer_class = EnrolmentSerializer
    write_scope = Scope.COURSES

    @extend_schema(
        operation_id="enrolments_list",
        summary="Your places in courses",
        description="The latest first, each with how far you are with every step.",
        tags=TAGS,
        responses=answers(400, 404, s200=EnrolmentSerializer(many=True)),
    )
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        places = self.paginate_queryset(own_places(person(request))) or []
        rows = [services.standing(place) for place in places]
        return self.get_paginated_response(EnrolmentSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="enrolments_create",
        summary="Join a group",
        description="An open one, as listed with its course. Others take an invitation.",
        tags=TAGS,
        request=EnrolFields,
        responses=answers(400, 404, 409, 415, s201=EnrolmentSerializer),
    )
    def post(self, request: Request) -> Response:
        sent = EnrolFields(data=request.data)
        sent.is_valid(raise_exception=True)
        user = person(request)
        cohort = get_object_or_404(Cohort.objects.open_to_join(), pk=sent.validated_data["cohort"])
        made = services.enrol(learner=user, cohort=cohort)
        place = get_object_or_404(own_places(user), pk=made.pk)
        return Response(EnrolmentSerializer(services.standing(place)).data, 201)


class OneStep(Conditional):
    """One step of a course one takes."""

    @extend_schema(
        operation_id="steps_retrieve",
        summary="One step",
        description="What to do, how far you are, and your answer where it asks for one.",
        tags=TAGS,
        responses=answers(404, s200=StepDetailSerializer),
    )
    def get(self, request: Request, slug: str, pk: int) -> Response:
        return _shown(request, slug, pk)


class StepDone(Conditional):
    """“I have read it”, “I have done it”."""

    write_scope = Scope.COURSES

    @extend_schema(
        operation_id="steps_done",
        summary="Tick a step",
        description=(
            "What is to be read or done by yourself. Ticking twice changes nothing. 409 while an earlier step is "
            "open, and for steps that are done by handing in, reviewing or answering."
        ),
        tags=TAGS,
        request=None,
        responses=answers(404, 409, s200=StepDetailSerializer),
    )
    def post(self, request: Request, slug: str, pk: int) -> Response:
        here, found = _step(request, slug, pk)
        services.tick_step(enrolment=_place(here), step=found.step)
        return _shown(request, slug, pk)


class StepAnswer(Conditional):
    """One's answer to a practice question."""

    write_scope = Scope.COURSES

    @extend_schema(
        operation_id="steps_answer",
        summary="Write your answer",
        description="To a practice question. It replaces an earlier one and completes the step.",
        tags=TAGS,
        request=WrittenAnswerFields,
        responses=answers(400, 404, 409, 415, s200=StepDetailSerializer),
    )
    def put(self, request: Request, slug: str, pk: int) -> Response:
        here, found = _step(request, slug, pk)
        sent = WrittenAnswerFields(data=request.data)
        sent.is_valid(raise_exception=True)
        text = sent.validated_data["text"]
        services.save_answer(enrolment=_place(here), step=found.step, text=text)
        return _shown(request, slug, pk)


def _courses(user: User) -> CourseQuerySet:
    joinable = Cohort.objects.joinable_by(user).order_by("starts_on", "name", "pk")
    cohorts = Prefetch("cohorts", joinable, to_attr="joinable")
    return Course.objects.visible_to(user).prefetch_related(cohorts)


def _chapters(modules: QuerySet[Module]) -> list[dict[str, Any]]:
    """Modules with the positions of those they wait for."""
    rows = list(modules)
    return [
        {
            "position": row.position,
            "title": row.title,
            "summary": row.summary,
            "competency": row.competency,
            "requires": [other.position for other in required(row, rows)],
            "steps": row.steps,
        }
        for row in rows
    ]


def _step(request: Request, slug: str, pk: int) -> tuple[CourseStanding, StepStanding]:
    """A step of the course she takes; 404 for whoever does not take it."""
    here = services.standing(own_place(person(request), slug))
    rows = (row for module in here.modules for row in module.steps if row.step.pk == pk)
    found = next(rows, None)
    if found is None:
        raise Http404
    return here, found


def _shown(request: Request, slug: str, pk: int) -> Response:
    """The step as it stands in the database now."""
    here, found = _step(request, slug, pk)
    written = Answer.objects.filter(enrolment=here.enrolment, step=found.step)
    context = {"answer": written.values_list("text", flat=True).first()}
    return Response(StepDetailSerializer(found, context=context).data)


def _place(here: CourseStanding) -> Enrolment:
    if here.enrolment is None:
        raise Http404
    return here.enrolment
