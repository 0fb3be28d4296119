"""Which addresses are checked, and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from resources import workflow
from resources.findings import Finding
from resources.models import Link, LinkCheck, LinkHost, Pace, Reason
from resources.workflow import acting
from tests import makers
from tests.resources.workflow.links import NOON, PARKED, URL, WORKS, followed, only, website

pytestmark = pytest.mark.django_db

# Following


def test_new_addresses_are_due_at_once_and_what_is_no_address_is_left_out() -> None:
    wrong = [
        "mailto:a@example.org",
        "https://",
        "http://[::1",
        "ftp://example.org/",
        "https://example.org/" + "x" * 2000,
        "https://example.org/" + "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(1900)),
    ]
    assert workflow.follow([(url, Pace.USUAL) for url in [URL, URL, *wrong]]) == 1
    link = only()
    assert (link.url, link.host, link.pace, link.in_use) == (URL, "https://www.example.org:443", "usual", True)
    assert Link.objects.due(timezone.now()).get() == link
    assert workflow.follow([(URL, Pace.USUAL)]) == 0


def test_a_link_s_host_is_the_one_that_is_asked() -> None:
    assert workflow.host_of("https://münchen.de/hilfe") == "https://xn--mnchen-3ya.de:443"
    assert workflow.host_of("http://User@Example.org./") == "http://example.org:80"  # never asked


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


def test_a_new_contact_with_an_address_that_is_known_not_to_work_is_not_offered() -> None:
    workflow.record_check(followed(), PARKED)
    contact = workflow.save(website(), by=makers.person(Role.CURATOR))
    contact.refresh_from_db()
    assert (contact.broken_why, contact.broken_by) == ("For sale.", None)


def test_another_address_that_somebody_has_opened_works_whatever_was_found_there() -> None:
    contact = makers.contact(kind="website", value="https://www.example.org/old")
    workflow.record_check(followed(), PARKED)
    curator = makers.person(Role.CURATOR)
    workflow.use_address(contact, seen=contact.value, url=URL, source="Opened it", by=curator)
    contact.refresh_from_db()
    assert (contact.broken_since, Link.objects.get(url=URL).broken_since) == (None, None)


# Claiming


def test_a_claim_is_one_s_own_and_the_next_check_an_interval_on() -> None:
    link = followed()
    seen = link.next_check_at
    assert workflow.claim(link, seen=seen)
    assert not workflow.claim(link, seen=seen)
    days = (only().next_check_at - timezone.now()).total_seconds() / 86400
    assert 7 * 0.9 - 0.01 < days <= 7


def test_a_claim_of_what_is_failing_lasts_no_longer_than_a_day() -> None:
    link = followed()
    Link.objects.update(failures=2, failing_since=timezone.now() - dt.timedelta(days=2))
    assert workflow.claim(only(), seen=link.next_check_at)
    assert only().next_check_at <= timezone.now() + acting.RETRY


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


def test_danger_is_known_longer_than_old_checks_are_kept() -> None:
    parked, wall = Finding(Reason.PARKED, "For sale."), Finding(Reason.BOT_WALL, "It turns programs away.")
    with time_machine.travel(NOON, tick=False) as now:
        link = followed()
        for finding in (parked, parked, wall, wall):
            workflow.record_check(link, finding)
        now.shift(dt.timedelta(days=100))
        assert workflow.forget_old_checks(days=90) == 2  # the first and the third
        assert workflow.record_check(link, wall).broken_since == NOON


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
