"""A verification in the admin is whole, in the name of whoever made it, and about what stands in the record."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from resources.models import Contact, Organisation
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator() -> User:
    return makers.person(Role.CURATOR)


@pytest.fixture
def desk(curator: User) -> Client:
    client = Client()
    client.force_login(curator)
    return client


def form(contact: Contact, **columns: Any) -> dict[str, Any]:
    fields = ("kind", "value", "label", "cost", "hours", "languages", "position", "verification_source")
    data = {name: getattr(contact, name) for name in fields}
    return {**data, "organisation": contact.organisation_id, "verified_on": contact.verified_on or "", **columns}


def post(desk: Client, contact: Contact, **columns: Any) -> Any:
    return desk.post(reverse("admin:resources_contact_change", args=[contact.pk]), form(contact, **columns))


def errors(response: Any) -> str:
    return str(response.context["adminform"].form.errors)


def test_who_verifies_is_who_enters_it(desk: Client, curator: User) -> None:
    contact = makers.contact(verified=False)
    assert post(desk, contact, verified_on=timezone.localdate(), verification_source="Rang them.").status_code == 302
    contact.refresh_from_db()
    assert contact.verified_by == curator


@pytest.mark.parametrize(
    "half", [{"verified_on": timezone.localdate(), "verification_source": ""}, {"verification_source": "Rang them."}]
)
def test_half_a_verification_is_told_and_nothing_is_lost(desk: Client, half: dict[str, Any]) -> None:
    contact = makers.contact(verified=False)
    response = post(desk, contact, **half)
    assert response.status_code == 200
    assert "needs both its date and what was read or rung" in errors(response)


def test_nothing_was_verified_tomorrow(desk: Client) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert "still to come" in errors(post(desk, makers.contact(), verified_on=tomorrow))


def test_nothing_is_broken_from_tomorrow_on(desk: Client) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert "still to come" in errors(post(desk, makers.contact(), broken_since=tomorrow, broken_why="Dead."))


def test_another_number_is_verified_anew(desk: Client, curator: User) -> None:
    contact = makers.contact(value="116123", days_ago=30)
    assert "You changed how to reach them" in errors(post(desk, contact, value="666666"))
    contact.refresh_from_db()
    assert contact.value == "116123"
    assert post(desk, contact, value="666666", verified_on=timezone.localdate()).status_code == 302
    contact.refresh_from_db()
    assert (contact.value, contact.verified_by) == ("666666", curator)


def test_what_was_read_today_of_another_number_says_nothing_of_this_one(desk: Client) -> None:
    contact = makers.contact(value="116123", days_ago=0)
    assert "Say what you read or rang for that" in errors(post(desk, contact, value="666666", why="It is new"))
    contact.refresh_from_db()
    assert contact.value == "116123"
    assert post(desk, contact, value="666666", verification_source="Rang the new one.").status_code == 302


@pytest.mark.parametrize(
    ("typed", "kept"), [("+49 (0)89 5502-8880", "+498955028880"), (" 116 123 ", "116123"), ("0044 20 79460000", "")]
)
def test_a_number_is_typed_as_people_write_it(desk: Client, typed: str, kept: str) -> None:
    contact = makers.contact(value="988", days_ago=30)
    response = post(desk, contact, value=typed, verified_on=timezone.localdate())
    contact.refresh_from_db()
    assert (response.status_code, contact.value) == ((302, kept) if kept else (200, "988"))


def test_the_same_number_written_otherwise_is_the_same(desk: Client) -> None:
    contact = makers.contact(value="+498955028880", days_ago=30)
    before = contact.verified_by
    assert post(desk, contact, value="+49 (0)89 5502 8880", label="Helpline", why="Their word").status_code == 302
    contact.refresh_from_db()
    assert (contact.value, contact.label, contact.verified_by) == ("+498955028880", "Helpline", before)


def test_another_label_is_not(desk: Client) -> None:
    contact = makers.contact(days_ago=30)
    before = contact.verified_by
    assert post(desk, contact, label="Helpline", why="Their word").status_code == 302
    contact.refresh_from_db()
    assert (contact.label, contact.verified_by) == ("Helpline", before)


def test_an_organisation_is_saved_with_its_contacts(desk: Client, curator: User) -> None:
    organisation = makers.organisation()
    fields = ("name", "kind", "offers", "languages", "verified_on", "verification_source")
    data = {name: getattr(organisation, name) for name in fields} | {"countries": ["GB"], "offers": "A helpline."}
    data |= {"why": "Their page"}
    inline = {"kind": "phone", "value": "988", "position": 0, "verified_on": timezone.localdate()}
    management = {"contacts-TOTAL_FORMS": 1, "contacts-INITIAL_FORMS": 0}
    rows = {f"contacts-0-{name}": value for name, value in inline.items()}
    address = reverse("admin:resources_organisation_change", args=[organisation.pk])
    response = desk.post(address, data | management | rows)
    assert response.status_code == 200
    source = {"contacts-0-verification_source": "Rang them."}
    assert desk.post(address, data | management | rows | source).status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).offers == "A helpline."
    assert Contact.objects.get(organisation=organisation).verified_by == curator
