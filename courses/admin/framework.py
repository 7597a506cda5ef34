"""Frameworks with their levels and domains, and the sources."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses.admin.base import LibraryAdmin, LibraryCards, LibraryTable
from courses.admin.fields import FrameworkForm
from courses.admin.formsets import OrderedFormSet
from courses.admin.library_file import LibraryFile
from courses.admin.transfer import CsvTransfer, SourceRows
from courses.models import Domain, Framework, Level, Source


class LevelInline(LibraryCards[Level, Framework]):
    model = Level
    formset = OrderedFormSet
    ordering_field = "position"
    hide_ordering_field = True
    fields = [("name", "key"), "credential", "study_question", "depth", "position"]


class DomainInline(LibraryTable[Domain, Framework]):
    model = Domain
    formset = OrderedFormSet
    ordering_field = "position"
    hide_ordering_field = True
    fields = ["name", "slug", "about", "position"]


@admin.register(Framework)
class FrameworkAdmin(LibraryFile, LibraryAdmin[Framework]):
    list_display = ["name", "owner", "updated_on", "competencies"]
    search_fields = ["name", "owner"]
    prepopulated_fields = {"slug": ["name"]}
    form = FrameworkForm
    inlines = [LevelInline, DomainInline]
    empty_text = _("Load a library file, or add a framework and give it levels and domains.")
    fieldsets = [
        (None, {"fields": [("name", "slug"), ("owner", "updated_on"), "revisions"]}),
        (_("Words that are shown with it"), {"fields": ["attribution", "disclaimer"]}),
        (_("Official pages"), {"fields": [("official_url", "comparison_url")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        return super().get_queryset(request).annotate(taught=Count("domains__competencies"))

    @admin.display(description=_("competencies"), ordering="taught")
    def competencies(self, framework: Any) -> int:
        count: int = framework.taught
        return count


@admin.register(Source)
class SourceAdmin(CsvTransfer, LibraryAdmin[Source]):
    list_display = ["title", "publisher", "year", "has_address", "note"]
    list_filter = ["publisher", "year"]
    resource_classes = [SourceRows]
    search_fields = ["title", "publisher", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    empty_text = _("Sources say where the facts of a competency come from. Add the first one.")
    fieldsets = [
        (None, {"fields": [("title", "slug"), ("publisher", "year"), "url", "note"]}),
    ]

    @admin.display(description=_("address"), boolean=True)
    def has_address(self, source: Source) -> bool:
        return bool(source.url)
