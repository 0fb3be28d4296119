"""Whether a page still is the one that was accepted, and when it need not be read to know."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from resources.linkcheck import checking
from resources.models import Reason, Verdict
from tests.badsite.pages import WORDS, html, to, works
from tests.badsite.server import Site, reply
from tests.badsite.world import World
from tests.resources.linkcheck.looks import accepted_of, look

pytestmark = pytest.mark.one_engine


@pytest.fixture(autouse=True)
def an_ordinary_week(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No week in which everything is read anew, but where that is tried."""
    if "anew_in_one_week" not in request.node.name:
        monkeypatch.setattr(checking, "READ_ANEW_WEEKS", 10**9)


def test_a_page_is_read_anew_in_one_week_of_four_whatever_it_says(world: World, site: Site) -> None:
    columns = accepted_of(world, "/tagged")
    monday = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    read = 0
    for week in range(4):
        site.asked.clear()
        with time_machine.travel(monday + dt.timedelta(weeks=week), tick=True):
            read += look(world, "/tagged", **columns).seen is not None
    assert read == 1


def test_what_has_not_changed_is_not_read(world: World, site: Site) -> None:
    columns = accepted_of(world, "/tagged")
    site.asked.clear()
    finding = look(world, "/tagged", **columns)
    assert (finding.reason, finding.status, finding.seen) == (Reason.WORKS, 304, None)
    assert [(request.method, request.headers.get("if-none-match")) for request in site.of("/tagged")] == [
        ("HEAD", '"seven"')
    ]


def test_the_same_tag_after_head_is_enough(world: World, site: Site) -> None:
    columns = accepted_of(world, "/tagged-but-deaf")
    site.asked.clear()
    finding = look(world, "/tagged-but-deaf", **columns)
    assert (finding.reason, finding.status, finding.seen) == (Reason.WORKS, 200, None)
    assert [request.method for request in site.of("/tagged-but-deaf")] == ["HEAD"]


def test_what_has_not_changed_may_have_moved_for_good(world: World, site: Site) -> None:
    site.pages["/way"] = to("/tagged", 302)
    columns = accepted_of(world, "/way", final_url="http://site.example/tagged")
    site.pages["/way"] = to("/tagged", 301)
    site.asked.clear()
    finding = look(world, "/way", **columns)
    assert (finding.reason, finding.suggested_url, finding.status) == (Reason.MOVED, "http://site.example/tagged", 304)
    assert finding.seen is None


@pytest.mark.parametrize(
    "columns",
    [
        {"reason": Reason.MOVED},
        {"found_title": "Something else"},
        {"found_print": "0123456789abcdef"},
        {"accepted_at": None},
        {"etag": ""},
        {"etag": '"seven"\r\nHost: inside'},
        {"final_url": "http://other.example/tagged"},
    ],
)
def test_a_page_is_read_anew_unless_it_worked_and_is_what_was_accepted(
    world: World, site: Site, columns: dict[str, Any]
) -> None:
    columns = accepted_of(world, "/tagged") | columns
    site.asked.clear()
    assert look(world, "/tagged", **columns).seen is not None
    assert [request.headers.get("if-none-match") for request in site.of("/tagged")] == [None, None]


def test_what_nobody_asked_for_is_no_proof_that_nothing_changed(world: World) -> None:
    assert look(world, "/odd").reason == Reason.SERVER


def test_a_date_is_sent_where_there_is_no_tag(world: World, site: Site) -> None:
    site.pages["/dated"] = works(Last_Modified="Wed, 01 Jan 2025 00:00:00 GMT")
    columns = accepted_of(world, "/dated")
    site.asked.clear()
    assert look(world, "/dated", **columns).reason == Reason.WORKS
    assert {request.headers.get("if-modified-since") for request in site.of("/dated")} == {
        "Wed, 01 Jan 2025 00:00:00 GMT"
    }


def test_a_page_that_was_rewritten_is_shown_to_a_curator(world: World) -> None:
    finding = look(world, "/rewritten", **accepted_of(world, "/fine"))
    assert (finding.reason, finding.verdict) == (Reason.CHANGED, Verdict.CAUTION)
    assert "Restless legs" in finding.summary
    assert "bridge engineers" in finding.summary


@pytest.mark.parametrize("path", ["/spam", "/another-script"])
def test_a_page_that_something_else_has_taken_is_a_danger(world: World, path: str) -> None:
    finding = look(world, path, **accepted_of(world, "/fine"))
    assert (finding.reason, finding.verdict) == (Reason.ELSEWHERE, Verdict.DANGER)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Restless legs: help and company", WORDS + " New: we meet in a tenth town, and the line opens at nine."),
        ("Restless legs: help and company in 2027", WORDS.replace("nine towns", "ten towns")),
        ("Restless legs: help and company", "This month our members write about travel. " * 12),
        ("Help for people with restless legs", WORDS),
    ],
)
def test_a_page_that_is_kept_up_is_the_same_page(world: World, site: Site, title: str, text: str) -> None:
    columns = accepted_of(world, "/fine")
    site.pages["/fine"] = reply(html(title, text))
    expected = Reason.CHANGED if "travel" in text else Reason.WORKS
    assert look(world, "/fine", **columns).reason == expected


def test_a_page_that_became_a_file_is_shown_to_a_curator(world: World) -> None:
    assert look(world, "/pdf", **accepted_of(world, "/fine")).reason == Reason.CHANGED
    assert look(world, "/pdf", **accepted_of(world, "/pdf")).reason == Reason.WORKS


def test_help_with_gambling_is_no_gambling(world: World, site: Site) -> None:
    text = "Gambling harms: casino, slots, betting and poker. Call us if your medicine makes you bet. " * 9
    site.pages["/gamblers"] = reply(html("Help with gambling", text))
    assert look(world, "/gamblers").reason == Reason.WORKS
    assert look(world, "/gamblers", **accepted_of(world, "/gamblers")).reason == Reason.WORKS


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Get help now", "If gambling, betting, slots or poker has become a problem, our advisers talk with you. " * 4),
        ("Medicines for men", "Sildenafil (Viagra) and tadalafil (Cialis) need a check by a doctor beforehand. " * 4),
    ],
)
def test_words_that_helpers_say_too_are_shown_to_a_curator_and_no_danger(
    world: World, site: Site, title: str, text: str
) -> None:
    columns = accepted_of(world, "/fine")
    site.pages["/fine"] = reply(html(title, text))
    finding = look(world, "/fine", **columns)
    assert (finding.reason, finding.verdict) == (Reason.CHANGED, Verdict.CAUTION)
    assert "It speaks of " in finding.summary
