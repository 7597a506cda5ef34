"""A learner, and a program that speaks for her."""

import pytest
from django.core.cache import cache

from coachlms.accounts.models import User
from tests.api.callers import Caller
from tests.reviews import world


@pytest.fixture(autouse=True)
def _no_throttle() -> None:
    cache.clear()


@pytest.fixture
def anders(db: None) -> User:
    world.library()
    return world.learner("Anders Lund")


@pytest.fixture
def caller(anders: User) -> Caller:
    return Caller(anders)
