"""The page of one organisation: what is given, what is missing, and what machines are told."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from resources.findings import Finding
from resources.models import Organisation, Reason
from tests import makers

pytestmark = pytest.mark.django_db
REGISTER = "https://register.example.org/1140744"


def body(client: Client, organisation: Organisation) -> str:
    response = client.get(organisation.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def structured(client: Client, organisation: Organisation) -> Any:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body(client, organisation), re.DOTALL)
    assert len(blocks) == 1
    return json.loads(blocks[0])


def test_each_way_has_its_link_cost_hours_languages_and_check(client: Client) -> None:
    group = makers.organisation(languages="en", verification_source="Their page.")
    makers.contact(of=group, kind="text", value="85258", label="Text SHOUT", cost="Free", languages="en,cy")
    makers.contact(of=group, value="116123", label="Helpline", hours="Weekdays", countries="IE")
    html = body(client, group)
    assert '<a class="way" href="sms:85258?body=SHOUT">Text SHOUT to 85258</a>' in html
    assert "Free. English, Welsh." in html
    assert '<a class="way" href="tel:116123">Call 116 123</a>' in html
    assert "Helpline. Weekdays. Works in: Ireland." in html
    assert html.count(": https://example.org/contact</p>") == 2
    assert "Their page." in html


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([], ""),
        (["phone"], "One of their phone numbers is being checked, so we do not give it now."),
        (["email"], "Their email address is being checked, so we do not give it now."),
        (["text", "chat", "email"], "Their number for text messages, their online chat and their email address are"),
        (["website", "website"], "2 of their websites are being checked, so we do not give them now."),
    ],
)
def test_what_is_missing_is_said_without_giving_it(client: Client, others: list[str], words: str) -> None:
    group = makers.organisation()
    makers.contact(of=group, value="116123")
    for number, kind in enumerate(others):
        makers.contact(of=group, kind=kind, value=f"missing-{number}", verified=False)
    html = body(client, group)
    assert words in html
    assert ("being checked" in html) == bool(words)
    assert "missing-" not in html


def test_whoever_cannot_be_reached_has_no_form(client: Client) -> None:
    group = makers.organisation()
    makers.contact(of=group, days_ago=5_000)
    html = body(client, group)
    assert "no way to reach them that was checked recently" in html
    assert "Their phone number is being checked" in html
    assert "<form" not in html


def test_an_entry_in_a_register_is_given_while_it_works(client: Client) -> None:
    group = makers.organisation(registry_url=REGISTER)
    makers.contact(of=group)
    assert body(client, group).count(REGISTER) == 2
    makers.link(url=REGISTER, finding=Finding(Reason.PARKED, "Its domain is for sale."))
    assert REGISTER not in body(client, group)


def test_machines_are_told_how_to_reach_it(client: Client) -> None:
    line = makers.organisation(kind="crisis", name="</script>Line", countries="GB,IE", charity_number="1140744")
    makers.contact(of=line, value="116123", opening_hours="24/7", countries="GB")
    makers.contact(of=line, kind="email", value="help@example.org", languages="en,cy")
    makers.contact(of=line, kind="website", value="https://example.org/")
    data = structured(client, line)
    assert (data["@type"], data["name"], data["url"]) == ("NGO", "</script>Line", "https://example.org/")
    phone, email, website = data["contactPoint"]
    assert phone["telephone"] == "116123"
    assert phone["contactType"] == "crisis line"
    assert phone["areaServed"] == [{"@type": "Country", "name": "United Kingdom"}]
    assert phone["availableLanguage"] == ["en"]
    (hours,) = phone["hoursAvailable"]
    assert (len(hours["dayOfWeek"]), hours["opens"], hours["closes"]) == (7, "00:00", "23:59")
    assert (email["email"], email["availableLanguage"]) == ("help@example.org", ["en", "cy"])
    assert "hoursAvailable" not in email
    assert website["url"] == "https://example.org/"


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("Mo-We 10:00-14:00", [["Monday", "Tuesday", "Wednesday"]]),
        ("Mo 10:00-14:00; Su 09:00-10:00", [["Monday"], ["Sunday"]]),
        ("Mo-Fr 10:00-14:00; PH off", None),
        ("Sa-Mo 10:00-14:00", None),
    ],
)
def test_machines_are_told_hours_that_their_words_can_say(
    client: Client, hours: str, days: list[list[str]] | None
) -> None:
    contact = makers.contact(opening_hours=hours, time_zone="Europe/London")
    (point,) = structured(client, contact.organisation)["contactPoint"]
    told = point.get("hoursAvailable")
    assert (told and [each["dayOfWeek"] for each in told]) == days


def test_a_record_takes_four_queries_whatever_it_holds(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group = makers.organisation(registry_url=REGISTER, countries="GB,IE")
    for number in range(6):
        makers.contact(of=group, kind="text", value=f"8525{number}", opening_hours="24/7", verified=number > 3)
        if number in (0, 5):
            with django_assert_num_queries(4):
                body(client, group)


def test_with_one_way_to_reach_it_only_what_happened_is_asked(client: Client) -> None:
    contact = makers.contact()
    html = body(client, contact.organisation)
    assert f'<input type="hidden" name="contact" value="{contact.pk}">' in html
    assert "What did you try?" not in html
    makers.contact(of=contact.organisation, kind="text", value="85258")
    html = body(client, contact.organisation)
    assert 'type="hidden"' not in html
    assert "What did you try?" in html
