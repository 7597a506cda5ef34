"""What every test may rely on."""

import os

from hypothesis import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

# the same examples in every run: a red build is about the change, not about luck
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
