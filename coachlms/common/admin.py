"""The ground of every admin page: unfold's look, and permission by role instead of by Django groups."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db.models import Model, URLField
from django.http import HttpRequest
from django.utils.functional import Promise

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


class RoomAdmin(ByRole, ModelAdmin[Row]):
    """A page of the admin, for role admin unless `roles` says otherwise."""

    empty_text: ClassVar[str | Promise] = ""  # what an empty list says, and what to do then
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False  # one count less on every filtered list
    list_filter_submit = True  # filters are chosen, then asked for: one request instead of many
    warn_unsaved_form = True


class TableInline(ByRole, TabularInline[Row, Parent]):
    """Rows of a parent, one line each."""

    extra = 0


class CardInline(ByRole, StackedInline[Row, Parent]):
    """Rows of a parent, one card each."""

    extra = 0
