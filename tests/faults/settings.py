"""Settings of the workers that are killed: the product's queue and mail, with one small app beside them.

Leaves the product apps out, so that what fails here is the queue.
"""

from coachlms.settings import *  # noqa: F403

PRODUCT_APPS = {"courses", "reviews", "feedback", "coachlms.demo"}
INSTALLED_APPS = [name for name in INSTALLED_APPS if name not in PRODUCT_APPS]  # noqa: F405
INSTALLED_APPS += ["tests.faults.app"]
ROOT_URLCONF = "tests.faults.app.urls"
