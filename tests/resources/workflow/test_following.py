"""Which addresses are checked, when, and what a finding does to what leads there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.errors import InvalidRequest, NotAllowed
from accounts.roles import Role
from resources import workflow
from resources.findings import Finding, Fingerprint
from resources.models import Contact, Link, LinkCheck, LinkHost, Pace, Reason
from tests import makers

pytestmark = pytest.mark.django_db
URL = "https://www.example.org/help"
WORKS = Finding(Reason.WORKS, "It works.", status=200, seen=Fingerprint("Help", "00ff00ff00ff00ff"), etag='"1"')
GONE = Finding(Reason.GONE, "The page is not found.", fix="Find its new address.", status=404)
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def only() -> Link:
    return Link.objects.get()


def followed(url: str = URL, pace: Pace = Pace.USUAL) -> Link:
    workflow.follow([(url, pace)])
    return Link.objects.get(url=url)


def website(**columns: Any) -> Contact:
    return makers.contact(kind="website", value=URL, **columns)


# Following


def test_new_addresses_are_due_at_once_and_what_is_no_address_is_left_out() -> None:
    wrong = [
        "mailto:a@example.org",
        "https://",
        "http://[::1",
        "ftp://example.org/",
        "https://example.org/" + "x" * 2000,
    ]
    assert workflow.follow([(url, Pace.USUAL) for url in [URL, URL, *wrong]]) == 1
    link = only()
    assert (link.url, link.host, link.pace, link.in_use) == (URL, "https://www.example.org:443", "usual", True)
    assert Link.objects.due(timezone.now()).get() == link
    assert workflow.follow([(URL, Pace.USUAL)]) == 0


@pytest.mark.parametrize("paces", [[Pace.USUAL, Pace.CRISIS], [Pace.CRISIS, Pace.USUAL]])
def test_the_quicker_pace_wins(paces: list[Pace]) -> None:
    for _ in range(2):
        workflow.follow([(URL, pace) for pace in paces])
        assert only().pace == Pace.CRISIS


def test_what_nothing_leads_to_any_more_rests_and_comes_back_when_it_would_have_been_due() -> None:
    link = followed()
    with time_machine.travel(NOON, tick=False) as now:
        assert workflow.claim(link, seen=link.next_check_at)
        due = workflow.record_check(link, WORKS).next_check_at
        workflow.follow([])
        assert not only().in_use
        now.shift(dt.timedelta(days=1))
        assert workflow.follow([(URL, Pace.USUAL)]) == 0
        assert (only().in_use, only().next_check_at) == (True, due)


def test_a_quicker_pace_counts_from_the_last_check() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        link = followed()
        workflow.claim(link, seen=link.next_check_at)
        workflow.record_check(link, WORKS)
        now.shift(dt.timedelta(hours=1))
        workflow.follow([(URL, Pace.CRISIS)])
        assert NOON < only().next_check_at <= NOON + dt.timedelta(days=1)
        workflow.follow([(URL, Pace.USUAL)])
        assert only().next_check_at <= NOON + dt.timedelta(days=1)


def test_an_address_that_never_was_checked_is_due_when_it_comes_back() -> None:
    followed()
    workflow.follow([])
    Link.objects.update(next_check_at=timezone.now() + dt.timedelta(days=5))
    workflow.follow([(URL, Pace.USUAL)])
    assert Link.objects.due(timezone.now()).exists()


def test_what_somebody_adds_while_addresses_are_gathered_does_not_rest() -> None:
    curator = makers.person(Role.CURATOR)

    def addresses() -> Any:
        workflow.save(website(), by=curator)
        yield "https://other.example/", Pace.USUAL

    workflow.follow(addresses())
    assert Link.objects.in_use().count() == 2


def verbs(made: CaptureQueriesContext) -> list[str]:
    """What each query does; PostgreSQL declares a cursor to read much."""
    return [query["sql"].split()[0].replace("DECLARE", "SELECT") for query in made]


def test_following_the_same_writes_nothing_and_much_is_written_in_parts() -> None:
    many = [(f"https://h{number}.example/", Pace.USUAL) for number in range(1200)]
    assert workflow.follow(many) == 1200
    with CaptureQueriesContext(connection) as made:
        workflow.follow(many)
    assert verbs(made) == ["SELECT"]
    with CaptureQueriesContext(connection) as made:
        workflow.follow([])
    assert verbs(made) == ["SELECT", "UPDATE", "UPDATE", "UPDATE"]


def test_a_contact_is_followed_when_it_is_written_and_a_crisis_line_daily() -> None:
    curator = makers.person(Role.CURATOR)
    followed()
    workflow.save(website(of=makers.organisation(kind="crisis")), by=curator)
    assert only().pace == Pace.CRISIS
    workflow.save(website(), by=curator)  # the slower one changes nothing
    assert only().pace == Pace.CRISIS


# Claiming


def test_a_claim_is_one_s_own_and_the_next_check_an_interval_on() -> None:
    link = followed()
    seen = link.next_check_at
    assert workflow.claim(link, seen=seen)
    assert not workflow.claim(link, seen=seen)
    days = (only().next_check_at - timezone.now()).total_seconds() / 86400
    assert 7 * 0.9 - 0.01 < days <= 7


def test_intervals_are_spread_by_the_address() -> None:
    all_days = {workflow.interval("usual", f"https://h{number}.example/") for number in range(50)}
    assert len(all_days) == 50
    assert min(all_days) >= dt.timedelta(days=7 * 0.9)
    assert max(all_days) <= dt.timedelta(days=7)
    assert workflow.interval("crisis", URL) <= dt.timedelta(days=1)


def test_what_is_put_off_is_due_then_or_as_before_if_that_is_later() -> None:
    link = followed()
    workflow.claim(link, seen=link.next_check_at)
    soon = timezone.now() + dt.timedelta(minutes=15)
    workflow.put_off([link], until=soon)
    assert only().next_check_at == soon
    link.next_check_at = soon + dt.timedelta(days=2)
    workflow.put_off([link], until=soon)
    assert only().next_check_at == soon + dt.timedelta(days=2)


# What a finding does


def test_broken_takes_three_failures_over_48_hours_and_one_success_restores() -> None:
    contact, link = website(), followed()
    with time_machine.travel(NOON, tick=False) as now:
        for hours, broken in [(0, False), (1, False), (2, False), (48, True), (49, True)]:
            now.move_to(NOON + dt.timedelta(hours=hours))
            link = workflow.record_check(link, GONE)
            contact.refresh_from_db()
            assert (link.broken_since is not None, contact.broken_since is not None) == (broken, broken), hours
            assert link.next_check_at <= timezone.now() + dt.timedelta(days=1)
        assert link.broken_since == NOON
        assert (contact.broken_since, contact.broken_why) == (NOON.date(), "The page is not found.")
        link = workflow.record_check(link, WORKS)
    contact.refresh_from_db()
    assert (link.failures, link.failing_since, link.broken_since) == (0, None, None)
    assert (contact.broken_since, contact.broken_why) == (None, "")
    reasons = list(contact.history.values_list("history_change_reason", "history_user"))
    assert reasons[:2] == [
        ("The link checker found that it works again", None),
        ("The link checker found: The page is not found.", None),
    ]


def test_two_failures_are_not_enough_however_far_apart() -> None:
    link = followed()
    with time_machine.travel(NOON, tick=False) as now:
        workflow.record_check(link, GONE)
        now.shift(dt.timedelta(days=9))
        assert workflow.record_check(link, GONE).broken_since is None
        assert workflow.record_check(link, GONE).broken_since is not None


def test_a_success_in_between_begins_the_count_anew() -> None:
    link = followed()
    with time_machine.travel(NOON, tick=False) as now:
        for finding in (GONE, GONE, WORKS, GONE, GONE):
            link = workflow.record_check(link, finding)
            now.shift(dt.timedelta(hours=40))
    assert (link.failures, link.broken_since) == (2, None)


def test_caution_is_no_failure() -> None:
    link = workflow.record_check(followed(), Finding(Reason.BOT_WALL, "It turns programs away.", status=403))
    assert (link.verdict, link.failures) == ("caution", 0)


@pytest.mark.parametrize("reason", [Reason.PARKED, Reason.ELSEWHERE, Reason.FORBIDDEN])
def test_danger_acts_at_once(reason: Reason) -> None:
    contact, link = website(), followed()
    link = workflow.record_check(link, Finding(reason, "Something else stands there."))
    contact.refresh_from_db()
    assert (link.verdict, link.failures) == ("danger", 1)
    assert link.broken_since is not None
    assert contact.broken_since is not None


def test_what_a_person_marked_a_person_takes_back() -> None:
    contact, link = website(), followed()
    curator = makers.person(Role.CURATOR)
    workflow.mark_broken(contact, why="Nobody answers there.", by=curator)
    workflow.record_check(link, WORKS)
    contact.refresh_from_db()
    assert (contact.broken_why, contact.broken_by) == ("Nobody answers there.", curator)


def test_only_what_leads_to_the_address_is_marked() -> None:
    other = makers.contact(kind="website", value="https://other.example/")
    workflow.record_check(followed(), Finding(Reason.PARKED, "For sale."))
    other.refresh_from_db()
    assert other.broken_since is None


def test_every_check_is_kept_with_what_it_found() -> None:
    link = followed()
    workflow.record_check(link, GONE)
    link = workflow.record_check(link, WORKS)
    assert list(LinkCheck.objects.values_list("verdict", "reason", "status")) == [
        ("ok", "works", 200),
        ("broken", "gone", 404),
    ]
    assert (link.etag, link.found_title, link.found_print) == ('"1"', "Help", "00ff00ff00ff00ff")
    assert (link.accepted_title, link.accepted_print) == ("Help", "00ff00ff00ff00ff")


def test_the_first_page_that_worked_is_what_later_ones_are_compared_with() -> None:
    link = workflow.record_check(followed(), WORKS)
    changed = Finding(Reason.CHANGED, "It has changed.", seen=Fingerprint("News", "ffffffff00000000"))
    link = workflow.record_check(link, changed)
    assert (link.accepted_title, link.found_title) == ("Help", "News")


# A curator's word


def test_a_curator_s_word_stands_for_90_days_against_the_same_finding() -> None:
    curator = makers.person(Role.CURATOR)
    contact, link = website(), followed()
    slow = Finding(Reason.CERTIFICATE, "Its certificate is wrong.")
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(3):
            link = workflow.record_check(link, slow)
            now.shift(dt.timedelta(days=2))
        contact.refresh_from_db()
        assert contact.broken_since
        link = workflow.settle_link(link, by=curator)
        contact.refresh_from_db()
        assert link.broken_since is None
        assert not contact.broken_since
        for _ in range(9):
            link = workflow.record_check(link, slow)
            now.shift(dt.timedelta(days=9))
        assert link.failures == 0
        assert workflow.record_check(link, GONE).failures == 1  # another finding
        link = workflow.record_check(link, WORKS)
        now.shift(dt.timedelta(days=10))
        assert workflow.record_check(link, slow).failures == 1


def test_settling_is_for_curators_and_never_for_what_leads_inside() -> None:
    link = workflow.record_check(followed(), GONE)
    with pytest.raises(NotAllowed):
        workflow.settle_link(link, by=makers.author())
    link = workflow.record_check(link, Finding(Reason.FORBIDDEN, "Leads to 10.0.0.1."))
    with pytest.raises(InvalidRequest, match="no public page"):
        workflow.settle_link(link, by=makers.person(Role.CURATOR))


def test_verifying_a_contact_settles_what_was_found_at_its_address() -> None:
    contact, link = website(), followed()
    link = workflow.record_check(link, WORKS)
    workflow.record_check(link, Finding(Reason.PARKED, "For sale.", seen=Fingerprint("Sale", "1111111111111111")))
    contact.refresh_from_db()
    assert contact.broken_since
    workflow.verify(contact, source="Opened it", by=makers.person(Role.CURATOR))
    link = only()
    assert (link.broken_since, link.settled_reason, link.accepted_title) == (None, "parked", "Sale")


# What is old


def test_old_checks_go_in_parts_but_the_newest_of_each_link_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resources.workflow.remembering.PART", 2)
    with time_machine.travel(NOON, tick=False) as now:
        old, fresh = makers.link(url="https://old.example/"), makers.link(url="https://fresh.example/")
        for link, number in ((old, 4), (fresh, 3)):
            for _ in range(number):
                workflow.record_check(link, WORKS)
        now.shift(dt.timedelta(days=91))
        workflow.record_check(fresh, WORKS)
        assert workflow.forget_old_checks(days=90) == 6
        assert sorted(LinkCheck.objects.values_list("link__url", flat=True)) == [fresh.url, old.url]
        assert workflow.forget_old_checks(days=90) == 0
        now.shift(dt.timedelta(days=-2))
        assert LinkCheck.objects.count() == 2


def test_hosts_that_nobody_has_asked_for_long_are_forgotten() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        workflow.remember_robots("https://old.example:443", text="", fetched_at=timezone.now())
        workflow.leave_alone("https://waits.example:443", until=timezone.now() + dt.timedelta(days=15))
        now.shift(dt.timedelta(days=15))
        workflow.remember_robots("https://new.example:443", text="", fetched_at=timezone.now())
        workflow.forget_old_hosts()
        assert sorted(LinkHost.objects.values_list("host", flat=True)) == [
            "https://new.example:443",
            "https://waits.example:443",
        ]
