"""Desks of curators (library) and instructors (courses). The YAML file wins at the next load."""

from django.contrib import admin

from courses.models import (
    Answer,
    Cohort,
    Competency,
    Course,
    Domain,
    Enrolment,
    Framework,
    Level,
    Marker,
    MarkerDepth,
    Module,
    RelatedCompetency,
    Resource,
    Source,
    Step,
    StepProgress,
    StudyLine,
)


class LevelInline(admin.TabularInline[Level, Framework]):
    model = Level
    extra = 0


class DomainInline(admin.TabularInline[Domain, Framework]):
    model = Domain
    extra = 0


@admin.register(Framework)
class FrameworkAdmin(admin.ModelAdmin[Framework]):
    list_display = ["name", "owner", "updated_on"]
    inlines = [LevelInline, DomainInline]


class MarkerInline(admin.StackedInline[Marker, Competency]):
    model = Marker
    extra = 0
    show_change_link = True


class StudyLineInline(admin.TabularInline[StudyLine, Competency]):
    model = StudyLine
    extra = 0


class RelatedInline(admin.TabularInline[RelatedCompetency, Competency]):
    model = RelatedCompetency
    fk_name = "competency"
    extra = 0


@admin.register(Competency)
class CompetencyAdmin(admin.ModelAdmin[Competency]):
    list_display = ["number", "name", "domain", "treatment"]
    list_display_links = ["name"]
    list_select_related = ["domain"]
    search_fields = ["name", "tagline"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["sources", "resources"]
    inlines = [MarkerInline, StudyLineInline, RelatedInline]


class MarkerDepthInline(admin.TabularInline[MarkerDepth, Marker]):
    model = MarkerDepth
    extra = 0


@admin.register(Marker)
class MarkerAdmin(admin.ModelAdmin[Marker]):
    list_display = ["ref", "text", "competency", "detectability"]
    list_filter = ["competency", "detectability"]
    list_select_related = ["competency"]
    search_fields = ["ref", "text"]
    inlines = [MarkerDepthInline]


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin[Source]):
    list_display = ["title", "publisher", "year", "note"]
    search_fields = ["title", "publisher"]


@admin.register(Resource)
class ResourceAdmin(admin.ModelAdmin[Resource]):
    list_display = ["title", "kind", "by", "year", "verified"]
    list_filter = ["verified", "kind", "levels"]
    search_fields = ["title", "by"]
    filter_horizontal = ["markers", "levels"]


class ModuleInline(admin.TabularInline[Module, Course]):
    model = Module
    extra = 0
    show_change_link = True


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin[Course]):
    list_display = ["title", "level", "is_published"]
    list_select_related = ["level"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ModuleInline]


class StepInline(admin.StackedInline[Step, Module]):
    model = Step
    extra = 0


@admin.register(Module)
class ModuleAdmin(admin.ModelAdmin[Module]):
    list_display = ["title", "course", "position", "competency"]
    list_filter = ["course"]
    list_select_related = ["course", "competency"]
    inlines = [StepInline]


class EnrolmentInline(admin.TabularInline[Enrolment, Cohort]):
    model = Enrolment
    extra = 0
    raw_id_fields = ["learner"]
    show_change_link = True


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin[Cohort]):
    list_display = ["name", "course", "starts_on", "is_open"]
    list_filter = ["course", "is_open"]
    list_select_related = ["course"]
    filter_horizontal = ["instructors"]
    inlines = [EnrolmentInline]


class StepProgressInline(admin.TabularInline[StepProgress, Enrolment]):
    model = StepProgress
    extra = 0
    readonly_fields = ["step", "reached", "done_at"]
    can_delete = False


class AnswerInline(admin.TabularInline[Answer, Enrolment]):
    model = Answer
    extra = 0
    readonly_fields = ["step", "text", "saved_at"]
    can_delete = False


@admin.register(Enrolment)
class EnrolmentAdmin(admin.ModelAdmin[Enrolment]):
    list_display = ["learner", "cohort", "enrolled_at"]
    list_filter = ["cohort"]
    list_select_related = ["learner", "cohort"]
    raw_id_fields = ["learner"]
    search_fields = ["learner__name", "learner__email"]
    inlines = [StepProgressInline, AnswerInline]
