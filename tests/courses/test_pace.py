"""Due dates: computed, set by hand, moved for one learner, and how they are said."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from coachlms.accounts.models import User
from coachlms.notifications.models import Notice
from courses import services
from courses.errors import ModuleElsewhere
from courses.models import Cohort, Course, DueDate, Enrolment, Extension, Module
from courses.services import Due

TODAY = date(2027, 3, 10)  # the second week of a cohort that begins on Monday 1 March


def dues(enrolment: Enrolment) -> list[date | None]:
    row = Enrolment.objects.with_progress().get(pk=enrolment.pk)
    return [module.due.on if module.due else None for module in services.standing(row).modules]


def module(position: int) -> Module:
    return Module.objects.get(position=position)


@pytest.fixture
def together(cohort: Cohort) -> Cohort:
    cohort.pace = Cohort.Pace.COHORT
    cohort.save()
    return cohort


@pytest.mark.parametrize(
    ("on", "text", "days_over", "is_soon"),
    [
        (date(2027, 3, 7), "3 days over", 3, False),
        (date(2027, 3, 9), "1 day over", 1, False),
        (date(2027, 3, 10), "due today", 0, True),
        (date(2027, 3, 11), "due tomorrow", 0, True),
        (date(2027, 3, 17), "due Wednesday 17 March", 0, True),
        (date(2027, 3, 18), "due Thursday 18 March", 0, False),
        (date(2028, 1, 6), "due Thursday 6 January 2028", 0, False),
    ],
)
def test_due_is_said_calmly(on: date, text: str, days_over: int, is_soon: bool) -> None:
    due = Due(on, TODAY)
    assert (due.text, due.days_over, due.is_soon) == (text, days_over, is_soon)


def test_own_pace_has_no_dates_until_days_are_given(enrolment: Enrolment, cohort: Cohort) -> None:
    assert dues(enrolment) == [None] * 6
    Cohort.objects.update(days_per_module=10)
    joined = timezone.localtime(enrolment.enrolled_at).date()
    assert dues(enrolment) == [joined + timedelta(days=10 * n) for n in range(1, 7)]


def test_cohort_pace_is_due_at_the_end_of_the_modules_week(
    enrolment: Enrolment, together: Cohort
) -> None:
    assert dues(enrolment) == [
        date(2027, 3, 7),
        date(2027, 3, 21),
        date(2027, 3, 28),
        date(2027, 4, 11),
        date(2027, 4, 18),
        date(2027, 5, 2),
    ]
    Module.objects.update(week=None)
    assert dues(enrolment)[1] == date(2027, 3, 14)


def test_date_by_hand_replaces_the_computed_one_and_can_be_none(
    enrolment: Enrolment, together: Cohort
) -> None:
    services.set_due_dates(cohort=together, dates={module(1): date(2027, 3, 9), module(2): None})
    assert dues(enrolment)[:3] == [date(2027, 3, 9), None, date(2027, 3, 28)]
    services.set_due_dates(cohort=together, dates={module(2): date(2027, 3, 20)})
    assert dues(enrolment)[:2] == [date(2027, 3, 7), date(2027, 3, 20)]
    assert DueDate.objects.count() == 1


def test_date_for_a_module_of_another_course_is_refused(together: Cohort, course: Course) -> None:
    alien = other_module(course)
    with pytest.raises(ModuleElsewhere, match="does not belong to the course of Spring group"):
        services.set_due_dates(cohort=together, dates={alien: date(2027, 3, 9)})
    assert DueDate.objects.count() == 0


def other_module(course: Course) -> Module:
    other = Course.objects.create(slug="other", title="O", summary="-", level=course.level)
    competency = module(1).competency
    return other.modules.create(position=1, title="Alien", summary="-", competency=competency)


def test_extensions_add_up_for_one_learner_alone(
    enrolment: Enrolment, together: Cohort, instructor: User, stranger: User
) -> None:
    other = services.enrol(learner=stranger, cohort=together)
    services.extend(enrolment=enrolment, days=3, reason="Ill", given_by=instructor)
    services.extend(enrolment=enrolment, days=7, reason="", given_by=instructor, module=module(2))
    assert dues(enrolment)[:3] == [date(2027, 3, 10), date(2027, 3, 31), date(2027, 3, 31)]
    assert dues(other)[:2] == [date(2027, 3, 7), date(2027, 3, 21)]
    texts = Notice.objects.order_by("pk").values_list("user__name", "text")
    assert list(texts) == [
        ("Mira Kern", "You have 3 more days for “Coaching in practice”."),
        ("Mira Kern", "You have 7 more days for “Opening and agreeing”."),
    ]
    services.take_extension_back(extension=Extension.objects.get(days=7))
    assert dues(enrolment)[1] == date(2027, 3, 24)


def test_extension_for_a_module_of_another_course_is_refused(
    enrolment: Enrolment, course: Course, instructor: User
) -> None:
    with pytest.raises(ModuleElsewhere):
        services.extend(
            enrolment=enrolment,
            days=3,
            reason="",
            given_by=instructor,
            module=other_module(course),
        )
    assert Extension.objects.count() == Notice.objects.count() == 0


@time_machine.travel(datetime(2027, 3, 10, 9, tzinfo=timezone.get_default_timezone()), tick=False)
def test_standing_knows_what_is_late_and_what_comes_first(
    enrolment: Enrolment, together: Cohort
) -> None:
    row = Enrolment.objects.with_progress().get(pk=enrolment.pk)
    here = services.standing(row)
    assert [late.module.position for late in here.late] == [1]
    assert here.modules[0].due_text == "3 days over"
    assert here.modules[1].due_text == "due Sunday 21 March"
    for step in module(1).steps.all():
        services.complete_step(enrolment=enrolment, step=step)
    done = services.standing(Enrolment.objects.with_progress().get(pk=enrolment.pk))
    assert (done.late, done.modules[0].due_text) == ((), "")
    assert done.next_due is not None
    assert done.next_due.module.position == 2
