"""Courses with their modules and steps, cohorts and who is in them. Never what a learner wrote."""

from django.contrib import admin

from coachlms.common.admin import CardInline, RoomAdmin, TableInline
from courses.models import Cohort, Course, Enrolment, Module, Step, StepProgress


class ModuleInline(TableInline[Module, Course]):
    model = Module
    show_change_link = True


@admin.register(Course)
class CourseAdmin(RoomAdmin[Course]):
    list_display = ["title", "level", "is_published"]
    list_select_related = ["level"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ModuleInline]


class StepInline(CardInline[Step, Module]):
    model = Step
    autocomplete_fields = ["resource"]


@admin.register(Module)
class ModuleAdmin(RoomAdmin[Module]):
    list_display = ["title", "course", "position", "competency"]
    list_filter = ["course"]
    list_select_related = ["course", "competency"]
    search_fields = ["title"]
    autocomplete_fields = ["course", "competency"]
    inlines = [StepInline]


class EnrolmentInline(TableInline[Enrolment, Cohort]):
    model = Enrolment
    autocomplete_fields = ["learner"]
    show_change_link = True


@admin.register(Cohort)
class CohortAdmin(RoomAdmin[Cohort]):
    list_display = ["name", "course", "starts_on", "is_open"]
    list_filter = ["course", "is_open"]
    list_select_related = ["course"]
    search_fields = ["name"]
    autocomplete_fields = ["course", "instructors"]
    inlines = [EnrolmentInline]


class StepProgressInline(TableInline[StepProgress, Enrolment]):
    model = StepProgress
    readonly_fields = ["step", "reached", "done_at"]
    can_delete = False


@admin.register(Enrolment)
class EnrolmentAdmin(RoomAdmin[Enrolment]):
    list_display = ["learner", "cohort", "enrolled_at"]
    list_filter = ["cohort"]
    list_select_related = ["learner", "cohort"]
    autocomplete_fields = ["learner", "cohort"]
    search_fields = ["learner__name", "learner__email"]
    inlines = [StepProgressInline]
