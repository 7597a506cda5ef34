"""What an instructor writes to her cohort: on the course page, and as a line in everybody's inbox and mail."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.jobs.registry import Hold
from coachlms.notifications.services import notify
from courses.models import Announcement, Cohort, Enrolment
from courses.tasks import tell_cohort


@transaction.atomic
def announce(*, cohort: Cohort, author: User, title: str, text: str) -> Announcement:
    """Put it on the course page now; a job tells everybody who is in the cohort."""
    row = Announcement.objects.create(
        cohort=cohort, author=author, title=title.strip(), text=text.strip()
    )
    jobs.create(tell_cohort, row.pk, key=f"tell_cohort:{row.pk}")
    return row


@transaction.atomic
def change_announcement(*, announcement: Announcement, title: str, text: str) -> None:
    """Other words on the course page; nobody is told again. A withdrawn one stays as it is."""
    Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None).update(
        title=title.strip(), text=text.strip(), changed_at=timezone.now()
    )
    announcement.refresh_from_db()


def withdraw_announcement(*, announcement: Announcement) -> None:
    """Gone from the course page, and from the inboxes it has not reached yet."""
    Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    announcement.refresh_from_db()


def tell(*, announcement_id: int, hold: Hold) -> None:
    """One line for each learner, once, also when this runs twice."""
    row = Announcement.objects.select_related("cohort__course").get(pk=announcement_id)
    places = Enrolment.objects.current().filter(cohort=row.cohort_id, learner__is_active=True)
    everybody = list(places.select_related("learner").order_by("pk"))
    for at, place in enumerate(everybody):
        hold.progress(at, len(everybody), "telling the cohort")
        if not Announcement.objects.filter(pk=row.pk, withdrawn_at=None).exists():
            return
        notify(
            user=place.learner,
            key=f"announcement:{row.pk}",
            text=_("%(cohort)s: %(title)s") % {"cohort": row.cohort, "title": row.title},
            path=f"{row.cohort.course.get_absolute_url()}#a-{row.pk}",
        )
