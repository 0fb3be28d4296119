"""Who makes pages: code and settings, as a short name. Pages of one maker are no pages of another."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings

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
    known = hashlib.sha256(repr([(name, getattr(settings, name)) for name in ALSO]).encode())
    for pattern in MADE_WITH:
        for file in sorted(settings.BASE_DIR.glob(pattern)):
            if file.is_file():
                known.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes() + b"\0")
    return known.hexdigest()[:12]
