"""Behaviours (markers) with one depth for each level, on the competency's page and on their own."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses import services
from courses.admin.base import LibraryAdmin, LibraryCards
from courses.admin.fields import MARKER_FIELDS, MarkerForm, name_of
from courses.admin.formsets import MarkerFormSet
from courses.admin.transfer import CsvTransfer, MarkerRows
from courses.models import Competency, Level, Marker, MarkerDepth


def levels_of(competency: Competency | None) -> list[Level]:
    """The levels of its framework; for a new one, of the only framework there is."""
    if competency is None:
        return list(Level.objects.all())
    return list(Level.objects.filter(framework__domains__competencies=competency))


def fields_with(levels: Sequence[Level]) -> list[Any]:
    return [
        ("ref", "detectability"),
        "text",
        "look_for",
        *(name_of(level) for level in levels),
        ("official_refs", "customer_text"),
    ]


class MarkerInline(LibraryCards[Marker, Competency]):
    model = Marker
    form = MarkerForm
    formset = MarkerFormSet
    ordering_field = "position"
    hide_ordering_field = True
    collapsible = True
    verbose_name = _("behaviour")
    verbose_name_plural = _("Behaviours")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Marker]:
        return super().get_queryset(request).prefetch_related("depths").order_by("position", "pk")

    def get_formset(
        self, request: HttpRequest, obj: Competency | None = None, **kwargs: Any
    ) -> Any:
        levels = levels_of(obj)
        kwargs.setdefault("form", MarkerForm.of(levels))
        kwargs["fields"] = MARKER_FIELDS[1:]
        return super().get_formset(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Competency | None = None) -> Any:
        return [(None, {"fields": [*fields_with(levels_of(obj)), "position"]})]


@admin.register(Marker)
class MarkerAdmin(CsvTransfer, LibraryAdmin[Marker]):
    list_display = ["ref", "text", "competency", "detectability"]
    list_display_links = ["ref", "text"]
    list_filter = ["competency", "detectability"]
    list_select_related = ["competency"]
    search_fields = ["ref", "text", "look_for"]
    autocomplete_fields = ["competency"]
    form = MarkerForm
    resource_classes = [MarkerRows]
    empty_text = _("Behaviours are written on the page of their competency.")

    def histories(self, obj: Marker) -> list[QuerySet[Any]]:
        return [Marker.history.filter(id=obj.pk), MarkerDepth.history.filter(marker_id=obj.pk)]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Behaviours begin on the page of their competency, where one sees the others."""
        return False

    def get_form(
        self, request: HttpRequest, obj: Marker | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = MarkerForm.of(levels_of(obj.competency if obj else None))
        kwargs["fields"] = MARKER_FIELDS
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Marker | None = None) -> Any:
        levels = levels_of(obj.competency if obj else None)
        return [(None, {"fields": ["competency", *fields_with(levels), "position"]})]

    def save_model(self, request: HttpRequest, obj: Marker, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        services.set_depths(marker=obj, texts=form.depths())
