"""The instructor's board of one cohort, and the same as a table for a spreadsheet."""

import csv
from collections.abc import Callable, Iterable, Mapping

from django.contrib.auth.decorators import login_required
from django.db.models import (
    Count,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    prefetch_related_objects,
)
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coachlms.accounts.models import User
from coachlms.accounts.requests import SignedInRequest
from coachlms.common.kept import Kept, values_of
from courses.models import Cohort, Invitation
from reviews.services.board import Board, BoardRow, board_of

SHOWN: Mapping[str, Callable[[BoardRow], bool]] = {
    "all": lambda row: True,
    "waiting": lambda row: row.is_waiting,
    "late": lambda row: bool(row.learner.late),
    "quiet": lambda row: row.is_quiet,
}
SORTED: Mapping[str, Callable[[BoardRow], object]] = {
    "name": lambda row: row.learner.name.casefold(),
    "late": lambda row: -row.learner.days_over,
    "last": lambda row: row.last_at.timestamp() if row.last_at else 0.0,
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@login_required
@require_safe
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who needs you, then everybody by module. `?show=` and `?sort=` choose and order.

    What an instructor changes is there at once; what learners did within the last minute may be missing.
    """
    cohort = _cohort(request, pk)
    prefetch_related_objects([cohort], "due_dates")
    places = cohort.enrolments.aggregate(
        *(Count("pk", distinct=True), Count("ended_at"), Max("ended_at")),
        *(Count("extensions"), Max("extensions__pk")),
    )
    show, sort = _chosen(request, "show", SHOWN), _chosen(request, "sort", SORTED)
    content = Kept(
        "board",
        *(request.user.pk, show, sort, values_of(cohort), getattr(cohort, "unanswered", None)),
        *(places, [values_of(day) for day in cohort.due_dates.all()]),
        timezone.now().replace(second=0, microsecond=0),
        build=lambda: _content(cohort, request.user, show, sort),
    )
    context = {"nav": "cohorts", "cohort": cohort, "content": content}
    return render(request, "courses/board.html", context)


def _content(cohort: Cohort, viewer: User, show: str, sort: str) -> dict[str, object]:
    """The whole board: what costs time."""
    found = board_of(cohort=cohort, viewer=viewer)
    return {
        "board": found,
        "rows": _rows(found, show, sort),
        "show": show,
        "sort": sort,
        "unanswered": getattr(cohort, "unanswered", None) or 0,
        "counts": {name: sum(map(test, found.rows)) for name, test in SHOWN.items()},
    }


@login_required
@require_safe
def board_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that are shown, as CSV; a cell that a spreadsheet would compute is written as text."""
    cohort = _cohort(request, pk)
    found = board_of(cohort=cohort, viewer=request.user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = slugify(cohort.name) or "cohort"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # so that a spreadsheet reads it as UTF-8
    writer = csv.writer(response)
    writer.writerow(_as_text(_headings(found)))
    show, sort = _chosen(request, "show", SHOWN), _chosen(request, "sort", SORTED)
    for row in _rows(found, show, sort):
        writer.writerow(_as_text(_cells(row)))
    return response


def _cohort(request: SignedInRequest, pk: int) -> Cohort:
    """With the number of invitations nobody has answered, in the same query."""
    unanswered = (
        Invitation.objects.unanswered()
        .filter(cohort=OuterRef("pk"))
        .order_by()
        .values("cohort")
        .annotate(number=Count("pk"))
        .values("number")
    )
    rows = Cohort.objects.taught_by(request.user).select_related("course")
    counted = rows.annotate(unanswered=Subquery(unanswered, output_field=IntegerField()))
    return get_object_or_404(counted, pk=pk)


def _chosen(request: SignedInRequest, name: str, known: Mapping[str, object]) -> str:
    """What the address asks for; the first of the list for anything else."""
    asked = request.GET.get(name, "")
    return asked if asked in known else next(iter(known))


def _rows(found: Board, show: str, sort: str) -> list[BoardRow]:
    return sorted(filter(SHOWN[show], found.rows), key=SORTED[sort])  # type: ignore[arg-type]


def _headings(found: Board) -> list[str]:
    modules = [f"{column.module.position}. {column.module}" for column in found.grid.modules]
    return [
        _("Learner"),
        *modules,
        _("Sessions handed in"),
        _("Reviews given"),
        _("Reviews asked for"),
        _("Reviews open"),
        _("Days over"),
        _("Last seen"),
    ]


def _cells(row: BoardRow) -> list[object]:
    cells = [", ".join(filter(None, (cell.text, cell.steps_text))) for cell in row.learner.cells]
    last = timezone.localtime(row.last_at).date().isoformat() if row.last_at else ""
    return [
        str(row.learner.enrolment.learner),
        *cells,
        row.sessions,
        row.given,
        row.asked,
        len(row.due),
        row.learner.days_over,
        last,
    ]


def _as_text(cells: Iterable[object]) -> list[str]:
    """A leading apostrophe keeps a spreadsheet from computing what somebody typed as her name."""
    return [f"'{text}" if text.startswith(FORMULA) else text for text in map(str, cells)]
