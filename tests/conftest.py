"""What every test may rely on."""

import os

import pytest
from django.core.cache import caches
from hypothesis import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

# the same examples in every run: a red build is about the change, not about luck
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Rows of two tests may be alike to the last microsecond where the clock stands still."""
    caches["pages"].clear()
