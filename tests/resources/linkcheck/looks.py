"""Checks pages of the bad site, and makes links as earlier checks left them."""

from __future__ import annotations

from typing import Any

from resources.findings import Finding
from resources.linkcheck.checking import check
from resources.models import Link, Reason
from tests.badsite.pages import URL
from tests.badsite.world import World

QUICK: dict[str, Any] = {"seconds": 0.3, "head_seconds": 0.3, "robots_seconds": 0.3}
"""Limits for pages that never come."""


def look(world: World, path: str, limits: dict[str, Any] | None = None, **columns: Any) -> Finding:
    """Check a page of the bad site."""
    link = Link(url=path if "://" in path else URL + path, **columns)
    return check(link, visitor=world.visitor(**limits or {}))


def accepted_of(world: World, path: str, **columns: Any) -> dict[str, Any]:
    """The columns of a link whose page, as it is now, was accepted."""
    finding = look(world, path)
    assert finding.seen is not None
    tags = {"etag": finding.etag, "last_modified": finding.last_modified}
    return accepted(finding.seen.title, finding.seen.text, **tags | columns)


def accepted(title: str, text: str = "", **columns: Any) -> dict[str, Any]:
    """The columns of a link that worked and was accepted with this title and print."""
    found = {"found_title": title, "found_print": text, "reason": Reason.WORKS}
    return found | {"accepted_title": title, "accepted_print": text, "accepted_at": "2026-01-01"} | columns
