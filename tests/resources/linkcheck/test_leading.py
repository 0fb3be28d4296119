"""Where an address leads: moved, for now, home, to another site, or to a market of domains."""

from __future__ import annotations

import pytest

from resources.linkcheck.judging import LOOK
from resources.models import Reason, Verdict
from tests.badsite.pages import URL, html, to, works
from tests.badsite.server import Site, reply
from tests.badsite.world import World
from tests.resources.linkcheck.looks import accepted_of, look

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("path", "to", "words"),
    [
        ("/moved", "/fine", "moved for good."),
        ("/moved-twice", "/fine", "moved for good."),
        ("/folder", "/folder/", "a slash at the end"),
        ("/moved-to-other", "http://other.example/fine", "another site, other.example"),
    ],
)
def test_what_moved_for_good_comes_with_the_address_to_take(world: World, path: str, to: str, words: str) -> None:
    finding = look(world, path)
    assert finding.reason == Reason.MOVED
    assert finding.suggested_url == finding.final_url == (to if "://" in to else URL + to)
    assert words in finding.summary
    assert finding.seen is not None


def test_a_fragment_goes_with_it_unless_the_new_address_has_its_own(world: World, site: Site) -> None:
    site.pages["/moved-to-part"] = to("/fine#there", 301)
    assert look(world, "/moved#help").suggested_url == f"{URL}/fine#help"
    assert look(world, "/moved-to-part#help").suggested_url == f"{URL}/fine#there"


def test_www_is_called_a_small_change(world: World, site: Site) -> None:
    world.put("www.site.example", site.port)
    site.pages["/page"] = to("http://www.site.example/fine", 301)
    site.pages["/page-two"] = to("http://www.site.example/page-two", 301)
    assert "www" not in look(world, "/page").summary
    site.pages["/same"] = lambda talk, request: talk.send(
        works() if request.host.startswith("www") else to("http://www.site.example/same", 301)
    )
    finding = look(world, "/same")
    assert (finding.reason, finding.suggested_url) == (Reason.MOVED, "http://www.site.example/same")
    assert "(www)" in finding.summary


@pytest.mark.parametrize("path", ["/moved-then-for-now", "/for-now", "/deep/moved", "/moved-to-missing", "/members"])
def test_nothing_is_suggested_where_it_is_not_sure(world: World, path: str) -> None:
    assert look(world, path).suggested_url == ""


def test_what_was_missing_behind_a_redirect_says_where(world: World) -> None:
    finding = look(world, "/moved-to-missing")
    assert (finding.status, finding.final_url) == (404, f"{URL}/nothing-there")


def test_names_that_are_made_to_lead_on_are_not_moved(world: World, site: Site) -> None:
    world.put("doi.org", site.port)
    site.pages["/10.1000/1"] = to(f"{URL}/fine", 302)
    site.pages["/10.1000/2"] = to(f"{URL}/", 301)
    assert [look(world, f"http://doi.org/10.1000/{n}").reason for n in (1, 2)] == [Reason.WORKS, Reason.WORKS]


def test_another_site_is_accepted_once_it_was_looked_at(world: World) -> None:
    columns = accepted_of(world, "/for-now-to-other", reason=Reason.OTHER_SITE)
    assert look(world, "/for-now-to-other", **columns).reason == Reason.WORKS


def test_a_domain_that_leads_to_a_market_is_for_sale(world: World, site: Site) -> None:
    world.put("www.hugedomains.com", site.port)
    site.pages["/old"] = to("http://www.hugedomains.com/fine", 302)
    finding = look(world, "/old")
    assert (finding.reason, finding.verdict) == (Reason.PARKED, Verdict.DANGER)


def test_a_busy_host_says_for_how_long(world: World) -> None:
    assert look(world, "/busy-429").wait_seconds == 120
    assert look(world, "/busy-429-unsaid").wait_seconds == 3600
    assert look(world, "/busy-503").wait_seconds == 7 * 24 * 3600
    assert look(world, "/fine").wait_seconds == 0


@pytest.mark.parametrize(
    ("path", "to_path", "reason"),
    [
        ("/?p=12", "/", Reason.HOME),
        ("/?p=12", "/?p=12&new=1", Reason.WORKS),
        ("/deep", "/?from=deep", Reason.HOME),
        ("/deep", "/en/", Reason.HOME),
        ("/en", "/", Reason.WORKS),
        ("/index.html", "/", Reason.WORKS),
    ],
)
def test_a_home_page_is_no_answer_to_a_deep_link(
    world: World, site: Site, path: str, to_path: str, reason: Reason
) -> None:
    site.pages[to_path] = works("Start")
    site.pages[path] = to(to_path, 302)
    assert look(world, path).reason == reason


@pytest.mark.parametrize("location", ["https://site.example:8443/x", "http://site.example:8080/fine"])
def test_a_port_where_no_check_goes_is_no_danger(world: World, site: Site, location: str) -> None:
    site.pages["/page"] = to(location, 301)
    for finding in (look(world, "/page"), look(world, location)):
        assert finding.verdict == Verdict.CAUTION
        assert f"port {location.split(':')[2][:4]}" in finding.summary
        assert finding.fix == LOOK
    site.pages["/page"] = to("http://10.0.0.7:8080/", 301)
    assert look(world, "/page").reason == Reason.FORBIDDEN


@pytest.mark.parametrize("path", ["/to-file", "/to-loopback", "/to-name-and-password", "/to-malformed"])
def test_what_nobody_should_click_is_not_given_to_click(world: World, path: str) -> None:
    finding = look(world, path)
    assert (finding.final_url, finding.suggested_url) == ("", "")


def test_where_browsers_without_programs_are_sent_is_not_where_readers_go(world: World, site: Site) -> None:
    more = "<noscript><meta http-equiv=refresh content='0; url=/gone'></noscript>"
    site.pages["/app"] = reply(html("An app", "Loading", more=more))
    assert look(world, "/app").reason == Reason.WORKS
