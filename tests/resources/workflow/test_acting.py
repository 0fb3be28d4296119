"""What a finding does to its link and to what leads there, and what a curator's word is worth against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.roles import Role
from resources import workflow
from resources.findings import Finding, Fingerprint
from resources.models import Link, LinkCheck, Reason
from tests import makers
from tests.resources.workflow.links import GONE, NOON, PARKED, WORKS, followed, only, website

pytestmark = pytest.mark.django_db

# What a finding does


def test_broken_takes_three_failures_over_48_hours_and_one_success_restores() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        contact, link = website(), followed()
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


def test_caution_lifts_what_is_broken_but_not_danger() -> None:
    contact, link = website(), followed()
    busy = Finding(Reason.BUSY, "It was too busy.", status=429)
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(3):
            link = workflow.record_check(link, GONE)
            now.shift(dt.timedelta(days=1))
        assert link.broken_since
        assert workflow.record_check(link, busy).broken_since is None
        for finding in (PARKED, busy, GONE, busy):
            link = workflow.record_check(link, finding)
            now.shift(dt.timedelta(days=1))
            contact.refresh_from_db()
            assert link.broken_since, finding
            assert contact.broken_since, finding
            assert link.next_check_at <= timezone.now()
        link = workflow.record_check(link, WORKS)
    contact.refresh_from_db()
    assert (link.broken_since, contact.broken_since) == (None, None)


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
        last = contact.history.latest()
        assert (last.history_user, last.history_change_reason) == (curator, "Its address is right as it is")
        for _ in range(9):
            link = workflow.record_check(link, slow)
            now.shift(dt.timedelta(days=9))
        assert link.failures == 0
        assert workflow.record_check(link, GONE).failures == 1  # another finding
        link = workflow.record_check(link, WORKS)
        now.shift(dt.timedelta(days=10))
        assert workflow.record_check(link, slow).failures == 1


@pytest.mark.parametrize("reason", [Reason.CHANGED, Reason.ELSEWHERE])
def test_a_page_that_becomes_something_else_again_is_another_finding(reason: Reason) -> None:
    workflow.record_check(followed(), WORKS)
    first = Finding(reason, "It has changed.", seen=Fingerprint("News", "ffffffff00000000"))
    then = Finding(reason, "It has changed.", seen=Fingerprint("Casino", "00000000ffffffff"))
    link = workflow.settle_link(workflow.record_check(only(), first), by=makers.person(Role.CURATOR))
    assert not Link.objects.changed().exists()
    assert link.broken_since is None
    link = workflow.record_check(link, then)
    assert Link.objects.changed().exists() is (reason == Reason.CHANGED)
    assert (link.broken_since is not None) is (reason == Reason.ELSEWHERE)


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


def test_verifying_one_contact_restores_every_one_with_its_address() -> None:
    contact, other = website(), website()
    workflow.record_check(followed(), PARKED)
    contact.refresh_from_db()
    workflow.verify(contact, source="Opened it", by=makers.person(Role.CURATOR))
    other.refresh_from_db()
    assert other.broken_since is None


def test_no_word_makes_an_address_work_that_leads_inside() -> None:
    contact = website()
    workflow.record_check(followed(), Finding(Reason.FORBIDDEN, "Leads to 10.0.0.1."))
    contact.refresh_from_db()
    with pytest.raises(InvalidRequest, match="no public page"):
        workflow.verify(contact, source="Opened it", by=makers.person(Role.CURATOR))
    contact.refresh_from_db()
    assert (contact.broken_since is not None, contact.broken_by) == (True, None)


def test_a_page_that_changed_again_meanwhile_is_not_settled_unseen() -> None:
    curator, first = makers.person(Role.CURATOR), Finding(Reason.CHANGED, "Changed.", seen=Fingerprint("A", "1" * 16))
    seen = workflow.record_check(followed(), first).stand
    link = workflow.record_check(only(), Finding(Reason.CHANGED, "Changed.", seen=Fingerprint("A", "2" * 16)))
    with pytest.raises(LostRace, match="checked again"):
        workflow.settle_link(link, by=curator, seen=seen)
    assert workflow.settle_link(link, by=curator, seen=link.stand).settled_by == curator


# Two at once


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("act", ["verify", "save", "use_address"])
def test_a_curator_and_the_checker_wait_for_the_link_and_never_for_each_other(act: str) -> None:
    contact, link, curator = website(), followed(), makers.person(Role.CURATOR)
    acts: dict[str, Callable[[], object]] = {
        "verify": lambda: workflow.verify(contact, source="Opened it", by=curator),
        "save": lambda: workflow.save(contact, by=curator),
        "use_address": lambda: workflow.use_address(
            contact, seen=link.url, url=link.url, source="Opened it", by=curator
        ),
    }
    with CaptureQueriesContext(connection) as made:
        acts[act]()
    held = [query["sql"] for query in made if "FOR NO KEY UPDATE" in query["sql"] or 'UPDATE "' in query["sql"]]
    assert '"resources_link"' in held[0]
    with CaptureQueriesContext(connection) as made:
        workflow.record_check(link, PARKED)
    held = [query["sql"] for query in made if "FOR NO KEY UPDATE" in query["sql"]]
    assert '"resources_link"' in held[0]
    assert '"resources_contact"' in held[1]
