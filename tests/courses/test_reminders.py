"""At most two lines for each module that is due, none for what is done, locked or long over."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from coachlms.jobs import services as jobs
from coachlms.notifications.models import Notice
from courses import services
from courses.models import Cohort, Enrolment, Module, Step
from courses.tasks import remind_of_dates


@pytest.fixture
def together(cohort: Cohort) -> Cohort:
    Cohort.objects.update(pace=Cohort.Pace.COHORT, starts_on=date(2027, 3, 1))
    return cohort


def remind_on(month: int, day: int, slot: int) -> list[str]:
    """What everybody has been told by the end of that day."""
    with time_machine.travel(datetime(2027, month, day, 12, tzinfo=ZoneInfo("UTC")), tick=False):
        jobs.create(remind_of_dates, slot, key=f"remind:{slot}")
        jobs.run_pending()
    return list(Notice.objects.order_by("pk").values_list("text", flat=True))


def test_two_reminders_and_never_a_third(enrolment: Enrolment, together: Cohort) -> None:
    assert remind_on(3, 3, 1) == []
    soon = "“Ground rules” is due Sunday 7 March."
    assert remind_on(3, 4, 2) == [soon]
    assert remind_on(3, 7, 3) == [soon]
    over = (
        "The date of “Ground rules” has passed. Go on where you are; your instructor can give"
        " you more days."
    )
    assert remind_on(3, 8, 4) == [soon, over]
    assert remind_on(3, 14, 5) == [soon, over]
    assert Notice.objects.values_list("path", flat=True)[0].endswith("/modules/1/")
    assert [message.to for message in mail.outbox] == [["mira.kern@example.org"]] * 2


def test_done_module_is_not_spoken_of(enrolment: Enrolment, together: Cohort) -> None:
    for step in Step.objects.filter(module__position=1):
        services.complete_step(enrolment=enrolment, step=step)
    assert remind_on(3, 6, 1) == []
    assert remind_on(3, 9, 2) == []


def test_locked_module_and_long_past_dates_are_not_spoken_of(
    enrolment: Enrolment, together: Cohort
) -> None:
    Module.objects.filter(position=2).update(requires=Module.objects.get(position=1))
    assert remind_on(3, 20, 1) == []


def test_nobody_is_reminded_without_dates_or_after_her_place_ended(
    enrolment: Enrolment, together: Cohort
) -> None:
    Cohort.objects.update(pace=Cohort.Pace.INDIVIDUAL)
    assert remind_on(3, 6, 1) == []
    Cohort.objects.update(pace=Cohort.Pace.COHORT)
    services.end_place(enrolment=enrolment)
    assert remind_on(3, 6, 2) == []
