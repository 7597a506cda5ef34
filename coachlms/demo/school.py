"""Builds the demo school through the same services as everything else. Loaded once; never touches what exists."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from coachlms.accounts.models import Role, User
from coachlms.demo import cohort, people, resources
from coachlms.demo.people import password
from coachlms.demo.sessions import Plan, build
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
        cohort.build(plan["cohort"], members)
        for row in plan["sessions"]:
            build(Plan(row), members)
        for row in plan["drafts"]:
            build(Plan(row), members)
        cohort.settle(plan["cohort"], members)
        for row in plan["resources"]:
            resources.build(row, members)
        find_due()


def _plan() -> Mapping[str, Any]:
    with (HERE / "school.yaml").open(encoding="utf-8") as file:
        plan: Mapping[str, Any] = yaml.safe_load(file)
    return plan
