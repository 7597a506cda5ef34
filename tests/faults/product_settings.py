"""The whole product, with the command that hands in many sessions beside it."""

from coachlms.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.faults.app"]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
