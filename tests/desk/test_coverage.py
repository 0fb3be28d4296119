"""What is covered: who counts where, what is missing, and the list behind each number."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from resources.models import OrganisationKind
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(makers.person(Role.CURATOR))
    return client


def cells(desk: Client) -> dict[str, str]:
    """What each cell says to whoever hears it."""
    html = desk.get(reverse("admin:desk-coverage")).content.decode()
    return dict(re.findall(r'aria-label="([^":]+): (\w+)"', html))


def listed(desk: Client, **query: str) -> str:
    response = desk.get(reverse("admin:desk-covered", query=query))
    assert response.status_code == 200
    return response.content.decode()


def test_an_organisation_counts_where_a_contact_of_it_is_offered(desk: Client) -> None:
    serves = makers.organisation(kind=OrganisationKind.CRISIS, countries="GB,IE", languages="en,ga")
    makers.contact(of=serves, countries="IE")
    found = cells(desk)
    assert (found["Ireland, Crisis lines"], found["United Kingdom, Crisis lines"]) == ("1", "0")
    assert (found["Irish, Crisis lines"], found["Ireland, Patient groups"]) == ("1", "0")


def test_a_crisis_line_that_can_only_be_written_to_covers_nothing(desk: Client) -> None:
    line = makers.organisation(kind=OrganisationKind.CRISIS, countries="PL")
    makers.contact(of=line, kind="email", value="help@example.org")
    assert cells(desk)["Poland, Crisis lines"] == "0"
    makers.contact(of=line, kind="chat", value="https://example.org/chat")
    assert cells(desk)["Poland, Crisis lines"] == "1"


@pytest.mark.parametrize("hidden", [{"archived": True}, {"verified": False}])
def test_what_readers_are_not_offered_covers_nothing_and_is_listed_with_why(
    desk: Client, hidden: dict[str, bool]
) -> None:
    name = makers.contact(of=makers.organisation(name="Old line", kind="crisis", countries="JP", **hidden)).organisation
    assert cells(desk).get("Japan, Crisis lines", "0") == "0"
    html = listed(desk, country="JP", kind="crisis")
    assert html.index("Not offered") < html.index(str(name))
    assert ("It is archived." if "archived" in hidden else "Nobody has verified it yet.") in html


def test_one_for_all_stands_under_everywhere_only(desk: Client) -> None:
    makers.contact(of=makers.organisation(kind="information", countries="", international=True))
    found = cells(desk)
    assert found["Everywhere, Information"] == "1"
    assert found["United Kingdom, Information"] == "0"
    assert "Offered to readers" in listed(desk, country="everywhere", kind="information")


def test_countries_that_nobody_serves_are_counted_as_missing(desk: Client) -> None:
    makers.contact(of=makers.organisation(kind="crisis", countries="GB"))
    html = desk.get(reverse("admin:desk-coverage")).content.decode()
    assert "Of 36 countries: 35 countries without a crisis line, 36 countries without a patient group." in html
    assert "Of 27 languages: 26 languages without a crisis line, 27 languages without a patient group." in html
    assert cells(desk)["Finnish, Crisis lines"] == cells(desk)["Maltese, Crisis lines"] == "0"


@pytest.mark.parametrize(
    "query", [{}, {"kind": "crisis"}, {"kind": "x", "country": "GB"}, {"kind": "crisis", "country": "XX"}]
)
def test_an_unknown_cell_is_not_found(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(reverse("admin:desk-covered", query=query)).status_code == 404


def test_the_number_of_queries_does_not_grow(desk: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(4):
        makers.contact(of=makers.organisation(kind="crisis", countries="GB,IE", languages="en,fr"), value=f"11{number}")
    address = reverse("admin:desk-coverage")
    desk.get(address)
    with django_assert_num_queries(6):  # session, person, two of their rights, contacts, what organisations name
        assert desk.get(address).status_code == 200
    with django_assert_num_queries(9):
        listed(desk, country="GB", kind="crisis")
