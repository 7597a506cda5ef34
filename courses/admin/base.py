"""What the pages of the library share: the curators' role, and a history of every change."""

from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.db.models import Model

from coachlms.common.admin import CardInline, RoomAdmin, TableInline

if TYPE_CHECKING:  # untyped; at run time it adds the history page

    class SimpleHistoryAdmin:
        pass

else:
    from simple_history.admin import SimpleHistoryAdmin

Row = TypeVar("Row", bound=Model)
Parent = TypeVar("Parent", bound=Model)
CURATORS = ("curator",)


class LibraryAdmin(SimpleHistoryAdmin, RoomAdmin[Row]):
    """A page of the library: curators and admins."""

    roles: ClassVar[tuple[str, ...]] = CURATORS


class LibraryTable(TableInline[Row, Parent]):
    """Rows of the library, one line each."""

    roles: ClassVar[tuple[str, ...]] = CURATORS


class LibraryCards(CardInline[Row, Parent]):
    """Rows of the library, one card each."""

    roles: ClassVar[tuple[str, ...]] = CURATORS
