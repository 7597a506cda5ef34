"""What every test may rely on."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
