"""A small library for most tests; the one that ships where levels and all competencies matter."""

import pytest

from tests.demo.visitors import load_library
from tests.reviews import world


@pytest.fixture
def library(db: None) -> None:
    world.library()


@pytest.fixture
def whole_library(db: None) -> None:
    load_library()
