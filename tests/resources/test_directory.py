"""The directory: help in the reader's country, from a plain form, kept in the address."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from resources.models import Contact, Organisation, OrganisationKind
from tests import makers

pytestmark = pytest.mark.django_db


def reachable(**columns: Any) -> Organisation:
    organisation = makers.organisation(**columns)
    makers.contact(of=organisation)
    return organisation


def body(client: Client, address: str, accepts: str = "") -> str:
    response = client.get(address, headers={"Accept-Language": accepts})
    assert response.status_code == 200
    return response.content.decode()


def order(html: str) -> list[str]:
    """Headings and organisations in the order of the page."""
    return re.findall(r"<h[23][^>]*>(?:<a[^>]*>)?([^<]+)", html)


def test_a_country_has_its_crisis_lines_first_and_what_helps_everywhere_last(client: Client) -> None:
    for kind in reversed(OrganisationKind):
        reachable(name=f"British {kind}", kind=kind)
    reachable(name="For all", countries="", international=True, kind="information")
    reachable(name="Dutch", countries="NL")
    assert order(body(client, "/support/?country=GB")) == [
        "In danger now?",
        *("Crisis lines", "British crisis"),
        *("Patient groups", "British patient_group"),
        *("Trusted information", "British information"),
        *("Professional bodies", "British professional"),
        *("Report a side effect", "British reporting"),
        *("International", "For all"),
    ]


def test_the_emergency_number_of_the_country_is_one_touch_away(client: Client) -> None:
    assert 'href="tel:999"' in body(client, "/support/?country=GB")
    assert 'href="tel:112"' in body(client, "/support/?country=NL")
    assert "112</a> in the EU" in body(client, "/support/?country=ZA")


def test_a_country_without_anybody_is_told_so_and_given_what_helps_everywhere(client: Client) -> None:
    reachable(name="For all", countries="", international=True)
    reachable(name="British")
    html = body(client, "/support/?country=NL")
    assert "we know no organisation in the Netherlands that we could check" in html
    assert "We know no crisis line in the Netherlands" in html
    assert 'id="crisis"' in html
    assert order(html) == ["In danger now?", "Crisis lines", "International", "For all"]


def test_a_crisis_line_for_everybody_stands_with_those_of_each_country_and_the_rest_by_kind(client: Client) -> None:
    reachable(name="Alliance", countries="", international=True, area_served="Europe", kind="patient_group")
    reachable(name="Zeal", countries="", international=True, kind="crisis")
    reachable(name="Samaritans", kind="crisis")
    html = body(client, "/support/?country=NL")
    assert "We know no crisis line" not in html
    assert order(html) == ["In danger now?", "Crisis lines", "Zeal", "International", "Alliance"]
    assert '<p class="kind">Everywhere</p>' in html
    here = order(body(client, "/support/?country=GB"))
    assert here[1:4] == ["Crisis lines", "Samaritans", "Zeal"]
    Organisation.objects.filter(name="Zeal").update(area_served="Europe")
    html = body(client, "/support/?country=US")
    assert "We know no crisis line in the United States" in html
    assert order(html) == ["In danger now?", "Crisis lines", "International", "Zeal", "Alliance"]


def test_emergency_numbers_can_be_pressed_without_a_country_too(client: Client) -> None:
    html = body(client, "/support/?country=")
    assert re.findall('href="tel:([0-9]+)"', html) == ["999", "112", "911", "000", "111"]
    assert '<a href="tel:112">112</a>. A doctor' in body(client, "/support/?country=NL")


def test_a_number_for_several_countries_is_shown_as_it_is_dialled_from_anywhere(client: Client) -> None:
    several: list[dict[str, Any]] = [{"countries": "GB,IE"}, {"countries": "", "international": True}]
    for of in [{"countries": "GB"}, *several]:
        makers.contact(of=makers.organisation(**of), value="+442079460000")
    makers.contact(of=makers.organisation(name="Own", countries="GB,IE"), value="+442079460001", countries="GB")
    html = body(client, "/support/?country=")
    assert html.count(">Call +44 20 7946 0000<") == 2
    assert html.count(">Call 020 7946 0000<") == 1
    assert html.count(">Call 020 7946 0001<") == 1


def test_what_a_contact_was_checked_against_is_said_where_it_is_something_else(client: Client) -> None:
    for number in range(3):
        reachable(name=f"Group {number}", verification_source="Their website.")
    other = makers.organisation(name="Other", verification_source="Their website.")
    day = other.verified_on
    makers.contact(of=other, value="+442079460000", verification_source="Rang them.", verified_on=day)
    html = body(client, "/support/?country=GB")
    assert f"(checked {day:%-d %B %Y}: Rang them.)" in html
    assert "What we checked, where only a day is given: Their website." in html


def test_what_is_international_says_where_it_helps_and_is_not_said_to_help_in_every_country(client: Client) -> None:
    reachable(name="Alliance", countries="", international=True, area_served="Europe", kind="patient_group")
    html = body(client, "/support/?country=US")
    assert '<p class="kind">Patient group, Europe</p>' in html
    assert html.count("Europe") == 1
    assert "These work in more than one country." in html


def test_get_help_now_leads_to_the_emergency_number_and_the_crisis_lines_below_it(client: Client) -> None:
    reachable(name="Samaritans", kind="crisis")
    html = body(client, "/support/?country=GB")
    assert 'href="/support/#now">Get help now</a>' in html
    assert html.index('id="now"') < html.index('href="tel:999"') < html.index('id="crisis"')


def test_whoever_comes_straight_to_the_emergency_number_still_reads_that_the_country_is_a_guess(client: Client) -> None:
    reachable(name="Lifeline", countries="US", kind="crisis")
    html = body(client, "/support/", "en-US")
    assert html.index('id="now"') < html.index("We guessed") < html.index('id="crisis"')
    assert '<a href="#country">another country</a>' in html


def test_only_what_works_in_the_country_is_given_there(client: Client) -> None:
    group = makers.organisation(countries="GB,IE")
    makers.contact(of=group, kind="email", value="help@example.ie", countries="IE")
    makers.contact(of=group, value="+442079460000", countries="GB")
    assert "help@example.ie" in body(client, "/support/?country=IE")
    assert "help@example.ie" not in body(client, "/support/?country=GB")


def test_those_that_speak_a_language_come_first_or_it_is_said_that_none_does(client: Client) -> None:
    for name, languages in (("A", "en"), ("B", "nl,en"), ("C", "en")):
        reachable(name=f"Group {name}", languages=languages)
    line = reachable(name="Group D", languages="en")
    Contact.objects.filter(organisation=line).update(languages="en,nl")
    for address in ("/support/?country=GB&language=nl", "/support/?country=&language=nl"):
        html = body(client, address)
        assert [name for name in order(html) if name.startswith("Group")] == [
            "Group B",
            "Group D",
            "Group A",
            "Group C",
        ]
        assert "None of these" not in html
    assert "None of these says that it speaks Polish" in body(client, "/support/?country=GB&language=pl")


def test_it_is_said_where_no_crisis_line_speaks_the_language(client: Client) -> None:
    line = reachable(name="Line", kind="crisis", languages="nl")
    reachable(name="Group", languages="de")
    said = "No crisis line here says that it speaks German"
    assert said in body(client, "/support/?country=GB&language=de")
    assert said not in body(client, "/support/?country=GB&language=nl")
    Organisation.objects.filter(pk=line.pk).update(languages="de")
    assert said not in body(client, "/support/?country=GB&language=de")


def test_the_first_guess_is_said_and_can_be_changed(client: Client) -> None:
    reachable(name="Dutch", countries="NL")
    response = client.get("/support/", headers={"Accept-Language": "nl,en;q=0.8"})
    html = response.content.decode()
    assert "We guessed <strong>the Netherlands</strong> from your browser" in html
    assert 'href="?country="' in html
    assert '<option value="NL" selected>' in html
    assert "Accept-Language" in response.headers["Vary"]
    chosen = client.get("/support/?country=", headers={"Accept-Language": "nl"})
    assert "We guessed" not in chosen.content.decode()
    assert "Accept-Language" not in chosen.headers.get("Vary", "")
    assert "Accept-Language" not in client.get("/about/", headers={"Accept-Language": "nl"}).headers.get("Vary", "")


@pytest.mark.parametrize("query", ["country=XX", "country=%00%27--", "language=xx", "country=XX&language=%F0%9F%98%80"])
def test_a_bad_value_gets_a_clear_word_and_the_whole_list(client: Client, query: str) -> None:
    reachable(name="British")
    html = body(client, f"/support/?{query}")
    assert 'role="alert">We do not know that' in html
    assert "British" in html


def test_the_choice_stays_in_the_address_there_and_back(client: Client) -> None:
    group = reachable(name="British")
    html = body(client, "/support/?country=gb&language=en")
    own = f"{group.get_absolute_url()}?country=GB&amp;language=en"
    assert f'href="{own}"' in html
    assert 'href="/support/?country=GB&amp;language=en"' in body(client, own.replace("&amp;", "&"))
    assert '<link rel="canonical" href="http://127.0.0.1:8000/support/">' in html


def test_all_countries_can_be_chosen_those_of_the_directory_first(client: Client) -> None:
    reachable(countries="NL,IE")
    makers.organisation(countries="SE")
    html = body(client, "/support/?country=")
    first, others = html.split('<optgroup label="Other countries">')
    assert re.findall(r'<option value="([A-Z]{2})"', first) == ["IE", "NL"]
    assert len(re.findall(r'<option value="[A-Z]{2}"', others)) == 247


def test_open_now_is_said_here_and_not_under_articles(client: Client) -> None:
    line = makers.organisation(kind="crisis", name="Night line")
    makers.contact(of=line, value="116123", cost="Free", hours="24 hours a day", opening_hours="24/7")
    group = makers.organisation()
    makers.contact(of=group, hours="Weekdays", opening_hours="Mo-Fr 10:00-14:00", time_zone="Europe/London")
    with time_machine.travel("2026-11-24T12:00:00Z"):
        html = body(client, "/support/?country=GB")
        article = makers.published(text=makers.short_document(summary="You think of suicide.")).article
        under = body(client, article.get_absolute_url())
    assert "Open day and night</b> · Free" in html
    assert "24 hours a day" not in html
    assert '<b class="open today">Open now, until 2pm (London time)</b> · Weekdays' in html
    assert '<b class="open">Open day' in html
    assert "Night line" in under
    assert "24 hours a day" in under
    assert "Open" not in under


def test_the_directory_takes_two_queries_whatever_it_holds(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (1, 5):
        for _ in range(size):
            makers.contact(of=reachable(), kind="text", value="85258", opening_hours="24/7")
        for address in ("/support/", "/support/?country=GB&language=en"):
            with django_assert_num_queries(2):
                body(client, address, "en-GB")
