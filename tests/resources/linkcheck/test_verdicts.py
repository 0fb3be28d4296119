"""Each kind of page has its verdict, from the first request to the sentence for a curator."""

from __future__ import annotations

import pytest

from resources.findings import Fingerprint
from resources.models import Reason, Verdict
from tests.badsite.pages import WORDS, html
from tests.badsite.server import Site, reply
from tests.badsite.world import World
from tests.resources.linkcheck.looks import QUICK, look

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
        *("/needs-cookies", "/to-port"),
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
        *("/to-resolves", "/to-file", "/to-gopher", "/to-name-and-password"),
    ),
}


@pytest.mark.parametrize(("path", "reason"), [(path, reason) for reason, paths in REASONS.items() for path in paths])
def test_each_page_has_its_reason(world: World, path: str, reason: Reason) -> None:
    limits = QUICK if reason == Reason.SLOW else {"head_seconds": 0.3} if path == "/silent-to-head" else None
    finding = look(world, path, limits)
    assert finding.reason == reason, finding
    assert finding.summary.endswith(".") or "”" in finding.summary
    assert finding.fix or finding.reason == Reason.WORKS
    assert finding.read_bytes <= 256 * 1024


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Page not found",
            "404",
            "404 Not Found",
            "Error 404 - Charity",
            "Charity | 404",
            "Oops! We can’t find that page",
        ),
        *("This page no longer exists", "The page you requested could not be found", "Seite nicht gefunden"),
        *("Diese Seite existiert nicht", "Page introuvable", "La page demandée n’existe plus", "Pagina niet gevonden"),
        *("Deze pagina bestaat niet meer", "Página no encontrada", "La página no existe", "Pagina non trovata"),
        *("Sidan kunde inte hittas", "Sidan finns inte", "Siden ble ikke funnet", "Fant ikke siden", "Not found"),
        *("Account Suspended", "Apache2 Ubuntu Default Page: It works"),
    ],
)
def test_a_page_that_says_it_is_none_is_none(world: World, site: Site, title: str) -> None:
    site.pages["/says"] = reply(html(title, "Try the search.", heading="Sorry"))
    assert look(world, "/says").reason == Reason.SOFT_404
    site.pages["/says"] = reply(html("Charity", "Try the search.", heading=title))
    assert look(world, "/says").reason == Reason.SOFT_404


@pytest.mark.parametrize(
    "title",
    [
        *("Restless legs", "When sleep cannot be found", "Room 404: our meeting place", "Lost and found: a helpline"),
        *("Why your medicine is not available", "Find the page for your town", "Hittar du inte sömn?"),
        *("Seite für Angehörige", "La page des patients", "How to log a side effect", "The domain of sleep"),
    ],
)
def test_a_page_that_says_something_else_is_one(world: World, site: Site, title: str) -> None:
    site.pages["/says"] = reply(html(title, "Call us at any hour."))
    assert look(world, "/says").reason == Reason.WORKS


def test_a_very_short_page_may_say_it_anywhere(world: World, site: Site) -> None:
    site.pages["/says"] = reply("<title>A charity</title><h2>Page not found</h2><p>Sorry.")
    assert look(world, "/says").reason == Reason.SOFT_404
    site.pages["/says"] = reply("<title>A charity</title><p>This page is not available without JavaScript.")
    assert look(world, "/says").reason == Reason.WORKS


def test_a_long_page_may_speak_of_missing_pages_and_domains(world: World, site: Site) -> None:
    site.pages["/long"] = reply(html("Page not found? What to do", f"{WORDS} {WORDS} {WORDS} Buy this domain."))
    assert look(world, "/long").reason == Reason.WORKS


@pytest.mark.parametrize(
    "text",
    [
        *("This domain is for sale", "Buy this domain now", "The domain name rls.org is for sale", "Parked free"),
        *("Diese Domain steht zum Verkauf", "Ce nom de domaine est à vendre", "Deze domeinnaam te koop"),
    ],
)
def test_a_domain_for_sale_says_so(world: World, site: Site, text: str) -> None:
    site.pages["/sale"] = reply(html("rls.org", text))
    assert look(world, "/sale").reason == Reason.PARKED


def test_a_form_to_sign_in_beside_a_page_is_no_wall(world: World, site: Site) -> None:
    form = "<form><input type=password></form>"
    site.pages["/beside"] = reply(html("Restless legs", WORDS + form))
    assert look(world, "/beside").reason == Reason.WORKS


def test_robots_are_heard(world: World, site: Site) -> None:
    site.pages["/robots.txt"] = reply("User-agent: *\nDisallow: /fine", Content_Type="text/plain")
    finding = look(world, "/fine")
    assert (finding.reason, finding.verdict) == (Reason.ROBOTS, Verdict.CAUTION)
    assert not site.of("/fine")
    assert look(world, "/moved").reason == Reason.ROBOTS
    assert look(world, "/plain").reason == Reason.WORKS


def test_what_a_page_says_can_be_kept(world: World, site: Site) -> None:
    site.pages["/nul"] = reply(html("A\x00b\u202e c&#0;", "\x00 " + WORDS))
    finding = look(world, "/nul")
    assert finding.seen is not None
    assert finding.seen.title.isprintable()
    assert Fingerprint(finding.seen.title, finding.seen.text) == finding.seen
