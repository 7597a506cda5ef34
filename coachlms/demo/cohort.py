"""The demo cohort in the middle of its weeks: dates, more time for some, an announcement, an open invitation."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from coachlms.accounts.models import User
from courses.models import Cohort, Course, Enrolment, Module, Step, StepProgress
from courses.services import (
    CohortPlan,
    announce,
    complete_step,
    create_cohort,
    enrol,
    extend,
    save_answer,
    set_due_dates,
)
from courses.services.invitations import invite_roster


def build(row: Mapping[str, Any], members: Mapping[str, User]) -> None:
    """As its row says; everybody in it has begun, some are behind, one has been away."""
    course = Course.objects.get(slug=row["course"])
    instructor = members[row["instructor"]]
    starts_on = timezone.localdate() - timedelta(days=row["began_days_ago"])
    plan = CohortPlan(row["name"], starts_on, Cohort.Pace.COHORT, is_open=True)
    cohort = create_cohort(course=course, plan=plan, instructor=instructor)
    modules = {module.key: module for module in course.modules.all()}
    dates = {
        modules[key]: timezone.localdate() + timedelta(days=days)
        for key, days in row["due_in_days"].items()
    }
    set_due_dates(cohort=cohort, dates=dates)
    for key, learner in row["learners"].items():
        place = enrol(learner=members[key], cohort=cohort)
        for extension in learner.get("extensions", []):
            module = modules[extension["module"]] if "module" in extension else None
            extend(
                enrolment=place,
                days=extension["days"],
                reason=extension["reason"],
                given_by=instructor,
                module=module,
            )
        for name, count in learner["done"].items():
            _work(place, modules[name], count, row["answer"])
    announce(cohort=cohort, author=instructor, **row["announcement"])
    invite_roster(cohort=cohort, text=row["invited"], invited_by=instructor)


def settle(row: Mapping[str, Any], members: Mapping[str, User]) -> None:
    """After the sessions and reviews: dates as if everybody had worked steadily, until some days ago."""
    for key, learner in row["learners"].items():
        place = Enrolment.objects.select_related("cohort").get(learner=members[key])
        _move_back(place, learner["quiet_days"])


def _work(place: Enrolment, module: Module, count: int, answer: str) -> None:
    """The first `count` steps of a module, in order."""
    for step in module.steps.order_by("position").select_related("module")[:count]:
        if step.kind == Step.Kind.QUESTION:
            save_answer(enrolment=place, step=step, text=answer)
        else:
            complete_step(enrolment=place, step=step)


def _move_back(place: Enrolment, quiet_days: int) -> None:
    begin = timezone.make_aware(datetime.combine(place.cohort.starts_on, time(9)))
    Enrolment.objects.filter(pk=place.pk).update(enrolled_at=begin)
    rows = StepProgress.objects.filter(enrolment=place, done_at__isnull=False).order_by("pk")
    span = timezone.now() - timedelta(days=quiet_days) - begin
    for at, progress in enumerate(rows, 1):
        progress.done_at = begin + span * at / len(rows)
        progress.save(update_fields=["done_at"])
