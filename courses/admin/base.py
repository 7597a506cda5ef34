"""What the pages of the library share: the curators' role, tidy texts, a history, a helpful empty page."""

from typing import ClassVar, TypeVar

from django.db.models import Model

from coachlms.common.admin import CardInline, RoomAdmin, TableInline
from courses.admin.fields import TidyForm
from courses.admin.history import HistoryPage

Row = TypeVar("Row", bound=Model)
Parent = TypeVar("Parent", bound=Model)
CURATORS = ("curator",)


class LibraryAdmin(HistoryPage, RoomAdmin[Row]):
    """A page of the library: curators and admins."""

    roles: ClassVar[tuple[str, ...]] = CURATORS
    form = TidyForm


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
