"""Settings of the test run: those of the product, with its state in a throw-away folder."""

import os
import tempfile

VAR = tempfile.TemporaryDirectory(prefix="coachlms-tests-")  # gone when the run ends
os.environ["VAR_DIR"] = VAR.name
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)

from coachlms.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
ACCOUNT_RATE_LIMITS = False  # tests/accounts/test_rate_limits.py switches them on
DOCUMENT_VERSIONS: dict[str, int] = {}  # nobody is asked; tests/accounts/test_terms.py asks
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns of a missing folder
