"""Checking the links of a site: what is followed, and what becomes of contacts and sources."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from articles.following import addresses
from articles.models import Source
from resources import workflow
from resources.findings import Finding
from resources.linkcheck.book import End
from resources.linkcheck.visitor import visitor_from_settings
from resources.models import CheckerLease, Contact, Link, LinkCheck, LinkHost, Pace, Reason
from rlsinfo import linking
from rlsinfo.linkworker import AFTER_OWN_NETWORK_SECONDS, ASK_EVERY_SECONDS, LinkWorker
from rlsinfo.robots import HostRobots
from tests import makers
from tests.site import free_port
from tests.websites import Websites, websites

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
GONE = Finding(Reason.GONE, "The page is not found.")
WORKS = Finding(Reason.WORKS, "It works.")


@pytest.fixture
def sites(settings: Settings) -> Iterator[Websites]:
    """Websites that the checker may reach."""
    settings.DEBUG = settings.LINK_CHECK_LOOPBACK = settings.LINK_CHECKS = True
    settings.LINK_CHECK_PAUSE_SECONDS = 0
    with websites() as served:
        yield served


def run_due() -> End:
    with linking.the_turn("a test") as holder:
        following = linking.Following()
        following.if_due()
        return linking.run(linking.due, holder=holder, following=following).end


def test_everything_that_this_site_leads_to_is_checked_and_kept(sites: Websites) -> None:
    contact = makers.contact(kind="website", value=sites.url("group", "help"))
    makers.contact(kind="chat", value=sites.url("crisis", "chat"), of=makers.organisation(kind="crisis"))
    makers.organisation(registry_url=sites.url("registry", "1"))
    makers.source(key="leaflet", url=sites.url("source", "gone"))
    makers.contact(kind="website", value=sites.url("archived"), of=makers.organisation(archived=True))
    assert run_due() == End.DONE
    found = {link.url: (link.verdict, link.pace) for link in Link.objects.all()}
    assert found == {
        contact.value: ("ok", Pace.USUAL),
        sites.url("crisis", "chat"): ("ok", Pace.CRISIS),
        sites.url("registry", "1"): ("ok", Pace.USUAL),
        sites.url("source", "gone"): ("broken", Pace.USUAL),
    }
    assert sites.asked(contact.value) == 1
    assert sites.most_at_once == 1
    assert set(LinkHost.objects.values_list("host", flat=True)) == set(Link.objects.values_list("host", flat=True))
    run_due()
    assert sites.asked(contact.value) == 1
    assert LinkCheck.objects.count() == 4


def test_robots_txt_is_read_once_a_day(sites: Websites) -> None:
    url = sites.url("group", "help")
    makers.contact(kind="website", value=url)
    robots = ("GET", url.split("/")[2], "/robots.txt")
    for hours, times in ((0, 1), (20, 1), (25, 2)):
        with time_machine.travel(timezone.now() + dt.timedelta(hours=hours)):
            Link.objects.update(next_check_at=timezone.now())
            run_due()
        assert sites.counts[robots] == times


def test_sources_and_contacts_break_after_three_failures_over_48_hours_and_come_back() -> None:
    url = "https://www.example.org/leaflet"
    source, contact = makers.source(key="leaflet", url=url), makers.contact(kind="website", value=url)
    marked = makers.source(key="marked", url=url)
    Source.objects.filter(pk=marked.pk).update(
        broken_since=NOON.date(), broken_why="Wrong page.", broken_by=makers.author()
    )
    workflow.follow([(url, Pace.USUAL)])
    link = Link.objects.get()
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(3):
            source.refresh_from_db()
            assert source.broken_since is None
            linking.keep(link, GONE)
            now.shift(dt.timedelta(hours=24))
        source.refresh_from_db()
        contact.refresh_from_db()
        assert (source.broken_since, contact.broken_since) == (NOON.date(), NOON.date())
        assert contact not in Contact.objects.offered()
        linking.keep(link, WORKS)
    source.refresh_from_db()
    contact.refresh_from_db()
    marked.refresh_from_db()
    assert (source.broken_since, contact.broken_since) == (None, None)
    assert marked.broken_why == "Wrong page."  # a person said so
    assert [row.history_change_reason for row in contact.history.order_by("-history_id")[:2]] == [
        "The link checker found that it works again",
        "The link checker found: The page is not found.",
    ]


def test_a_source_is_found_by_the_address_of_its_doi() -> None:
    source = makers.source(key="study", doi="10.1000/xyz", url="")
    (url,) = [url for url, _ in addresses()]
    workflow.follow([(url, Pace.USUAL)])
    linking.keep(Link.objects.get(), Finding(Reason.PARKED, "For sale."))
    source.refresh_from_db()
    assert source.broken_why == "For sale."


def test_a_host_that_says_when_to_come_again_is_left_alone_until_then(sites: Websites) -> None:
    for page in ("busy", "busy-too", "other"):
        makers.contact(kind="website", value=sites.url("group", page))
    run_due()
    assert LinkCheck.objects.count() == 1
    until = LinkHost.objects.get().not_before
    assert until
    assert dt.timedelta(minutes=59) < until - timezone.now() <= dt.timedelta(hours=1)
    run_due()
    assert LinkCheck.objects.count() == 1
    LinkHost.objects.update(not_before=timezone.now())
    run_due()
    assert LinkCheck.objects.count() == 2


def test_a_host_that_stays_silent_twice_is_left_alone_for_an_hour() -> None:
    ledger = linking.Ledger("a test", visitor_from_settings(), HostRobots())
    slow = Finding(Reason.SLOW, "It does not answer.")
    host = "https://slow.example:443"
    assert ledger.pause_after(host, slow) == 2
    assert ledger.pause_after(host, WORKS) == 2
    assert ledger.pause_after(host, slow) == 2
    assert ledger.pause_after(host, slow) == 3600
    assert ledger.meet(host) > 3500
    ledger.forget([host])
    assert ledger.pause_after(host, slow) == 2


def test_what_robots_txt_asks_for_is_the_pause_and_no_wait_is_endless() -> None:
    robots = HostRobots()
    ledger = linking.Ledger("a test", visitor_from_settings(robots=robots), robots)
    host = "https://careful.example:443"
    robots.put(host, "user-agent: *\ncrawl-delay: 30", timezone.now())
    assert ledger.pause_after(host, WORKS) == 30
    assert ledger.pause_after(host, Finding(Reason.BUSY, "Busy.", wait_seconds=10**7)) == 24 * 3600
    assert LinkHost.objects.get().robots == "user-agent: *\ncrawl-delay: 30"
    again = HostRobots()
    again.recall(host)
    assert again.get(host)


def test_only_one_process_checks_at_a_time() -> None:
    with linking.the_turn("first"):
        with pytest.raises(linking.Busy) as busy, linking.the_turn("second"):
            pass
        assert busy.value.lease.holder.startswith("first, process ")
    with linking.the_turn("second"):
        pass
    assert CheckerLease.objects.get().holder == ""


def test_a_lost_turn_ends_the_run(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(linking, "RENEW_SECONDS", 0)
    with linking.the_turn("first") as holder:
        ledger = linking.Ledger(holder, visitor_from_settings(), HostRobots())
        assert ledger.beat()
        CheckerLease.objects.update(until=timezone.now())
        with linking.the_turn("second"):
            assert not ledger.beat()
    assert "Another process has taken over" in caplog.text


# Our own network


def test_without_a_network_nothing_is_marked_and_the_log_says_so(
    sites: Websites, caplog: pytest.LogCaptureFixture
) -> None:
    closed = free_port()
    for number in range(12):
        makers.contact(kind="website", value=f"http://h{number}.test:{closed}/")
    with time_machine.travel(NOON, tick=True) as now:
        for _ in range(4):
            assert LinkWorker().once() == AFTER_OWN_NETWORK_SECONDS
            now.shift(dt.timedelta(hours=30))
    assert not LinkCheck.objects.exists()
    assert not Link.objects.exclude(failures=0).exists()
    assert "network or name server of this machine is likely at fault" in caplog.text


# The worker's thread


def test_the_worker_checks_what_is_due(sites: Websites) -> None:
    makers.contact(kind="website", value=sites.url("group", "help"))
    assert LinkWorker().once() == ASK_EVERY_SECONDS
    assert LinkCheck.objects.count() == 1
    with linking.the_turn("somebody else"):
        assert LinkWorker().once() == ASK_EVERY_SECONDS


def test_with_link_checks_off_no_thread_begins() -> None:
    worker = LinkWorker()
    worker.start()
    assert not worker._thread.is_alive()
    worker.end()


@override_settings(LINK_CHECKS=True)
def test_the_thread_survives_faults_and_ends_when_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker = LinkWorker()
    rounds: list[int] = []

    def once() -> int:
        rounds.append(1)
        if len(rounds) == 3:
            worker._stop.set()
        raise RuntimeError("a fault")

    monkeypatch.setattr(worker, "once", once)
    monkeypatch.setattr("rlsinfo.linkworker.ASK_EVERY_SECONDS", 0)
    with caplog.at_level(logging.ERROR):
        worker.start()
        worker._thread.join(20)
    worker.end()
    assert len(rounds) == 3
    assert not worker._thread.is_alive()
    assert caplog.text.count("Links could not be checked; trying again.") == 3
