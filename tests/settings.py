"""The site's settings as tests need them: nothing from the developer's shell but DATABASE_URL, and quick."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_DATA_DIR = Path(tempfile.mkdtemp(prefix="rlsinfo-test-"))
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)
(_DATA_DIR / "gathered-static").mkdir()

for _name in (
    "ALLOWED_HOSTS",
    "BEHIND_TLS_FRONT",
    "CONTACT_EMAIL",
    "CONTENT_LICENCE",
    "CONTENT_LICENCE_URL",
    "DEBUG",
    "EDGE_URL",
    "EMAIL_URL",
    "HOST",
    "HSTS_PRELOAD",
    "HSTS_SUBDOMAINS",
    "LINK_CHECKS_OFF",
    "LINK_CHECK_CRISIS_DAYS",
    "LINK_CHECK_DAYS",
    "LINK_CHECK_LOOPBACK",
    "LINK_CHECK_PAUSE_SECONDS",
    "LINK_CHECK_THREADS",
    "MAIL_FROM",
    "PAGE_CACHE_MB",
    "PAGES_DIR",
    "PORT",
    "REPLICA_URL",
    "SEARCH_URL",
    "SITE_LANGUAGES",
    "SITE_NAME",
    "SITE_TIME_ZONE",
    "SITE_URL",
    "UNFOLLOWED_SECONDS",
    "STATIC_DIR",
    "WEB_WORKERS",
    "WITHDRAW_OVERDUE_DAYS",
):
    os.environ.pop(_name, None)
os.environ["DATA_DIR"] = str(_DATA_DIR)
# Taken away, so that the processes that a test starts go by DATABASE_URL alone.
if _own_server := os.environ.pop(f"DATABASE_URL_{os.environ.get('PYTEST_XDIST_WORKER', '').upper()}", ""):
    os.environ["DATABASE_URL"] = _own_server
# No worker of a test goes out to the internet; tests of the link checker turn it on.
os.environ["LINK_CHECKS_OFF"] = "1"
os.environ["SECRET_KEY"] = "a-key-for-tests-only-that-is-long-enough-for-every-check-0123456789"

from rlsinfo.settings import *  # noqa: E402, F403 (reads the environment that was just prepared)
from rlsinfo.settings import STORAGES  # noqa: E402

# Counts are written down where a test says so.
COUNTS_WRITTEN_EVERY_SECONDS = 0
# Pages are kept where a test says so.
STAMPS_FILE = None
# A slow hash protects real passwords; tests make hundreds of accounts.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed names need `collectstatic` first; the real storage is met in tests/rlsinfo/test_serve.py and in journeys.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
