"""Proposing an organisation: anybody at the desk may, twins are pointed out, and a curator has the last word."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.desk.support.alike import alike
from resources.models import Contact, Organisation
from tests import makers
from tests.desk.acting import signed_in
from tests.desk.support_items import titles

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Coesau Aflonydd Cymru",
    "kind": "patient_group",
    "countries": ["GB"],
    "website": "https://coesau.example/",
    "offers": "A helpline in Welsh.",
    "why": "Readers ask for one in Welsh.",
}


def propose(by: User | None = None, **typed: Any) -> Any:
    return signed_in(by or makers.author()).post(reverse("admin:desk-support-propose"), {**TYPED, **typed})


def test_it_waits_for_a_curator_with_its_website_and_why() -> None:
    author = makers.author()
    response = propose(author)
    organisation = Organisation.objects.get()
    assert response.headers["Location"] == reverse("admin:desk-support-record", args=[organisation.pk])
    assert (organisation.slug, organisation.proposed_by, organisation.verified_on) == (
        "coesau-aflonydd-cymru",
        author,
        None,
    )
    contact = Contact.objects.get()
    assert (contact.value, contact.verified_on) == ("https://coesau.example/", None)
    assert organisation.history.get().history_change_reason == "Proposed: Readers ask for one in Welsh."
    assert titles("proposed") == ["Coesau Aflonydd Cymru"]
    assert not Organisation.objects.shown().exists()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may(role: Role) -> None:
    assert propose(makers.person(role)).status_code == 302


def test_a_stranger_and_whoever_has_no_role_may_not() -> None:
    assert signed_in(None).post(reverse("admin:desk-support-propose"), TYPED).status_code == 302
    assert propose(makers.person()).status_code == 403
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("missing", ["name", "kind", "website", "offers", "why", "countries"])
def test_what_is_missing_is_said_and_nothing_is_lost(missing: str) -> None:
    typed: dict[str, Any] = {missing: []}
    response = propose(**typed)
    assert response.status_code == 422
    html = response.content.decode()
    kept = next(name for name in ("why", "offers") if name != missing)
    assert TYPED[kept] in html
    assert not Organisation.objects.exists()


def test_whoever_serves_everybody_needs_no_country() -> None:
    assert propose(countries=[], international="on").status_code == 302


@pytest.mark.parametrize(
    ("name", "website", "why"),
    [
        ("RLS UK", "https://other.example/", "Its name is nearly the same"),
        ("Another name", "http://www.rls-uk.example/about", "It is at rls-uk.example too"),
    ],
)
def test_a_twin_is_pointed_out_before_it_is_made(name: str, website: str, why: str) -> None:
    there = makers.contact(of=makers.organisation(name="RLS-UK"), kind="website", value="https://rls-uk.example/")
    response = propose(name=name, website=website)
    assert response.status_code == 200
    html = response.content.decode()
    assert why in html
    assert reverse("admin:desk-support-record", args=[there.organisation_id]) in html
    assert Organisation.objects.count() == 1
    assert propose(name=name, website=website, another="on").status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Restless Legs Foundation", "Restless Legs", True),
        ("Schlaf e.V.", "schlaf", True),
        ("Pro Légs", "Pro Legs", True),
        ("Samaritans", "Samaritans of Ireland", False),
        ("Sleep Australia", "Sleep Austria", True),
        ("Mind", "Kind", False),
        ("Молния", "Весна", False),
    ],
)
def test_which_names_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_an_address_that_is_taken_gets_a_number() -> None:
    makers.organisation(slug="coesau-aflonydd-cymru", name="Something else")
    propose()
    assert Organisation.objects.get(name=TYPED["name"]).slug == "coesau-aflonydd-cymru-2"
