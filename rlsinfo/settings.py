"""Settings, all from the environment. The table of them is in README.md; unsafe ones are refused by ``checks.py``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from whitenoise.compress import Compressor

from rlsinfo import csp, env
from rlsinfo.edge import address

# Django's generic classes take their type arguments at run time too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
CONTENT_DIR = BASE_DIR / "content"

HOST = env.text("HOST", "127.0.0.1")
PORT = env.port("PORT", 8000)
WEB_WORKERS = env.number("WEB_WORKERS", 2, most=64)
DEBUG = env.flag("DEBUG")
SITE_NAME = env.text("SITE_NAME", "rlsinfo")
SITE_URL = env.site_url(HOST, PORT)
SITE_HOST = urlsplit(SITE_URL).hostname or ""
CONTACT_EMAIL = env.email("CONTACT_EMAIL")
MAIL_FROM = env.sender("MAIL_FROM")
CONTENT_LICENCE, CONTENT_LICENCE_URL = env.licence()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = env.secret_key(DATA_DIR)

INSTALLED_APPS = [
    "rlsinfo.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_countries",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "freshness",
    "accounts",
    "finding",
    "resources",
    "articles",
    "pages",
    "rlsinfo.apps.RlsinfoConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "rlsinfo.http.PublicResponses",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pages.errors.ErrorPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "freshness.keeping.OneState",
]

ROOT_URLCONF = "rlsinfo.urls"
# Whose pages stand below /admin/desk/, behind the sign-in.
DESK_URLS = ["articles.desk.urls", "resources.desk.urls", "pages.desk.urls"]
WSGI_APPLICATION = "rlsinfo.wsgi.application"
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
                "pages.context.site",
            ],
        },
    }
]

DATABASES = {"default": env.database(DATA_DIR), **env.replica()}
DATABASE_ROUTERS = ["freshness.replica.Router"]
# An OpenSearch beside the database, for sites that outgrow it; empty for none.
SEARCH_URL = env.search_url()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# EMAIL_BACKEND, EMAIL_HOST and so on.
globals().update(env.mail())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM or CONTACT_EMAIL or "webmaster@localhost"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# The first language has no prefix in its addresses; every other one stands under /<code>/.
LANGUAGES = [(code, env.language_name(code)) for code in env.words("SITE_LANGUAGES", ["en"])]
LANGUAGE_CODE = LANGUAGES[0][0]
TIME_ZONE = env.time_zone("SITE_TIME_ZONE", "Europe/London")
FORMAT_MODULE_PATH = ["rlsinfo.formats"]

STATIC_URL = "/static/"
# A name of its own: the folder is emptied whenever files are gathered anew.
STATIC_ROOT = env.folder("STATIC_DIR", DATA_DIR / "gathered-static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "rlsinfo.storage.HashedFiles"
    },
}
# As WhiteNoise has it, and source maps too: only a developer's tools fetch them, and the first start would wait.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# A number or an address that nobody has verified for this long is not offered to readers (numbers of crisis lines stay,
# with their date).
CONTACT_VERIFICATION_DAYS = env.number("CONTACT_VERIFICATION_DAYS", 365, most=3650, what="a number of days")
ADDRESS_VERIFICATION_DAYS = env.number("ADDRESS_VERIFICATION_DAYS", 730, most=3650, what="a number of days")

# The link checker: days between two checks of an address, by its pace; seconds between two requests to one host.
LINK_CHECKS = not env.flag("LINK_CHECKS_OFF")
LINK_CHECK_DAYS = {
    "crisis": env.number("LINK_CHECK_CRISIS_DAYS", 1, most=90, what="a number of days"),
    "usual": env.number("LINK_CHECK_DAYS", 7, most=90, what="a number of days"),
}
LINK_CHECK_PAUSE_SECONDS = env.number("LINK_CHECK_PAUSE_SECONDS", 2, most=60, what="a number of seconds")
LINK_CHECK_THREADS = env.number("LINK_CHECK_THREADS", 16, most=64, what="a number of hosts")
LINK_CHECKS_KEPT_DAYS = 90
# For tests alone: lets the checker reach this machine. Refused where DEBUG is off.
LINK_CHECK_LOOPBACK = env.flag("LINK_CHECK_LOOPBACK")

# What was looked for in vain is counted in memory, and written down this often.
COUNTS_WRITTEN_EVERY_SECONDS = 60
MISSING_KEPT_DAYS = 90

# Pages that were made are kept in the memory of each web process, while nothing that they show has changed.
PAGE_CACHE_BYTES = 1024 * 1024 * env.number("PAGE_CACHE_MB", 32, most=65_536, what="a number of megabytes")
# Shared by all processes of this machine; see docs/operating.md.
STAMPS_FILE: Path | None = DATA_DIR / "stamps"
# Where pages are also put as files, which a front on this machine sends without asking the app; off where empty.
PAGES_DIR: Path | None = env.folder("PAGES_DIR", DATA_DIR) if env.text("PAGES_DIR") else None
# A cache before the site: Varnish, Fastly or Cloudflare.
EDGE = address.read(env.text("EDGE_URL"))
# So long kept pages are trusted while the database, where other machines say what they changed, does not answer.
UNFOLLOWED_SECONDS = env.number("UNFOLLOWED_SECONDS", 60, most=86_400, what="a number of seconds")

# A page that is past its review date for longer than this is withdrawn by the site. Off unless somebody decides so.
WITHDRAW_OVERDUE_DAYS = env.days("WITHDRAW_OVERDUE_DAYS")

# Tables of support organisations are the only files that anybody sends: read in memory, none is ever put on the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

CONTENT_SECURITY_POLICY = csp.POLICY
SESSION_ENGINE = "rlsinfo.sessions"
CSRF_FAILURE_VIEW = "pages.errors.form_refused"
# HSTS for subdomains, and for browsers' preload lists, binds hosts that may not be ours, and is hard to take back:
# whoever runs the site decides (HSTS_SUBDOMAINS, HSTS_PRELOAD). Django warns where it is off.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
BEHIND_TLS_FRONT = SITE_URL.startswith("https://") and env.flag("BEHIND_TLS_FRONT")
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    # Only a front that sets this header itself may be trusted with it; see docs/operating.md.
    if BEHIND_TLS_FRONT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "rlsinfo": {"level": "INFO"},
        # What a visitor asks for wrongly is answered with a 4xx page; it is no fault of ours to log.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "django_tasks": {"level": "WARNING"},
    },
}
