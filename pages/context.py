"""What every template knows of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.frame import everywhere

__all__ = ["everywhere", "site"]


def site(request: HttpRequest) -> dict[str, Any]:
    """What is the same on every page, and this page's canonical address, without query."""
    return everywhere() | {"canonical": settings.SITE_URL + request.path, "site_url": settings.SITE_URL}
