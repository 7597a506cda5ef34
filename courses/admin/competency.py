"""One competency on one page: wording, markers with their depths, tips, mistakes, relations."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.admin.base import LibraryAdmin, LibraryTable
from courses.admin.formsets import MistakeFormSet, OrderedFormSet, QuestionFormSet, TipFormSet
from courses.admin.marker import MarkerInline, levels_of
from courses.admin.preview import Preview
from courses.models import (
    Competency,
    Framework,
    Marker,
    MarkerDepth,
    RelatedCompetency,
    StudyLine,
)


class LinesInline(LibraryTable[StudyLine, Competency]):
    """Tips, mistakes and questions are one model; each kind has its own tab."""

    model = StudyLine
    fields = ["text", "position"]
    ordering_field = "position"
    hide_ordering_field = True
    kind: StudyLine.Kind

    def get_queryset(self, request: HttpRequest) -> QuerySet[StudyLine]:
        return super().get_queryset(request).filter(kind=self.kind).order_by("position")


class TipInline(LinesInline):
    kind = StudyLine.Kind.TIP
    formset = TipFormSet
    verbose_name = _("development tip")
    verbose_name_plural = _("Tips")


class MistakeInline(LinesInline):
    kind = StudyLine.Kind.MISTAKE
    formset = MistakeFormSet
    verbose_name = _("common mistake")
    verbose_name_plural = _("Mistakes")


class QuestionInline(LinesInline):
    kind = StudyLine.Kind.QUESTION
    formset = QuestionFormSet
    verbose_name = _("question to practise")
    verbose_name_plural = _("Questions")


class RelatedInline(LibraryTable[RelatedCompetency, Competency]):
    model = RelatedCompetency
    fk_name = "competency"
    formset = OrderedFormSet
    fields = ["other", "reason", "position"]
    ordering_field = "position"
    hide_ordering_field = True
    autocomplete_fields = ["other"]
    verbose_name = _("related competency")
    verbose_name_plural = _("Related")


def count(path: str, **conditions: object) -> Count:
    return Count(path, filter=Q(**conditions) if conditions else None, distinct=True)


@admin.register(Competency)
class CompetencyAdmin(Preview, LibraryAdmin[Competency]):
    list_display = ["number", "name", "domain", "treatment", "behaviours", "still_missing"]
    list_display_links = ["name"]
    list_select_related = ["domain"]
    list_filter = ["domain", "treatment"]
    search_fields = ["name", "tagline", "number"]
    view_on_site = False  # the links by level stand in its place
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["sources", "resources"]
    inlines = [MarkerInline, TipInline, MistakeInline, QuestionInline, RelatedInline]
    empty_text = _("Add the first competency: name, tag line, description, then its behaviours.")
    fieldsets = [
        (
            None,
            {"fields": [("domain", "number"), ("name", "slug"), "tagline", "description"]},
        ),
        (_("How it is rated"), {"fields": ["treatment", "how_assessed"]}),
        (_("Where it comes from, what to learn with"), {"fields": ["sources", "resources"]}),
        (
            _("The school’s own wording"),
            {
                "classes": ["collapse"],
                "fields": ["customer_tagline", "customer_description", "customer_note"],
                "description": _(
                    "Shown in place of ours, with its attribution, when it is filled in."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Competency]:
        """With what the list says about each: one query however many there are."""
        rows = super().get_queryset(request)
        if (
            request.resolver_match
            and request.resolver_match.url_name == "courses_competency_changelist"
        ):
            kinds = {kind.value: count("lines", lines__kind=kind) for kind in StudyLine.Kind}
            levels = count("domain__framework__levels")
            return rows.annotate(
                marked=count("markers"),
                deep=count("markers__depths"),
                levels=levels,
                cited=count("sources"),
                linked=count("related"),
                **kinds,
            )
        return rows

    def get_inlines(self, request: HttpRequest, obj: Competency | None) -> list[Any]:
        """Which levels a marker has is known from the framework: at once where there is one only."""
        if obj is None and Framework.objects.count() != 1:
            return []
        return list(self.inlines)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the levels at which the public page can be looked at."""
        competency = context.get("original")
        context["preview_levels"] = levels_of(competency) if competency else []
        return super().render_change_form(request, context, *args, **kwargs)

    def histories(self, obj: Competency) -> list[QuerySet[Any]]:
        """Its own and those of everything on its page, also of what has been removed since."""
        markers = Marker.history.filter(competency_id=obj.pk)
        return [
            Competency.history.filter(id=obj.pk),
            markers,
            MarkerDepth.history.filter(marker_id__in=markers.values("id")),
            StudyLine.history.filter(competency_id=obj.pk),
            RelatedCompetency.history.filter(competency_id=obj.pk),
        ]

    @admin.display(description=_("behaviours"))
    def behaviours(self, competency: Any) -> int:
        marked: int = competency.marked
        return marked

    @admin.display(description=_("still missing"))
    def still_missing(self, competency: Any) -> str:
        depths = competency.marked * competency.levels - competency.deep
        holes = [
            (not competency.marked, gettext("behaviours")),
            (depths > 0, gettext("%d depths") % depths),
            (not competency.tip, gettext("tips")),
            (not competency.mistake, gettext("mistakes")),
            (not competency.question, gettext("questions")),
            (not competency.linked, gettext("relations")),
            (not competency.cited, gettext("sources")),
        ]
        return ", ".join(name for is_missing, name in holes if is_missing) or "–"
