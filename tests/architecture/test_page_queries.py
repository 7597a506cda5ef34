"""No page asks the database more than twelve times, whoever opens it, and none asks more often where there are more rows."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import ApiToken, Role, User
from courses.models import Competency, Resource, Step, StudyLine
from courses.services import extend
from courses.services.invitations import invite_roster
from reviews.models import Review, Turn
from tests.architecture.test_access import ROLES, TABLE, School, whole_school
from tests.reviews import world

pytestmark = pytest.mark.django_db

AT_MOST = 12
MANY = 50
SESSIONS = 4  # of each person: every one of them costs the test seconds


def opened(name: str) -> list[str]:
    """Roles that get the page."""
    codes = TABLE[name].split(" | ")[0].split()
    return [role for role, code in zip(ROLES, codes, strict=True) if code == "200"]


def cost(school: School, name: str, role: str) -> int:
    """Queries of a first visit: nothing of the page is kept yet."""
    client = Client()
    user = school.people[role]
    if user is not None:
        client.force_login(user)
    caches["pages"].clear()
    address = school.address(name)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def costs(school: School) -> dict[str, int]:
    pages = (name for name in TABLE if name != "metrics")
    return {
        f"{name} as {role}": cost(school, name, role) for name in pages for role in opened(name)
    }


def fill(school: School, numbers: range) -> None:
    """One of whatever a page lists for each number."""
    instructor = school.people["instructor"]
    assert instructor is not None
    group = world.cohort()
    classmates = [world.learner(f"Classmate {i:02}") for i in numbers]
    for person in filter(None, school.people.values()):
        fill_desk(person, numbers)
        for classmate in classmates[:SESSIONS]:
            for learner, reader in ((person, classmate), (classmate, person)):
                session = world.open_session(learner, turns=4)
                session.reviews.create(reviewer=reader, source=Review.Source.PEER)
    mentor = school.people["mentor"]
    assert mentor is not None
    for classmate in classmates:
        world.share(world.draft_session(classmate, turns=2), mentor)
        extend(enrolment=classmate.enrolments.get(), days=2, reason="", given_by=instructor)
        # the number of the first one was chosen by hand, so PostgreSQL would choose it again
        group.announcements.create(
            pk=10_000 + classmate.pk, author=instructor, title=classmate.name, text="Soon."
        )
    fill_library(numbers)
    fill_session(school, numbers)
    rows = "\n".join(f"N {i},n{i}@example.net" for i in numbers)
    invite_roster(cohort=group, text=rows, invited_by=instructor)
    for i in numbers[:SESSIONS]:
        group.instructors.add(world.person(f"Instructor {i}", Role.INSTRUCTOR))
    eight = Competency.objects.get(number=8)
    for i in numbers:
        module = school.step.module.course.modules.create(
            position=i + 2, title=f"M{i}", summary="s", competency=eight
        )
        module.steps.create(position=1, kind=Step.Kind.READ, title="Read")
        school.step.module.steps.create(position=i + 2, kind=Step.Kind.READ, title=f"Read {i}")


def fill_desk(person: User, numbers: range) -> None:
    for i in numbers:
        person.notices.create(key=f"k{i}", text="News.", path="/")
    ApiToken.objects.bulk_create(
        ApiToken(
            user=person,
            name=f"t{i}",
            digest=f"{person.pk}-{i}",
            scopes=["read"],
            expires_at=timezone.now() + timedelta(days=1),
        )
        for i in numbers
    )


def fill_library(numbers: range) -> None:
    eight = Competency.objects.get(number=8)
    for i in numbers:
        resource = Resource.objects.create(
            slug=f"r{i}", kind="book", title=f"B{i}", state="published", by="Somebody"
        )
        eight.resources.add(resource)
        resource.markers.add(eight.markers.all()[i % 6])
        StudyLine.objects.create(competency=eight, kind="tip", text=f"Wait {i}.", position=i + 9)


def fill_session(school: School, numbers: range) -> None:
    Turn.objects.bulk_create(
        Turn(submission=school.session, number=i + 100, who="client", text="And then.")
        for i in numbers
    )


def test_no_page_asks_more_than_twelve_times_and_none_more_for_more_rows() -> None:
    school = whole_school()
    fill(school, range(1))
    few = costs(school)
    assert {page: n for page, n in few.items() if n > AT_MOST} == {}
    fill(school, range(1, MANY))
    many = costs(school)
    grown = {page: (few[page], n) for page, n in many.items() if n > few[page]}
    assert grown == {}
