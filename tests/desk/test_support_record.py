"""The page of an organisation: its contacts, checks, reports, placements, and its whole history with who and why."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles.models import Placement
from resources import workflow
from resources.models import Organisation, Reason
from tests import makers
from tests.desk.acting import signed_in
from tests.desk.support_items import act, curator, form, found, moved, website

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return makers.person(Role.CURATOR, first_name="Kim", last_name="Curator")


def address(organisation: Organisation) -> str:
    return reverse("admin:desk-support-record", args=[organisation.pk])


def page(organisation: Organisation, by: User | None = None, **query: Any) -> Any:
    response = signed_in(by or curator()).get(address(organisation), query)
    assert response.status_code == 200
    return response


def told(organisation: Organisation) -> list[tuple[str, str, str, str]]:
    """The history: who did what, to what, and why."""
    return [(each.who, each.verb, each.about, each.why) for each in page(organisation).context["entries"]]


def test_every_change_stands_there_with_who_why_and_what_it_was(by: User) -> None:
    contact = makers.contact(value="116123")
    organisation = contact.organisation
    contact.value, contact.cost = "116111", "Free"
    workflow.save(contact, by=by, why="Their page says so")
    organisation.countries = ["GB", "IE"]
    workflow.save(organisation, by=by, why="")
    last, before, *_ = page(organisation).context["entries"]
    assert (last.who, last.about, last.why) == ("Kim Curator", "The organisation", "")
    assert [(each.label, each.old, each.new) for each in last.changes] == [
        ("Countries", "United Kingdom", "United Kingdom, Ireland")
    ]
    assert (before.who, before.about, before.why) == ("Kim Curator", "Phone: 116 111", "Their page says so")
    assert [(each.label, each.old, each.new) for each in before.changes] == [
        ("Value", "116123", "116111"),
        ("Cost", "", "Free"),
    ]


def test_a_way_to_reach_it_says_what_it_costs_and_where_it_works() -> None:
    serves = makers.organisation(countries="GB,IE")
    makers.contact(of=serves, kind="email", value="jo@example.ie", countries="IE")
    makers.contact(of=serves, value="116123", cost="Free")
    html = page(serves).content.decode()
    assert '<p class="quiet">Works in: Ireland</p>' in html
    assert '<p class="quiet">Free</p>' in html


def test_people_days_and_choices_are_told_in_words(by: User) -> None:
    contact = makers.contact(verified=False)
    workflow.verify(contact, source="Rang them.", on=dt.date(2026, 1, 5), by=by)
    last = page(contact.organisation).context["entries"][0]
    assert {each.label: each.new for each in last.changes} == {
        "Verified on": "5 January 2026",
        "Verified by": "Kim Curator",
        "Verification source": "Rang them.",
    }


def test_a_deleted_contact_stays_in_the_history_and_the_checker_is_named(by: User) -> None:
    contact = website("https://group.example/")
    organisation = contact.organisation
    found(contact.value, Reason.PARKED)
    workflow.remove_contact(contact, by=by, why="Somebody else has the domain")
    assert told(organisation)[:2] == [
        ("Kim Curator", "deleted", "Website: group.example", "Somebody else has the domain"),
        ("the link checker", "changed", "Website: group.example", "The link checker found: The domain is for sale."),
    ]


def test_only_its_own_history_in_pages_of_50(by: User) -> None:
    organisation, other = makers.organisation(), makers.contact().organisation
    for number in range(51):
        organisation.notes = str(number)
        workflow.save(organisation, by=by)
    assert len(told(organisation)) == 50
    assert len(page(organisation, page=2).context["entries"]) == 2
    assert len(told(other)) == 2


def test_checks_reports_and_placements_stand_there(by: User) -> None:
    contact = website()
    for _ in range(22):
        moved(contact)
    makers.reader_report(of=contact)
    workflow.settle(contact, outcome="It works for me.", by=by)
    Placement.objects.create(organisation=contact.organisation, tag=makers.tag(name="Restless legs"))
    response = page(contact.organisation)
    (card,) = response.context["cards"]
    assert len(card.checks) == 20
    html = response.content.decode()
    assert "It works for me." in html
    assert "Under articles with the tag Restless legs" in re.sub("<[^>]+>", "", html)


def test_what_is_done_there_leads_back_there(by: User) -> None:
    contact = makers.contact(days_ago=400)
    sent = form(page(contact.organisation, by), "verify", f"contact-{contact.pk}")
    response = act("verify", sent | {"source": "Rang them."}, by)
    assert response.headers["Location"] == address(contact.organisation)
    sent = form(page(contact.organisation, by), "archive", f"organisation-{contact.organisation_id}")
    act("archive", sent | {"why": "It closed."}, by)
    sent = form(page(contact.organisation, by), "show-again", f"organisation-{contact.organisation_id}")
    act("show-again", sent | {"why": "It opened again."}, by)
    assert told(contact.organisation)[:2] == [
        ("Kim Curator", "changed", "The organisation", "Shown again: It opened again."),
        ("Kim Curator", "changed", "The organisation", "Archived: It closed."),
    ]


def test_it_costs_the_same_whatever_there_is(django_assert_num_queries: DjangoAssertNumQueries, by: User) -> None:
    organisation, client = makers.organisation(registry_url="https://register.example/1"), signed_in(by)
    for number in range(2):
        contact = website(f"https://{number}.example/", of=organisation)
        makers.reader_report(of=contact)
        moved(contact, f"https://{number}.example/new")
        workflow.verify(contact, source="Opened it.", by=makers.person(Role.CURATOR))
        with django_assert_num_queries(20):
            client.get(address(organisation))


def test_who_reads_it_and_what_is_not_there(by: User) -> None:
    organisation = makers.organisation()
    for role in Role:
        assert page(organisation, makers.person(role))
    assert signed_in(None).get(address(organisation)).status_code == 302
    assert signed_in(makers.person()).get(address(organisation)).status_code == 403
    assert signed_in(by).get(reverse("admin:desk-support-record", args=[0])).status_code == 404
    assert signed_in(by).post(address(organisation)).status_code == 405


def test_the_history_button_of_the_admin_leads_there(by: User) -> None:
    contact = makers.contact()
    for name, record in (("contact", contact), ("organisation", contact.organisation)):
        history = reverse(f"admin:resources_{name}_history", args=[record.pk])
        response = signed_in(by).get(history)
        assert response.headers["Location"] == f"{address(contact.organisation)}#history"
