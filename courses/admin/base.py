"""What the pages of the library share: the curators' role, tidy texts, a history, a helpful empty page."""

from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.db.models import Model
from django.utils.functional import Promise

from coachlms.common.admin import CardInline, RoomAdmin, TableInline
from courses.admin.fields import TidyForm

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
    form = TidyForm
    empty_text: ClassVar[str | Promise] = ""  # what an empty list says, and what to do then


class LibraryTable(TableInline[Row, Parent]):
    """Rows of the library, one line each."""

    roles: ClassVar[tuple[str, ...]] = CURATORS
    form = TidyForm
    tab = True


class LibraryCards(CardInline[Row, Parent]):
    """Rows of the library, one card each."""

    roles: ClassVar[tuple[str, ...]] = CURATORS
    form = TidyForm
    tab = True
