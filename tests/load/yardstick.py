"""What a page costs that does almost nothing, served in the same way: Django as `startproject` makes it.

A page of one template with five queries, and a bare list of the REST framework: the figures of our own pages
are shares of these. Nothing of the product's middleware runs here, and nobody is signed in.
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachlms.settings")

import coachlms.settings as product  # noqa: E402

settings.configure(
    SECRET_KEY=product.SECRET_KEY,
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    DATABASES=product.DATABASES,
    AUTH_USER_MODEL="accounts.User",
    DEFAULT_AUTO_FIELD=product.DEFAULT_AUTO_FIELD,
    USE_TZ=True,
    ROOT_URLCONF="tests.load.yardstick_pages",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
        # for their tables only
        "simple_history",
        "coachlms.accounts",
        "coachlms.jobs",
        "coachlms.notifications",
        "courses",
        "reviews",
    ],
    STATIC_URL="static/",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "PAGE_SIZE": 50,
    },
)
django.setup()
application = get_wsgi_application()
