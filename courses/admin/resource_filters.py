"""How curators narrow the list of resources down: by what it is, where it belongs, what it waits for."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses.models import Competency, Level, Resource

if TYPE_CHECKING:  # unfold has no types
    from django.contrib.admin import SimpleListFilter as DropdownFilter
else:
    from unfold.contrib.filters.admin import DropdownFilter

Choices = list[tuple[str, Any]]
SHOWN, HIDDEN = "shown", "hidden"


class StateFilter(DropdownFilter):
    """One state, or all that learners see."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(SHOWN, _("What learners see")), *Resource.State.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == SHOWN:
            return queryset.filter(pk__in=Resource.objects.published())
        return queryset.filter(state=chosen) if chosen else queryset


class KindFilter(DropdownFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(Resource.Kind.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class CompetencyFilter(DropdownFilter):
    """Named by the competency, or tied to one of its behaviours."""

    title = _("competency")
    parameter_name = "competency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(row.pk), str(row)) for row in Competency.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        pk = _number(self.value())
        if pk is None:
            return queryset
        related = Q(competencies=pk) | Q(markers__competency=pk)
        return queryset.filter(pk__in=Resource.objects.filter(related).values("pk"))


class LevelFilter(DropdownFilter):
    """Tied to this level, or to none in particular."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(row.pk), row.name) for row in Level.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        pk = _number(self.value())
        level = Level.objects.filter(pk=pk).first() if pk is not None else None
        if level is None:
            return queryset
        return queryset.filter(pk__in=Resource.objects.at_level(level).values("pk"))


class LinkFilter(DropdownFilter):
    """What is known of the address; hidden ones are those that learners miss."""

    title = _("link")
    parameter_name = "link"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(HIDDEN, _("Hidden from learners")), *Resource.Link.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        with_address = queryset.exclude(url="").exclude(state=Resource.State.ARCHIVED)
        if chosen == HIDDEN:
            return with_address.exclude(hidden_since=None)
        return with_address.filter(link_state=chosen)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


FILTERS: list[Any] = [StateFilter, KindFilter, CompetencyFilter, LevelFilter, LinkFilter]
