"""Nothing that a site sends is a fault of the check."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.linkcheck.checking import check
from resources.models import Link
from tests.badsite.pages import URL
from tests.badsite.server import Site
from tests.badsite.world import World

pytestmark = pytest.mark.one_engine

JUNK = st.sampled_from(
    [
        *("http://[", "http://[#", "//", "?", "#", "/fine", "http:", "x:y", "http://site.example:x/", "\xff\xfe", "%"),
        *("text/html", "text/plain; charset=utf-16", 'text/html; charset="', "gzip", "deflate", "99999999999999999999"),
        *("Fri, 31 Dec 9999 23:59:59 +9999", "Mon, 99 Foo 2000", "W/", '"', "0x10", "-1", "1e9", "a" * 3000, "", "\\"),
    ]
)
NAMES = ("Location", "Content-Type", "Content-Encoding", "Retry-After", "ETag", "Last-Modified", "Transfer-Encoding")
MARKUP = ("<meta http-equiv=refresh content='0;", "<title>", "\x1f\x8b\x08", "&#xd800;", "\x00")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from([200, 301, 302, 403, 429, 503, 204, 600, 999]),
    st.lists(st.tuples(st.sampled_from(NAMES), JUNK), max_size=4),
    st.lists(JUNK | st.sampled_from(MARKUP), max_size=4),
)
def test_a_check_ends_in_a_finding(
    world: World, site: Site, status: int, headers: list[tuple[str, str]], body: list[str]
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    data = f"HTTP/1.1 {status} Word\r\n{lines}\r\n{' '.join(body)}".encode("latin-1", "replace")
    site.pages["/junk"] = site.pages["/robots.txt"] = data
    finding = check(Link(url=f"{URL}/junk"), visitor=world.visitor(seconds=1, head_seconds=1, robots_seconds=1))
    assert 0 < len(finding.summary) <= 300
    assert len(finding.fix) <= 300
