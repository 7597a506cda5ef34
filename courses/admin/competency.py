"""One competency on one page: wording, markers with their depths, tips, mistakes, relations."""

from django.contrib import admin

from courses.admin.base import LibraryAdmin, LibraryCards, LibraryTable
from courses.models import Competency, Marker, MarkerDepth, RelatedCompetency, StudyLine


class MarkerDepthInline(LibraryTable[MarkerDepth, Marker]):
    model = MarkerDepth


class MarkerInline(LibraryCards[Marker, Competency]):
    model = Marker
    show_change_link = True


class StudyLineInline(LibraryTable[StudyLine, Competency]):
    model = StudyLine


class RelatedInline(LibraryTable[RelatedCompetency, Competency]):
    model = RelatedCompetency
    fk_name = "competency"


@admin.register(Competency)
class CompetencyAdmin(LibraryAdmin[Competency]):
    list_display = ["number", "name", "domain", "treatment"]
    list_display_links = ["name"]
    list_select_related = ["domain"]
    search_fields = ["name", "tagline"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["sources", "resources"]
    inlines = [MarkerInline, StudyLineInline, RelatedInline]


@admin.register(Marker)
class MarkerAdmin(LibraryAdmin[Marker]):
    list_display = ["ref", "text", "competency", "detectability"]
    list_filter = ["competency", "detectability"]
    list_select_related = ["competency"]
    search_fields = ["ref", "text"]
    inlines = [MarkerDepthInline]
