"""One settings file; every difference between machines is an environment variable (.env.example)."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from coachlms import logs, storage
from coachlms.admin_look import UNFOLD  # noqa: F401 - read by unfold from here
from coachlms.environment import (
    choice,
    env,
    flag,
    folder,
    number,
    optional_secret,
    read_file,
    secret,
    secrets_of,
    several,
    url,
)
from coachlms.schema import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from coachlms.social import sign_ins

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").is_file():
    read_file(BASE_DIR / ".env")

VAR_DIR = folder("VAR_DIR", BASE_DIR / "var")
MEDIA_ROOT = folder("MEDIA_ROOT", VAR_DIR / "media")
STATIC_ROOT = folder("STATIC_ROOT", VAR_DIR / "static")

DEBUG = flag("DEBUG", default=False)
DEMO = flag("DEMO", default=True)  # the demo school and its accounts; off for a school of your own
HOST = env.str("LISTEN", default="127.0.0.1")  # the web server; 0.0.0.0 for every address
PORT = number("PORT", 8000, 1, 65535)
SITE_URL = url("SITE_URL", f"http://localhost:{PORT}", {"http", "https"}).rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="CoachLMS")
HTTPS = SITE_URL.startswith("https://")

SECRET_KEY = secret("SECRET_KEY", VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = secrets_of(
    "SECRET_KEY_FALLBACKS", 40
)  # earlier keys, until nobody uses them
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SOCIAL_APPS, SOCIALACCOUNT_PROVIDERS = sign_ins()  # empty until the environment names a service

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    *SOCIAL_APPS,
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "rest_framework",
    "simple_history",
    "coachlms.common",
    "coachlms.accounts",
    "coachlms.jobs",
    "coachlms.ops",
    "coachlms.notifications",
    "courses",
    "reviews",
    "feedback",
    "coachlms.demo",
]

MIDDLEWARE = [
    "coachlms.ops.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "coachlms.common.admin_policy.AdminPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coachlms.common.middleware.PrivatePages",
    "coachlms.common.middleware.DomainErrors",
    "coachlms.accounts.middleware.BeforeAnythingElse",
    "coachlms.accounts.middleware.OtherServices",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "coachlms.urls"
WSGI_APPLICATION = "coachlms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coachlms.notifications.context_processors.page_frame",
            ],
        },
    },
]

# --- database: SQLite in var/ until DATABASE_URL names PostgreSQL --------------------------------
DATABASE_URL = url(
    "DATABASE_URL",
    f"sqlite:///{VAR_DIR / 'coachlms.sqlite3'}",
    {"sqlite", "postgres", "postgresql"},
)
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # secure_delete: what a client withdraws is overwritten in the file, not only unlinked
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
        ),
    }

# --- queue and cache: inside this machine until REDIS_URL names a Redis --------------------------
REDIS_URL = url("REDIS_URL", "", {"redis", "rediss", "unix"})
CACHE_URL = url("CACHE_URL", "", {"redis", "rediss", "unix"})
if CACHE_URL:
    CACHES: dict[str, dict[str, object]] = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 20_000},  # counters of rate limits are not pushed out
        }
    }
# parts of pages with words of sessions: in this process's memory only, never on disk (coachlms.common.kept)
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 100},
}
JOB_LEASE_SECONDS = number("JOB_LEASE_SECONDS", 30, 2, 3600)
WORKER_PROCESSES = number("WORKER_PROCESSES", 1, 1, 64)
WORKER_QUEUES = several("WORKER_QUEUES", ("media", "ai", "mail", "default"))
WEB_THREADS = number("WEB_THREADS", 4, 1, 64)
WEB_PROCESSES = number("WEB_PROCESSES", 1, 1, 64)

# --- the free demo: a visitor tries it with a conversation, without an account -----------------------
FREE_DEMO = flag("FREE_DEMO", default=True)
DEMO_PER_HOUR = number("DEMO_PER_HOUR", 30, 1, 100000)  # conversations of one address
DEMO_AT_ONCE = number(
    "DEMO_AT_ONCE", 200, 1, 100000
)  # visits of the last 24 hours, of all together

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["coachlms.accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "courses"
LOGOUT_REDIRECT_URL = "landing"
ACCOUNT_ADAPTER = "coachlms.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "coachlms.accounts.forms.LoginForm",
    "signup": "coachlms.accounts.forms.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Counted in the cache, which all processes share. Per address of the network a whole class may sit
# behind one; per account what a person needs who mistypes, and no more.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "free_demo": f"{DEMO_PER_HOUR}/h/ip",
}
SIGN_UP_OPEN = flag("SIGN_UP_OPEN", default=True)

# A second factor: an app's code or a passkey, with recovery codes for the day the phone is gone.
REQUIRE_STAFF_MFA = flag("REQUIRE_STAFF_MFA", default=HTTPS or not DEMO)
MFA_ADAPTER = "coachlms.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "coachlms.accounts.second_factor.AuthenticateForm",
    "reauthenticate": "coachlms.accounts.second_factor.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers offer passkeys on localhost without https
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
# signing in needs a confirmed address already; a second one may be added later
MFA_ALLOW_UNVERIFIED_EMAIL = True

# An account is never found by the address another service names: that would let it take accounts over.
SOCIALACCOUNT_ADAPTER = "coachlms.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "coachlms.accounts.forms.SocialSignupForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False

# Raise a number when a text changes in what it means: everybody is asked again at her next page.
DOCUMENT_VERSIONS = {"terms": 1, "privacy": 1}
ALLAUTH_TRUSTED_PROXY_COUNT = number("TRUSTED_PROXY_COUNT", 0, 0, 5)

# --- the API --------------------------------------------------------------------------------------
API_LIMITS = {  # requests a minute: of an address without an account, of a person, and of hers the writes
    "anon": number("API_ANON_PER_MINUTE", 60, 1, 100000),
    "user": number("API_USER_PER_MINUTE", 300, 1, 100000),
    "write": number("API_WRITES_PER_MINUTE", 60, 1, 100000),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "coachlms.accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "coachlms.accounts.api.HasScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "coachlms.common.api.Pages",
    "DEFAULT_SCHEMA_CLASS": "coachlms.common.openapi.Operations",
    "DEFAULT_THROTTLE_CLASSES": ["coachlms.common.throttling.PerMinute"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "EXCEPTION_HANDLER": "coachlms.common.api.as_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# --- mail: kept in var/mail until EMAIL_URL names a server ------------------------------------------
if env.str("EMAIL_URL", default=""):
    globals().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="CoachLMS <noreply@localhost>")

# --- language, time, files ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "coachlms" / "locale"]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "coachlms" / "static"]
STORAGE_URL = url("STORAGE_URL", "", {"s3"})
STORAGES = {
    "default": storage.files(STORAGE_URL),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31536000 if not DEBUG else 0
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- retention, in days (DOMAIN: short by default, visible to the learner) --------------------------
TRANSCRIPT_RETENTION_DAYS = number("TRANSCRIPT_RETENTION_DAYS", 180, 1, 3650)
DRAFT_RETENTION_DAYS = number("DRAFT_RETENTION_DAYS", 30, 1, 365)
PEER_REVIEWS_NEEDED = number("PEER_REVIEWS_NEEDED", 2, 1, 5)

# --- learning resources -----------------------------------------------------------------------------
RESOURCE_REVIEW_DAYS = number("RESOURCE_REVIEW_DAYS", 365, 7, 3650)
TWO_PERSON_RULE = flag("TWO_PERSON_RULE", default=not DEMO)  # nobody publishes what she proposed
OUTBOUND = flag("OUTBOUND", default=False)  # may the link check call other servers?
OUTBOUND_PROXY = url("OUTBOUND_PROXY", "", {"http"})

# --- security ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31536000, 0, 63072000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if HTTPS and DEBUG:
    raise ImproperlyConfigured("DEBUG=1 with an https SITE_URL shows secrets to the internet.")

# --- logs, figures, reports of errors -----------------------------------------------------------------
LOG_FORMAT = choice("LOG_FORMAT", "line", logs.FORMATS)
LOG_LEVEL = choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = logs.configuration(style=LOG_FORMAT, level=LOG_LEVEL, debug=DEBUG)
METRICS_TOKEN = optional_secret("METRICS_TOKEN", 20)  # no token, no /metrics
SENTRY_DSN = url("SENTRY_DSN", "", {"https", "http"})
