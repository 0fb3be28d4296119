"""A run keeps no failure that may be our own network's: where nothing answers, nothing is hidden."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from resources.findings import Finding
from resources.linkcheck import running
from resources.linkcheck.book import End
from resources.models import Link, LinkCheck, Reason, Verdict
from tests.resources.linkcheck.runs import NO_HOST, WORKS, Scene, has_no_host, is_gone, known_good, link, links

pytestmark = pytest.mark.django_db


def test_where_nothing_answers_no_failure_is_kept_and_all_are_tried_again_soon() -> None:
    links(40)
    for number in range(6):
        known_good(f"https://good{number}.example/")
    before = dict(Link.objects.values_list("url", "next_check_at"))
    scene = Scene(answers=has_no_host)
    outcome = scene.run()
    assert (outcome.end, outcome.verdicts) == (End.OWN_NETWORK, {})
    assert outcome.unsure >= running.MOST_HELD
    assert not LinkCheck.objects.exists()
    assert not Link.objects.filter(failures__gt=0).exists()
    # It gave up soon, and what it asked is due again in a quarter of an hour, or as before.
    assert len(scene.asked) <= running.MOST_HELD + 4 + running.WITNESSES_CALLED
    soon = timezone.now() + dt.timedelta(minutes=16)
    for of in Link.objects.exclude(url__contains="good"):
        assert of.next_check_at < soon
    assert {of.url: of.next_check_at for of in Link.objects.filter(url__contains="good")}.items() <= before.items()


def test_a_fresh_site_without_a_network_marks_nothing() -> None:
    links(3)
    scene = Scene(answers=has_no_host)
    assert scene.run().end == End.OWN_NETWORK
    assert not LinkCheck.objects.exists()


def test_a_few_hosts_that_answer_are_no_proof_where_most_others_fail() -> None:
    links(40)
    for number in range(5):
        known_good(f"https://good{number}.example/")
    answering = {"https://h3.example/0", "https://h9.example/0", "https://good1.example/"}
    scene = Scene(answers=lambda of: WORKS if of.url in answering else NO_HOST)
    outcome = scene.run()
    assert outcome.end == End.OWN_NETWORK
    assert set(scene.book.kept) <= answering
    assert not Link.objects.filter(failures__gt=0).exists()


def test_a_portal_that_answers_for_every_name_with_its_own_address_hides_nothing() -> None:
    links(12)
    known_good("https://good.example/")
    forbidden = Finding(Reason.FORBIDDEN, "Leads to 10.0.0.1.")
    outcome = Scene(answers=lambda _: forbidden).run()
    assert outcome.end == End.OWN_NETWORK
    assert not Link.objects.filter(broken_since__isnull=False).exists()


def test_a_portal_that_asks_everybody_to_sign_in_hides_nothing() -> None:
    link("https://secure.example/")
    for number in range(5):
        known_good(f"http://good{number}.example/")
    portal = Finding(Reason.LOGIN, "It asks to sign in.")
    wrong = Finding(Reason.CERTIFICATE, "It is one of another host.")
    outcome = Scene(answers=lambda of: portal if of.url.startswith("http:") else wrong).run()
    assert outcome.end == End.OWN_NETWORK
    assert not Link.objects.filter(failures__gt=0).exists()


def test_a_failure_among_hosts_that_answer_is_kept() -> None:
    links(30)
    scene = Scene(answers=lambda of: NO_HOST if of.url == "https://h4.example/0" else WORKS)
    outcome = scene.run()
    assert (outcome.verdicts, outcome.witnesses) == ({"ok": 29, "broken": 1}, 0)
    assert Link.objects.get(url="https://h4.example/0").failures == 1


def test_a_new_site_may_have_its_dead_links_first() -> None:
    for number in range(12):
        link(f"https://dead{number}.example/")
    links(40)
    scene = Scene(answers=lambda of: NO_HOST if "dead" in of.url else WORKS)
    outcome = scene.run()
    assert (outcome.end, outcome.verdicts) == (End.DONE, {"ok": 40, "broken": 12})
    assert len(scene.asked) == 52


def test_a_single_failure_is_kept_once_witnesses_have_answered() -> None:
    link("https://dead.example/")
    good = [known_good(f"https://good{number}.example/") for number in range(8)]
    known_good("https://dead.example/another")
    scene = Scene(answers=lambda of: NO_HOST if "dead" in of.url else WORKS)
    outcome = scene.run()
    assert (outcome.end, outcome.verdicts, outcome.witnesses) == (End.DONE, {"ok": 5, "broken": 1}, 5)
    assert Link.objects.get(url="https://dead.example/").failures == 1
    # They were checked as any other: their next check is an interval on.
    assert (
        Link.objects.filter(
            pk__in=[of.pk for of in good], checked_at__gt=timezone.now() - dt.timedelta(minutes=1)
        ).count()
        == 5
    )


def test_a_witness_that_fails_itself_is_kept_as_that() -> None:
    link("https://dead.example/")
    for number in range(5):
        known_good(f"https://good{number}.example/")
    scene = Scene(
        answers=lambda of: NO_HOST if of.url in ("https://dead.example/", "https://good2.example/") else WORKS
    )
    assert scene.run().verdicts == {"ok": 4, "broken": 2}


def test_many_hosts_may_really_be_dead() -> None:
    links(25)
    for number in range(5):
        known_good(f"https://good{number}.example/")
    outcome = Scene(answers=lambda of: WORKS if "good" in of.url else NO_HOST).run()
    assert (outcome.end, outcome.verdicts) == (End.DONE, {"broken": 25, "ok": 5})


def test_what_is_known_to_be_broken_needs_no_witness() -> None:
    long_ago = timezone.now() - dt.timedelta(days=9)
    failing = {"failures": 3, "failing_since": long_ago, "broken_since": long_ago}
    link("https://dead.example/", verdict=Verdict.BROKEN, reason=Reason.NO_HOST, checked_at=long_ago, **failing)
    outcome = Scene(answers=has_no_host).run()
    assert (outcome.end, outcome.verdicts, outcome.witnesses) == (End.DONE, {"broken": 1}, 0)


def test_a_page_that_is_gone_needs_no_witness() -> None:
    link("https://h.example/gone")
    assert Scene(answers=is_gone).run().verdicts == {"broken": 1}
