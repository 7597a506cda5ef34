"""Two quiet lines about a module that is due: some days before, and once when it is over."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from coachlms.jobs.registry import Hold
from coachlms.notifications.services import notify
from courses.models import Cohort, Enrolment
from courses.services.standing import ModuleStanding, standing

BEFORE = timedelta(days=3)
AFTER_DAYS = 7  # a date that passed longer ago is something for the instructor to talk about


def remind_of_dates(*, hold: Hold) -> None:
    """Each line once per module and learner, however often this runs; none for what is done or locked."""
    dated = (
        Q(pace=Cohort.Pace.COHORT) | Q(days_per_module__isnull=False) | Q(due_dates__isnull=False)
    )
    for cohort in Cohort.objects.filter(dated, course__is_published=True).distinct().order_by("pk"):
        hold.check()
        rows = Enrolment.objects.current().filter(cohort=cohort, learner__is_active=True)
        for enrolment in rows.with_progress():
            for row in standing(enrolment).modules:
                _remind(enrolment, row)


def _remind(enrolment: Enrolment, row: ModuleStanding) -> None:
    if row.due is None or row.is_done or row.is_locked:
        return
    if 0 < row.due.days_over <= AFTER_DAYS:
        kind = "over"
        text = _(
            "The date of “%(module)s” has passed. Go on where you are; your instructor can give you more days."
        )
    elif row.due.today <= row.due.on <= row.due.today + BEFORE:
        kind = "soon"
        text = _("“%(module)s” is %(due)s.")
    else:
        return
    notify(
        user=enrolment.learner,
        key=f"module-{kind}:{enrolment.pk}:{row.module.pk}",
        text=text % {"module": row.module, "due": row.due.text},
        path=row.module.get_absolute_url(),
    )
