"""The ground of every admin page: unfold's look, and permission by role instead of by Django groups."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import router
from django.db.models import Field, Model, URLField
from django.forms import Field as FormField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext

if TYPE_CHECKING:  # unfold has no types; its classes are Django's with other templates
    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline
else:
    from unfold.admin import ModelAdmin, StackedInline, TabularInline

Row = TypeVar("Row", bound=Model)
Parent = TypeVar("Parent", bound=Model)


def holds(request: HttpRequest, *roles: str) -> bool:
    """True for staff with one of these roles; an admin and a superuser hold them all."""
    user = request.user
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return False
    return user.is_superuser or user.has_role(*roles)


def is_curator(request: HttpRequest) -> bool:
    """May the sidebar offer the library?"""
    return holds(request, "curator")


def is_admin(request: HttpRequest) -> bool:
    """May the sidebar offer everything else?"""
    return holds(request, "admin")


class ByRole:
    """Everything is allowed to staff who hold one of `roles`, nothing to anybody else."""

    roles: ClassVar[tuple[str, ...]] = ("admin",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return holds(request, *self.roles)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request, *self.roles)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request, *self.roles)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request, *self.roles)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request, *self.roles)


class LookOnly:
    """Nothing is changed by hand: states have their services, and a session is its learner's."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def collected(rows: Iterable[Model]) -> NestedObjects:
    """What the deletion of these rows takes with it, and what stands in its way."""
    found = list(rows)
    collector = NestedObjects(using=router.db_for_write(type(found[0])), origin=found)
    collector.collect(found)
    return collector


def counted(rows: Iterable[Model]) -> list[str]:
    """How many of which kind. Never by name: a name may be words that a learner wrote."""
    counts = Counter(row._meta.model for row in rows)
    return [
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in counts.items()
    ]


def refuse_in_use(form: Any) -> None:
    """In place of Django's own check, which names the rows that are in the way."""
    if form.cleaned_data.get(DELETION_FIELD_NAME, False) and form.instance.pk:
        in_the_way = counted(collected([form.instance]).protected)
        if in_the_way:
            problem = gettext("“%(row)s” stays, because it is in use: %(uses)s.")
            params = {"row": form.instance, "uses": ", ".join(in_the_way)}
            raise ValidationError(problem, params=params)


class Discreet:
    """Inlines whose refusals name no row of another model."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.form = type("Form", (formset.form,), {"hand_clean_DELETE": refuse_in_use})
        return formset


class RoomAdmin(ByRole, ModelAdmin[Row]):
    """A page of the admin, for role admin unless `roles` says otherwise."""

    empty_text: ClassVar[str | Promise] = ""  # what an empty list says, and what to do then
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    list_filter_submit = True  # filters are chosen, then asked for: one request instead of many
    warn_unsaved_form = True

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes, counted by kind, what it needs, and what stands in the way; see `counted`."""
        rows = list(objs)
        if not rows:
            return [], {}, set(), []
        collector = collected(rows)
        kinds: dict[type[Model], set[Model]] = collector.model_objs  # type: ignore[assignment]
        going = {model: list(found) for model, found in kinds.items()}
        needed = {
            model._meta.verbose_name
            for model, found in going.items()
            if self._may_not_delete(request, model, found)
        }
        counts = {model._meta.verbose_name_plural: len(found) for model, found in going.items()}
        return [str(row) for row in rows], counts, needed, counted(collector.protected)

    def _may_not_delete(
        self, request: HttpRequest, model: type[Model], rows: Iterable[Model]
    ) -> bool:
        page = self.admin_site._registry.get(model)
        return page is not None and not all(
            page.has_delete_permission(request, row) for row in rows
        )


class TableInline(Discreet, ByRole, TabularInline[Row, Parent]):
    """Rows of a parent, one line each."""

    extra = 0
    hide_title = True

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        """In a table the heading names the field to the eye alone, so the field says its name itself."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = str(field.label)
        return field


class CardInline(Discreet, ByRole, StackedInline[Row, Parent]):
    """Rows of a parent, one card each."""

    extra = 0
