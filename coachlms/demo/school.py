"""Builds the demo school through the same services as everything else. Loaded once; never touches what exists."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from coachlms.accounts.models import Role, User
from coachlms.demo import people, resources
from coachlms.demo.people import password
from coachlms.demo.sessions import Plan, build
from courses.models import Cohort, Course
from courses.services import complete_step, enrol, save_answer
from courses.services.resources import find_due

__all__ = ["accounts", "is_loaded", "load", "password"]

HERE = Path(__file__).parent


def is_loaded() -> bool:
    """The admin is created with everybody else, in one transaction."""
    return User.objects.filter(email=people.email_of("adam")).exists()


def accounts() -> Iterator[tuple[str, str]]:
    """E-mail and roles of every demo account that is still there, in the order of the file."""
    for row in _plan()["people"]:
        user = User.objects.filter(email=people.email_of(row["key"])).first()
        if user is not None:
            roles = ", ".join(Role(role).label.lower() for role in row["roles"])
            yield user.email, f"{user.name}, {roles}"


def load() -> None:
    """People, cohort, sessions in every state with their reviews, resources in every state. All or nothing."""
    plan = _plan()
    with transaction.atomic():
        members = people.create(plan["people"])
        _enrol(plan["cohort"], members)
        for row in plan["sessions"]:
            build(Plan(row), members)
        for row in plan["drafts"]:
            build(Plan(row), members)
        for row in plan["resources"]:
            resources.build(row, members)
        find_due()


def _plan() -> Mapping[str, Any]:
    with (HERE / "school.yaml").open(encoding="utf-8") as file:
        plan: Mapping[str, Any] = yaml.safe_load(file)
    return plan


def _enrol(row: Mapping[str, Any], members: Mapping[str, User]) -> None:
    course = Course.objects.get(slug=row["course"])
    starts_on = timezone.localdate() - timedelta(days=130)
    cohort = Cohort.objects.create(course=course, name=row["name"], starts_on=starts_on)
    cohort.instructors.add(members[row["instructor"]])
    for place, key in enumerate(row["learners"]):
        enrolment = enrol(learner=members[key], cohort=cohort)
        module = course.modules.order_by("position").first()
        steps = list(module.steps.order_by("position")) if module else []
        for step in steps[: 3 - place % 3]:
            if step.kind == step.Kind.QUESTION:
                save_answer(enrolment=enrolment, step=step, text=row["answer"])
            elif step.kind in {step.Kind.READ, step.Kind.RESOURCE}:
                complete_step(enrolment=enrolment, step=step)
