"""Each kind of page has its verdict, from the first request to the sentence for a curator."""

from __future__ import annotations

from typing import Any

import pytest

from resources.findings import Finding
from resources.linkcheck.checking import check
from resources.models import Link, Reason
from tests.badsite.pages import URL
from tests.badsite.world import World

pytestmark = pytest.mark.one_engine

REASONS = {
    Reason.WORKS: (
        *("/fine", "/plain", "/pdf", "/zipped", "/deflated", "/deflated-bare", "/latin", "/for-now", "/by-itself"),
        *("/silent-to-head", "/resets-head", "/no-head-400", "/no-head-403", "/no-head-404", "/no-head-405"),
        *("/no-head-500", "/no-head-501", "/no-head-503", "/endless", "/large", "/bomb", "/bomb-deflate", "/cut-off"),
        *("/moved-then-for-now", "/hop-2", "/rewritten"),
    ),
    Reason.MOVED: ("/moved", "/moved-308", "/moved-twice", "/folder", "/moved-to-other"),
    Reason.OTHER_SITE: ("/for-now-to-other",),
    Reason.HOME: ("/deep/page", "/deep/moved"),
    Reason.CHANGED: ("/spam",),
    Reason.LOGIN: ("/login-401", "/login-page", "/members"),
    Reason.BOT_WALL: (
        *("/wall-403", "/wall-cloudflare", "/wall-503", "/wall-429", "/wall-200", "/wall-header", "/wall-imperva"),
        *("/wall-datadome", "/wall-akamai", "/wall-waf", "/wall-999", "/wall-405", "/legal", "/empty"),
        "/needs-cookies",
    ),
    Reason.BUSY: ("/busy-429", "/busy-429-unsaid", "/busy-503"),
    Reason.TOO_LARGE: (
        *("/endless-nothing", "/endless-headers", "/endless-promises", "/one-long-header"),
        *("/unasked-encoding", "/zipped-badly"),
    ),
    Reason.GONE: ("/gone", "/never-was", "/moved-to-missing"),
    Reason.SOFT_404: ("/soft-404", "/server-default"),
    Reason.SLOW: ("/drip-body", "/drip-headers", "/silent"),
    Reason.SERVER: ("/broken", "/unavailable", "/odd"),
    Reason.REDIRECTS: ("/round", "/hop-1", "/nowhere", "/to-malformed"),
    Reason.NOT_HTTP: ("/reset", "/hang-up", "/garbage", "/mail", "/other-protocol"),
    Reason.PARKED: ("/parked", "/parked-marks"),
    Reason.FORBIDDEN: (
        *("/to-loopback", "/to-loopback-name", "/to-number", "/to-mapped", "/to-metadata", "/to-private"),
        *("/to-resolves", "/to-file", "/to-gopher", "/to-port", "/to-name-and-password"),
    ),
}


def look(world: World, path: str, **columns: Any) -> Finding:
    """Check a page of the bad site."""
    return check(Link(url=path if "://" in path else URL + path, **columns), visitor=world.visitor())


def accepted(title: str, text: str = "", **columns: Any) -> dict[str, Any]:
    """The columns of a link that worked and was accepted with this title and print."""
    found = {"found_title": title, "found_print": text, "reason": Reason.WORKS}
    return found | {"accepted_title": title, "accepted_print": text, "accepted_at": "2026-01-01"} | columns


@pytest.mark.parametrize(("path", "reason"), [(path, reason) for reason, paths in REASONS.items() for path in paths])
def test_each_page_has_its_reason(world: World, path: str, reason: Reason) -> None:
    finding = look(world, path)
    assert finding.reason == reason, finding
    assert finding.summary.endswith(".") or "”" in finding.summary
    assert finding.fix or finding.reason == Reason.WORKS
    assert finding.read_bytes <= 256 * 1024
