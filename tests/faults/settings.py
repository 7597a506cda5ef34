"""Settings of the workers that are killed: the product's, with the one small app beside it."""

from coachlms.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.faults.app"]  # noqa: F405
