"""What the API says about courses and a learner's way through them."""

from typing import Any

from rest_framework import serializers

from courses.models import Cohort, Course, Step
from courses.services import ModuleStanding, StepStanding

Shown = dict[str, Any]
STEP_STATES = ("done", "now", "next")


class CohortSerializer(serializers.Serializer[Cohort]):
    """A group that takes a course together."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    starts_on = serializers.DateField()
    pace = serializers.ChoiceField(choices=Cohort.Pace.choices)


class CourseSerializer(serializers.Serializer[Course]):
    """A way through the library at one level."""

    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    level = serializers.CharField(source="level.key")
    cohorts = CohortSerializer(
        many=True, source="joinable", help_text="Groups you may join with POST /enrolments/."
    )


class StepSerializer(serializers.Serializer[Step]):
    """One thing to do in a module."""

    id = serializers.IntegerField(help_text="What a new session names as its `step`.")
    position = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Step.Kind.choices)
    title = serializers.CharField()
    minutes = serializers.IntegerField()
    needed = serializers.IntegerField(help_text="How many reviews; 1 for every other kind.")
    resource = serializers.CharField(
        source="resource.slug", allow_null=True, default=None, help_text="Slug of a resource."
    )


class ModuleSerializer(serializers.Serializer[Shown]):
    """A chapter of a course, about one competency."""

    position = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField()
    competency = serializers.CharField(source="competency.slug")
    requires = serializers.ListField(
        child=serializers.IntegerField(), help_text="Positions of modules to finish before."
    )
    steps = StepSerializer(many=True, source="steps.all")


class CourseDetailSerializer(CourseSerializer):
    """A course with its modules and steps."""

    modules = ModuleSerializer(many=True, source="chapters")


class OwnStepSerializer(serializers.Serializer[StepStanding]):
    """A step and how far you are with it."""

    id = serializers.IntegerField(source="step.pk")
    position = serializers.IntegerField(source="step.position")
    kind = serializers.ChoiceField(choices=Step.Kind.choices, source="step.kind")
    title = serializers.CharField(source="step.title")
    state = serializers.ChoiceField(
        choices=STEP_STATES, help_text="`now` is the open one, `next` opens later."
    )
    reached = serializers.IntegerField(help_text="Of `needed`.")
    needed = serializers.IntegerField(source="step.needed")
    done_at = serializers.DateTimeField(allow_null=True)


class OwnModuleSerializer(serializers.Serializer[ModuleStanding]):
    """A module and how far you are with it."""

    position = serializers.IntegerField(source="module.position")
    title = serializers.CharField(source="module.title")
    done = serializers.IntegerField(help_text="Steps that are done.")
    total = serializers.IntegerField()
    is_locked = serializers.BooleanField(help_text="Other modules come first.")
    due_on = serializers.DateField(source="due.on", allow_null=True, default=None)
    steps = OwnStepSerializer(many=True)


class EnrolmentSerializer(serializers.Serializer[Any]):
    """Your place in a course, step by step."""

    id = serializers.IntegerField(source="enrolment.pk")
    course = serializers.CharField(source="course.slug")
    title = serializers.CharField(source="course.title")
    cohort = CohortSerializer(source="enrolment.cohort")
    enrolled_at = serializers.DateTimeField(source="enrolment.enrolled_at")
    done = serializers.IntegerField(help_text="Steps that are done.")
    total = serializers.IntegerField()
    summary = serializers.CharField(source="text", help_text="The same in words.")
    modules = OwnModuleSerializer(many=True)


class StepDetailSerializer(OwnStepSerializer):
    """A step with what to do, and your answer to a practice question."""

    text = serializers.CharField(source="step.text")
    minutes = serializers.IntegerField(source="step.minutes")
    resource = serializers.CharField(
        source="step.resource.slug", allow_null=True, default=None, help_text="Slug of a resource."
    )
    answer = serializers.SerializerMethodField(help_text="Null until you have written one.")

    def get_answer(self, _row: StepStanding) -> str | None:
        answer: str | None = self.context["answer"]
        return answer


class EnrolFields(serializers.Serializer[Shown]):
    """Which group to join."""

    cohort = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="Number of a group, as in /courses/."
    )


class WrittenAnswerFields(serializers.Serializer[Shown]):
    """A written answer to a practice question."""

    text = serializers.CharField(max_length=5000, help_text="You and your instructors can read it.")
