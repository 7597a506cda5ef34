"""A list of people as a CSV file says it, line by line: who is invited, who is not and why. Writes nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from courses.errors import RosterTooLong, RosterUnreadable
from courses.models import Cohort, Enrolment, Invitation
from courses.models.cohort import MOST_DAYS

MOST_LINES = 2000
NAME_CHARS = 80
EMAIL_CHARS = 254
HEADINGS = frozenset({"name", "email", "e-mail", "extension days", "extension", "days"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list and what becomes of it: invite, again, invited, member, duplicate or invalid."""

    number: int  # in the file, from 1
    name: str
    email: str
    days: int
    status: str
    why: str = ""

    @property
    def is_invited(self) -> bool:
        return self.status in {"invite", "again"}


@dataclass(slots=True)
class _Known:
    """What the cohort holds already, by address."""

    members: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)  # invited, not accepted, expired
    seen: dict[str, int] = field(default_factory=dict)


def decoded(data: bytes) -> str:
    """The text of a file as spreadsheets write it: UTF-8 with or without a mark, UTF-16, Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def check_roster(*, cohort: Cohort, text: str) -> tuple[Line, ...]:
    """What would become of each line now; four queries for any number. RosterTooLong."""
    rows = list(_rows(text))
    if len(rows) > MOST_LINES:
        raise RosterTooLong(most=MOST_LINES)
    known = _known(cohort)
    return tuple(_line(number, cells, known) for number, cells in rows)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with something in them, without the headings."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 1
    is_first = True
    for row in _readable(reader):
        cells = [" ".join(cell.split()) for cell in row]
        if any(cells) and not (is_first and {cell.lower() for cell in cells if cell} <= HEADINGS):
            yield number, cells
        is_first = is_first and not any(cells)
        number = reader.line_num + 1


def _readable(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise RosterUnreadable(line=number) from None


def _delimiter(text: str) -> str:
    """What the first line is parted by most; spreadsheets write semicolons or tabs in some countries."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t", key=first.count)


def _line(number: int, cells: list[str], known: _Known) -> Line:
    name, email, days = (*cells, "", "", "")[:3]
    email = email.lower()
    problem = _problem(name, email, days)
    if problem:
        return Line(number, name, email, 0, "invalid", problem)
    known_as = known.seen.setdefault(email, number)
    if known_as != number:
        why = _("stands in line %(line)s already") % {"line": known_as}
        return Line(number, name, email, int(days or 0), "duplicate", why)
    return Line(number, name, email, int(days or 0), _status(email, known))


def _status(email: str, known: _Known) -> str:
    if email in known.members:
        return "member"
    if email in known.waiting:
        return "invited"
    return "again" if email in known.over else "invite"


def _problem(name: str, email: str, days: str) -> str:
    if not email:
        return _("has no e-mail in its second column")
    try:
        validate_email(email)
    except ValidationError:
        return _("“%(email)s” is no e-mail address") % {"email": email[:80]}
    if len(email) > EMAIL_CHARS:
        return _("the e-mail is too long")
    if len(name) > NAME_CHARS:
        return _("the name is longer than %(most)s characters") % {"most": NAME_CHARS}
    if days and not (days.isascii() and days.isdecimal() and int(days) <= MOST_DAYS):
        return _("“%(days)s” is no number of days up to %(most)s") % {
            "days": days[:20],
            "most": MOST_DAYS,
        }
    return ""


def _known(cohort: Cohort) -> _Known:
    known = _Known()
    places = Enrolment.objects.current().filter(cohort=cohort)
    proved = places.filter(learner__emailaddress__verified=True)
    known.members.update(email.lower() for email in places.values_list("learner__email", flat=True))
    known.members.update(
        email.lower() for email in proved.values_list("learner__emailaddress__email", flat=True)
    )
    for invitation in Invitation.objects.filter(cohort=cohort, revoked_at=None).exclude(email=""):
        if invitation.is_used_up:
            known.members.add(invitation.email)  # accepted, maybe under another address
        elif invitation.is_expired:
            known.over.add(invitation.email)
        else:
            known.waiting.add(invitation.email)
    return known
