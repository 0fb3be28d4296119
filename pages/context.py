"""What every template knows of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """What is the same on every page, and this page's canonical address, without query."""
    return everywhere() | {"canonical": settings.SITE_URL + request.path}


def everywhere() -> dict[str, str]:
    """The site's name and address, and the licence of its texts."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "licence_name": settings.CONTENT_LICENCE,
        "licence_url": settings.CONTENT_LICENCE_URL,
    }
