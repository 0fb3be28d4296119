"""Who makes pages: code and settings, as a short name. Pages of one maker are no pages of another."""

from __future__ import annotations

import re

from django.conf import settings

from freshness.making import fingerprint

MADE_WITH = (
    "requirements.txt",
    *(f"{app}/**/*.py" for app in ("accounts", "articles", "finding", "freshness", "pages", "resources", "rlsinfo")),
    "templates/**/*",
    "static/**/*",
)
"""Files of the project that decide what pages look like, and more."""
ALSO = (
    "ADDRESS_VERIFICATION_DAYS",
    "CONTACT_EMAIL",
    "CONTACT_VERIFICATION_DAYS",
    "CONTENT_LICENCE",
    "CONTENT_LICENCE_URL",
    "LANGUAGES",
    "LANGUAGE_CODE",
    "SITE_NAME",
    "SITE_URL",
    "TIME_ZONE",
)
"""Settings that stand in pages."""
NAME = re.compile("[0-9a-f]{12}")


def maker() -> str:
    """The name of what this process makes pages with: asked once, when it begins, as its code may be replaced then."""
    return fingerprint(MADE_WITH, repr([(name, getattr(settings, name)) for name in ALSO]))[:12]
