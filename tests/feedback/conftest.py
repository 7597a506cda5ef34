"""The library and the people of these tests."""

import pytest

from coachlms.accounts.models import User
from courses.library import load
from courses.management.reading import LIBRARY
from courses.services import load_library
from tests.feedback.rows import person


@pytest.fixture
def library(db: None) -> None:
    load_library(library=load(LIBRARY))


@pytest.fixture
def author(library: None) -> User:
    return person("Mira Author")


@pytest.fixture
def stranger(library: None) -> User:
    return person("Stan Stranger")
