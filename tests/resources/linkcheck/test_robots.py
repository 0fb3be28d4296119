"""What a host's robots.txt asks is read once a day, kept to, and never in the way where there is none."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from protego import Protego

from resources.linkcheck.addresses import ask_system
from resources.linkcheck.checking import check, visitor_from_settings
from resources.linkcheck.robots import LONGEST_RULES, MOST_RULES, Memory, Rules
from resources.linkcheck.visitor import ask_for_tests
from resources.models import Link, Reason
from tests.badsite.pages import URL, to
from tests.badsite.server import Page, Request, Site, Talk, reply
from tests.badsite.world import World

pytestmark = pytest.mark.one_engine
ORIGIN = "http://site.example:80"


def robots(text: str) -> bytes:
    return reply(text, Content_Type="text/plain")


def silent(talk: Talk, request: Request) -> None:
    talk.silent()


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: rlsinfo-linkcheck\nDisallow: /fine", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: rlsinfo-linkcheck\nAllow: /", True),
        ("User-agent: *\nDisallow: /*ne$", False),
        ("User-agent: *\nDisallow: /\nAllow: /fine", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow:", True),
        ("\ufeffUser-agent: *\r\nDisallow: /fine # a comment\r\nSitemap: /x", False),
        ("\x00nonsense", True),
        ("", True),
    ],
)
def test_what_is_asked_is_kept_to(world: World, site: Site, text: str, allowed: bool) -> None:
    site.pages["/robots.txt"] = robots(text)
    finding = check(Link(url=f"{URL}/fine"), visitor=world.visitor())
    assert finding.reason == (Reason.WORKS if allowed else Reason.ROBOTS)
    assert bool(site.of("/fine")) is allowed


@pytest.mark.parametrize(
    "answer",
    [
        *(
            reply("User-agent: *\nDisallow: /", status, Content_Type="text/plain")
            for status in (401, 403, 404, 429, 500, 503)
        ),
        *(reply("User-agent: *\nDisallow: /"), to("/robots.txt"), to("http://127.0.0.1/robots.txt"), silent),
        *(b"garbage\r\n\r\n", to("/missing"), to("http://no.example/robots.txt"), reply(status=302)),
    ],
)
def test_where_there_is_none_everything_is_allowed(world: World, site: Site, answer: Page) -> None:
    site.pages["/robots.txt"] = answer
    visitor = world.visitor(robots_seconds=0.3) if answer is silent else world.visitor()
    assert check(Link(url=f"{URL}/fine"), visitor=visitor).reason == Reason.WORKS


def test_it_is_followed_over_redirects(world: World, site: Site) -> None:
    site.pages["/robots.txt"] = to("http://other.example/rules.txt", 301)
    site.pages["/rules.txt"] = robots("User-agent: *\nDisallow: /")
    assert check(Link(url=f"{URL}/fine"), visitor=world.visitor()).reason == Reason.ROBOTS


def test_the_hosts_that_redirects_lead_to_are_asked_too(world: World, site: Site) -> None:
    def of_other(talk: Talk, request: Request) -> None:
        talk.send(robots("User-agent: *\nDisallow: /" if request.host == "other.example" else ""))

    site.pages["/robots.txt"] = of_other
    finding = check(Link(url=f"{URL}/for-now-to-other"), visitor=world.visitor())
    assert finding.reason == Reason.ROBOTS
    assert finding.final_url == "http://other.example/fine"


def test_it_is_asked_for_once_a_day(world: World, site: Site) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7\nDisallow: /none")
    visitor = world.visitor()
    for _ in range(3):
        check(Link(url=f"{URL}/fine"), visitor=visitor)
    assert len(site.of("/robots.txt")) == 1
    known = visitor.robots.get(ORIGIN)
    assert known is not None
    assert timezone.now() - known[1] < dt.timedelta(minutes=1)
    visitor.robots.put(ORIGIN, known[0], timezone.now() - dt.timedelta(days=1))
    check(Link(url=f"{URL}/fine"), visitor=visitor)
    assert len(site.of("/robots.txt")) == 2


@pytest.mark.parametrize(
    ("line", "seconds"),
    [("7", 7), ("0.5", 0.5), ("100000", 120), ("-3", 0), ("nan", 0), ("soon", 0), ("1e999", 0)],
)
def test_the_pause_that_a_host_wants_is_known_afterwards(world: World, site: Site, line: str, seconds: float) -> None:
    site.pages["/robots.txt"] = robots(f"User-agent: *\nCrawl-delay: {line}")
    visitor = world.visitor()
    assert visitor.pause_for(ORIGIN) == 0
    check(Link(url=f"{URL}/fine"), visitor=visitor)
    assert visitor.pause_for(ORIGIN) == seconds
    assert visitor.pause_for("http://SITE.example") == seconds
    assert visitor.pause_for("nonsense") == 0


MANY = "".join(f"User-agent: other{number}\n" for number in range(500))
RULES = "".join(f"Disallow: /none{number}\n" for number in range(3 * MOST_RULES))


def test_of_many_programs_and_rules_only_ours_are_kept_and_not_without_end(world: World, site: Site) -> None:
    site.pages["/robots.txt"] = robots(f"{MANY}User-agent: *\n{RULES}{MANY}Disallow: /fine")
    visitor = world.visitor()
    assert check(Link(url=f"{URL}/fine"), visitor=visitor).reason == Reason.WORKS
    known = visitor.robots.get(ORIGIN)
    assert known is not None
    assert known[0].count("\n") == MOST_RULES
    assert known[0].startswith("user-agent: *\ndisallow: /none0\n")
    site.pages["/robots.txt"] = robots("User-agent: *\n" + f"Disallow: /{'long' * 5000}$\n" * 2 + "Disallow: /fine")
    assert check(Link(url=f"{URL}/fine"), visitor=world.visitor()).reason == Reason.ROBOTS


def test_a_text_that_was_kept_whole_is_parsed_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = Protego.parse

    def parse_and_tell(text: str) -> Protego:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(Protego, "parse", parse_and_tell)
    rules = Rules(f"{MANY}User-agent: *\nCrawl-delay: 9\n{RULES}{'Disallow: /' + 'x' * LONGEST_RULES}")
    assert rules.allow(f"{URL}/fine", "rlsinfo-linkcheck")
    assert not rules.allow(f"{URL}/none7", "rlsinfo-linkcheck")
    assert rules.pause("rlsinfo-linkcheck") == 9
    assert {text.count("\n") for text in parsed} == {MOST_RULES}
    assert max(len(text) for text in parsed) <= LONGEST_RULES + 2 * MOST_RULES


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: a\nUser-agent: *\nUser-agent: b\nDisallow: /fine", False),
        ("User-agent: *\nDisallow: /none\nUser-agent: a\nDisallow: /fine", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /fine\nUser-agent: rlsinfo\nUser-agent: b\nAllow: /", True),
        ("User-agent: rlsinfo-linkcheck\nDisallow:\nUser-agent: *\nDisallow: /", True),
        ("User-agent: rlsinfo-linkcheck\nDisallow: /none\nUser-agent: rlsinfo\nDisallow: /fine", True),
        ("user agent RLSinfo*\ndisallow /fine", False),
        ("User-agent: linkcheck\nUseragent:\nDisallow: /fine", True),
        ("User-agent: *\nDisallow\nUser-agent: a\nDisallow: /fine", True),
        ("Disallow: /fine\nUser-agent: *", True),
    ],
)
def test_groups_stay_apart_where_other_programs_are_left_out(text: str, allowed: bool) -> None:
    assert Rules(text).allow(f"{URL}/fine", "rlsinfo-linkcheck") is allowed
    assert Protego.parse(text).can_fetch(f"{URL}/fine", "rlsinfo-linkcheck") is allowed


def test_a_host_that_cannot_be_asked_is_not_remembered(world: World) -> None:
    visitor = world.visitor()
    assert check(Link(url="http://no.example/"), visitor=visitor).reason == Reason.NO_HOST
    assert visitor.robots.get("http://no.example:80") is None


# The visitor that the site sends


def test_loopback_takes_both_settings(settings: object) -> None:
    for loopback, debug in ((True, False), (False, True), (False, False)):
        settings.LINK_CHECK_LOOPBACK, settings.DEBUG = loopback, debug  # type: ignore[attr-defined]
        policy = visitor_from_settings().policy
        assert not policy.loopback
        assert policy.resolver is ask_system
    settings.LINK_CHECK_LOOPBACK, settings.DEBUG = True, True  # type: ignore[attr-defined]
    policy = visitor_from_settings().policy
    assert policy.loopback
    assert policy.resolver is ask_for_tests
    assert policy.addresses("any.links.test", 8000, 1) == ["127.0.0.1"]


def test_the_visitor_says_who_it_is(settings: object) -> None:
    settings.SITE_URL, settings.CONTACT_EMAIL = "https://rls.example", "desk@rls.example"  # type: ignore[attr-defined]
    memory = Memory()
    visitor = visitor_from_settings(robots=memory)
    about = "https://rls.example/about/how-pages-are-made/"
    assert visitor.agent == f"rlsinfo-linkcheck/1.0 (+{about}; desk@rls.example)"
    assert visitor.robots is memory


def test_with_loopback_a_site_of_this_machine_is_checked(site: Site, settings: object) -> None:
    settings.LINK_CHECK_LOOPBACK, settings.DEBUG = True, True  # type: ignore[attr-defined]
    link = Link(url=f"http://one.links.test:{site.port}/fine")
    assert check(link, visitor=visitor_from_settings()).reason == Reason.WORKS
