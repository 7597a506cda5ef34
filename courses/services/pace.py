"""When a module is due for whom, said calmly; dates and extensions an instructor gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachlms.accounts.models import User
from coachlms.notifications.services import notify
from courses.errors import ModuleElsewhere
from courses.models import Cohort, DueDate, Enrolment, Extension, Module

SOON = timedelta(days=7)  # from then on the board says “due”


@dataclass(frozen=True, slots=True)
class Due:
    """The date of one module for one learner, seen on one day."""

    on: date
    today: date
    extra_days: int = 0

    @property
    def days_over(self) -> int:
        """Days since the date; 0 until it has passed."""
        return max(0, (self.today - self.on).days)

    @property
    def is_soon(self) -> bool:
        return self.today <= self.on <= self.today + SOON

    @property
    def text(self) -> str:
        """“due Thursday 3 December”, “due today”, “3 days over”."""
        if self.days_over:
            return ngettext("%(days)s day over", "%(days)s days over", self.days_over) % {
                "days": self.days_over
            }
        if self.on == self.today:
            return _("due today")
        if self.on == self.today + timedelta(days=1):
            return _("due tomorrow")
        shape = "l j F" if self.on.year == self.today.year else "l j F Y"
        return _("due %(day)s") % {"day": date_format(self.on, shape)}

    @property
    def short(self) -> str:
        """The same for a narrow column: “due 3 Dec”."""
        if self.days_over or self.on == self.today:
            return self.text
        return _("due %(day)s") % {"day": date_format(self.on, "j M")}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates of one cohort; asks no database."""

    cohort: Cohort
    own: Mapping[int, date | None]  # module to what an instructor set
    today: date

    def due(
        self, module: Module, joined_on: date, extensions: Iterable[Extension] = ()
    ) -> Due | None:
        """None where the module has no date for this learner."""
        base = self.base(module, joined_on)
        if base is None:
            return None
        extra = sum(row.days for row in extensions if row.module_id in {None, module.pk})
        return Due(base + timedelta(days=extra), self.today, extra)

    def base(self, module: Module, joined_on: date) -> date | None:
        """The date before extensions."""
        if module.pk in self.own:
            return self.own[module.pk]
        if self.cohort.pace == Cohort.Pace.COHORT:
            weeks = module.week or module.position
            return self.cohort.starts_on + timedelta(days=7 * weeks - 1)
        if self.cohort.days_per_module:
            return joined_on + timedelta(days=self.cohort.days_per_module * module.position)
        return None


def calendar_of(cohort: Cohort) -> Calendar:
    """The calendar of a cohort as of today; reads `due_dates`, prefetched or not."""
    own = {row.module_id: row.due_on for row in cohort.due_dates.all()}
    return Calendar(cohort, own, timezone.localdate())


def joined_on(enrolment: Enrolment) -> date:
    return timezone.localtime(enrolment.enrolled_at).date()


# --- writes -----------------------------------------------------------------------------------------


@transaction.atomic
def set_due_dates(*, cohort: Cohort, dates: Mapping[Module, date | None]) -> int:
    """Keep what differs from the computed dates; None means that the module has no date.

    A module that is left out goes back to its computed date. Says how many differ. ModuleElsewhere.
    """
    for module in dates:
        if module.course_id != cohort.course_id:
            raise ModuleElsewhere(module=module, cohort=cohort)
    DueDate.objects.filter(cohort=cohort).exclude(module__in=dates).delete()
    for module, day in dates.items():
        DueDate.objects.update_or_create(cohort=cohort, module=module, defaults={"due_on": day})
    return len(dates)


@transaction.atomic
def extend(
    *, enrolment: Enrolment, days: int, reason: str, given_by: User, module: Module | None = None
) -> Extension:
    """More days for one learner, for one module or all of them; she is told. ModuleElsewhere."""
    if module is not None and module.course_id != enrolment.cohort.course_id:
        raise ModuleElsewhere(module=module, cohort=enrolment.cohort)
    extension = Extension.objects.create(
        enrolment=enrolment, module=module, days=days, reason=reason.strip(), given_by=given_by
    )
    course = enrolment.cohort.course
    what = f"“{module}”" if module else f"“{course}”"
    text = ngettext(
        "You have %(days)s more day for %(what)s.",
        "You have %(days)s more days for %(what)s.",
        days,
    )
    notify(
        user=enrolment.learner,
        key=f"extension:{extension.pk}",
        text=text % {"days": days, "what": what},
        path=course.get_absolute_url(),
    )
    return extension


def take_extension_back(*, extension: Extension) -> None:
    """As if it had never been given."""
    extension.delete()
