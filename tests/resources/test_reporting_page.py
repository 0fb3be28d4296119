"""A reader says in one step that something did not work: kept without a trace of who it was, and only so often."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from resources import senders
from resources.models import Contact, ReaderReport
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_sent_anything() -> None:
    cache.clear()


def address(contact: Contact, page: str = "report") -> str:
    return f"{contact.organisation.get_absolute_url()}{page}/"


def send(contact: Contact, client: Client | None = None, **headers: Any) -> int:
    """The status of a report, sent as a browser without cookies and tokens sends it."""
    client = client or Client(enforce_csrf_checks=True)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(address(contact), {"contact": contact.pk, "trouble": "dead"}, headers=headers).status_code


def test_it_takes_one_step_and_leads_to_thanks_without_a_cookie() -> None:
    contact = makers.contact()
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        f"{address(contact)}?country=GB&language=en", {"contact": contact.pk, "trouble": "no_answer", "name": "Me"}
    )
    assert response.status_code == 303
    assert response.headers["Location"] == f"{address(contact, 'thanks')}?country=GB&language=en&tried={contact.pk}"
    report = ReaderReport.objects.get()
    assert (report.contact, report.trouble, report.settled_at) == (contact, "no_answer", None)
    assert not response.cookies
    thanked = client.get(response.headers["Location"])
    assert "Thank you" in thanked.content.decode()
    assert not thanked.cookies
    assert ReaderReport.objects.count() == 1


def test_thanks_name_no_way_that_does_not_work_in_the_country_of_the_reader(client: Client) -> None:
    line = makers.organisation(kind="crisis", countries="GB,IE")
    failed = makers.contact(of=line, value="116123")
    makers.contact(of=line, kind="email", value="jo@example.ie", countries="IE")
    there = f"{address(failed, 'thanks')}?tried={failed.pk}&country="
    assert "jo@example.ie" in client.get(f"{there}IE").content.decode()
    assert "jo@example.ie" not in client.get(f"{there}GB").content.decode()


def test_thanks_name_the_other_ways_and_other_crisis_lines(client: Client) -> None:
    line = makers.contact(of=makers.organisation(kind="crisis", name="First"), value="116123")
    makers.contact(of=line.organisation, kind="text", value="85258")
    other = makers.organisation(kind="crisis", name="Second")
    makers.contact(of=other, value="50808")
    dutch = makers.contact(of=makers.organisation(kind="crisis", countries="NL"), value="113")
    html = client.get(f"{address(line, 'thanks')}?country=GB&tried={line.pk}").content.decode()
    assert "tel:116123" not in html
    assert "sms:85258" in html
    assert "tel:50808" in html
    assert "tel:999" in html
    assert dutch.href not in html
    assert "noindex" in html
    group = makers.contact(value="+442079460000")
    html = client.get(f"{address(group, 'thanks')}?tried=x").content.decode()
    assert "tel:+442079460000" in html
    assert "crisis lines" not in html


@pytest.mark.parametrize("sent", [{}, {"trouble": "dead"}, {"contact": "{own}"}, {"contact": "{own}", "trouble": "x"}])
def test_what_is_missing_is_asked_for_again(client: Client, sent: dict[str, str]) -> None:
    contact = makers.contact()
    makers.contact(of=contact.organisation, kind="text", value="85258")
    typed = {name: value.format(own=contact.pk) for name, value in sent.items()}
    response = client.post(address(contact), typed)
    html = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert">Please choose what you tried' in html
    assert (f'value="{contact.pk}" required checked' in html) == ("contact" in sent)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{contact.organisation.get_absolute_url()}">' in html
    assert not ReaderReport.objects.exists()


def test_what_is_not_offered_there_takes_no_report(client: Client) -> None:
    contact = makers.contact()
    old = makers.contact(of=contact.organisation, value="+442079460001", days_ago=5_000)
    for foreign in (makers.contact(), old):
        sent = {"contact": foreign.pk, "trouble": "dead"}
        assert client.post(address(contact), sent).status_code == 400
    assert client.post("/support/nobody/report/", {"contact": contact.pk, "trouble": "dead"}).status_code == 404
    assert not ReaderReport.objects.exists()


def test_opening_the_address_writes_nothing_and_leads_to_the_form(client: Client) -> None:
    contact = makers.contact()
    response = client.get(f"{address(contact)}?country=GB")
    own = contact.organisation.get_absolute_url()
    assert (response.status_code, response.headers["Location"]) == (302, f"{own}?country=GB#report")
    assert client.put(address(contact)).status_code == 405
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str], status: int) -> None:
    contact = makers.contact()
    assert send(contact, None, **headers) == status
    assert ReaderReport.objects.exists() == (status == 303)


def test_beyond_its_limits_a_report_is_thanked_and_not_kept(settings: Settings) -> None:
    contacts = [makers.contact(value=f"+4420794600{number:02}") for number in range(13)]
    assert {send(contact) for contact in contacts} == {303}
    assert ReaderReport.objects.count() == senders.MOST_OF_AN_ADDRESS
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(7):
        assert send(contacts[-1], elsewhere) == 303
    assert ReaderReport.objects.filter(contact=contacts[-1]).count() == 5


def test_an_hour_later_it_is_kept_again() -> None:
    contacts = [makers.contact(value=f"+4420794600{number:02}") for number in range(11)]
    with time_machine.travel("2026-11-24T10:10:00Z", tick=False):
        for contact in contacts:
            send(contact)
    with time_machine.travel("2026-11-24T11:15:00Z", tick=False):
        send(contacts[-1])
    assert ReaderReport.objects.count() == 11


@pytest.mark.parametrize(
    ("behind", "forwarded", "remote", "kept"),
    [
        # Behind a front, only what the front added counts; what a sender wrote before it does not.
        (True, "198.51.100.{n}, 203.0.113.5", "127.0.0.1", 10),
        (True, "203.0.113.5, 198.51.100.{n}", "127.0.0.1", 13),
        (False, "198.51.100.{n}", "127.0.0.1", 10),
        # A home has a network of IPv6 to itself.
        (False, "", "2001:db8:0:1::{n}", 10),
        (False, "", "2001:db8:0:{n}::1", 13),
        (False, "", "::ffff:192.0.2.{n}", 13),
    ],
)
def test_an_address_is_counted_where_it_can_be_trusted(
    settings: Settings, behind: bool, forwarded: str, remote: str, kept: int
) -> None:
    settings.BEHIND_TLS_FRONT = behind
    for n in range(13):
        client = Client(REMOTE_ADDR=remote.format(n=n + 1))
        send(makers.contact(), client, X_Forwarded_For=forwarded.format(n=n + 1))
    assert ReaderReport.objects.count() == kept


def test_nothing_in_memory_says_which_address_it_was() -> None:
    send(makers.contact(), Client(REMOTE_ADDR="192.0.2.77"))
    (key,) = cache._cache  # type: ignore[attr-defined]  # Django's memory cache, as the site uses it
    assert "192.0.2.77" not in key
    assert len(key.rpartition(":")[2]) == 64
