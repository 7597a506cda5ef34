"""The library that ships, loaded; a small course on it; and people by role."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from coachlms.accounts.models import Role, User
from coachlms.accounts.services import create_user
from courses import services
from courses.library import Library, load, load_course, load_exercises
from courses.models import Cohort, Course, Enrolment

DATA = Path(__file__).resolve().parents[2] / "courses" / "data"


@lru_cache
def shipped_library() -> Library:
    library = load(DATA / "library.yaml")
    return library.with_exercises(load_exercises(DATA / "exercises.yaml", library))


def person(name: str, *roles: Role) -> User:
    return create_user(
        email=f"{name.lower().replace(' ', '.')}@example.org", name=name, password=None, roles=roles
    )


@pytest.fixture
def library(db: None) -> Library:
    """The shipped library, in the database too."""
    services.load_library(library=shipped_library())
    return shipped_library()


@pytest.fixture
def course(library: Library) -> Course:
    services.load_course(course=load_course(DATA / "course.yaml", library))
    return Course.objects.get(slug="coaching-in-practice")


@pytest.fixture
def learner(db: None) -> User:
    return person("Mira Kern", Role.LEARNER)


@pytest.fixture
def stranger(db: None) -> User:
    return person("Stefan Stranger", Role.LEARNER)


@pytest.fixture
def curator(db: None) -> User:
    return person("Cleo Curator", Role.CURATOR)


@pytest.fixture
def instructor(db: None) -> User:
    return person("Ines Instructor", Role.INSTRUCTOR)


@pytest.fixture
def cohort(course: Course, instructor: User) -> Cohort:
    cohort = Cohort.objects.create(course=course, name="Spring group", starts_on=date(2027, 3, 1))
    cohort.instructors.add(instructor)
    return cohort


@pytest.fixture
def enrolment(cohort: Cohort, learner: User) -> Enrolment:
    return services.enrol(learner=learner, cohort=cohort)
