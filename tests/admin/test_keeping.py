"""Organisations and contacts in the admin: every write leaves who and why, and two people at one form lose nothing."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from resources import workflow
from resources.models import Contact, Organisation
from tests import makers
from tests.desk.acting import signed_in

pytestmark = pytest.mark.django_db


def other() -> User:
    return makers.person(Role.CURATOR, first_name="Kim", last_name="Other")


@pytest.fixture
def curator() -> User:
    return makers.person(Role.CURATOR)


@pytest.fixture
def desk(curator: User) -> Client:
    return signed_in(curator)


def address(record: Contact | Organisation, page: str = "change") -> str:
    return reverse(f"admin:resources_{record._meta.model_name}_{page}", args=[record.pk])


def filled(response: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send of the forms on a page, changed by ``typed``."""
    forms = [response.context["adminform"].form]
    sent: dict[str, Any] = {}
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value or (value == 0 and value is not False):
                sent[field.html_name] = [str(getattr(each, "code", each)) for each in value] if _many(value) else value
    return sent | typed


def _many(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, str)


def send(desk: Client, record: Contact | Organisation, opened: Any = None, **typed: Any) -> Any:
    return desk.post(address(record), filled(opened or desk.get(address(record)), **typed))


def last(record: Contact | Organisation) -> tuple[str, str]:
    """Who changed a record last, and why."""
    row = type(record).history.filter(id=record.pk).select_related("history_user").first()
    assert row
    return str(row.history_user), row.history_change_reason


def errors(response: Any) -> str:
    assert response.status_code == 200
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += formset.formset.forms
    return html.unescape(" ".join(str(form.errors) for form in forms))


def test_who_and_why_end_in_the_history(desk: Client, curator: User) -> None:
    contact = makers.contact()
    assert send(desk, contact, label="Helpline", why="Their page calls it so").status_code == 302
    assert last(contact) == (str(curator), "Their page calls it so")


def test_a_form_that_changes_nothing_leaves_nothing(desk: Client) -> None:
    contact = makers.contact()
    before = contact.history.count()
    assert send(desk, contact, why="I only looked").status_code == 302
    assert contact.history.count() == before


def test_contacts_in_the_form_of_their_organisation_have_its_reason(desk: Client, curator: User) -> None:
    kept = makers.contact()
    gone = makers.contact(of=kept.organisation, value="988")
    opened = desk.get(address(kept.organisation))
    rows = {form.instance.pk: form.prefix for form in opened.context["inline_admin_formsets"][0].formset.forms}
    typed = {f"{rows[kept.pk]}-label": "Helpline", f"{rows[gone.pk]}-DELETE": "on", "why": "They wrote to us"}
    new = {"contacts-2-kind": "phone", "contacts-2-value": "999", "contacts-2-position": 0, "contacts-TOTAL_FORMS": 3}
    assert send(desk, kept.organisation, opened, **typed, **new).status_code == 302
    added = Contact.objects.get(value="999")
    assert {last(each) for each in (kept, gone, added)} == {(str(curator), "They wrote to us")}
    assert not Contact.objects.filter(pk=gone.pk).exists()
    assert last(kept.organisation)[1] != "They wrote to us"


def test_what_is_broken_is_broken_by_whoever_says_so_and_whole(desk: Client, curator: User) -> None:
    contact = makers.contact()
    assert "both its day and what was found" in errors(send(desk, contact, broken_since=timezone.localdate()))
    typed = {"broken_since": timezone.localdate(), "broken_why": "Nobody answers."}
    assert send(desk, contact, **typed).status_code == 302
    contact.refresh_from_db()
    assert contact.broken_by == curator


def test_hours_need_their_zone(desk: Client) -> None:
    contact = makers.contact()
    assert "time zone" in errors(send(desk, contact, opening_hours="Mo-Fr 10:00-14:00"))
    assert (
        send(desk, contact, opening_hours="Mo-Fr 10:00-14:00", time_zone="Europe/London", why="Rang").status_code == 302
    )


def test_what_was_verified_or_found_broken_says_why_itself(desk: Client, curator: User) -> None:
    contact = makers.contact(days_ago=30)
    typed = {"verified_on": timezone.localdate(), "verification_source": "Rang them."}
    assert send(desk, contact, **typed).status_code == 302
    assert last(contact) == (str(curator), "Verified: Rang them.")
    assert send(desk, contact, broken_since=timezone.localdate(), broken_why="Nobody answers.").status_code == 302
    assert last(contact) == (str(curator), "Marked as broken: Nobody answers.")


def test_archiving_needs_a_reason(desk: Client, curator: User) -> None:
    organisation = makers.organisation()
    assert "Say why you change it" in errors(send(desk, organisation, archived="on"))
    assert send(desk, organisation, archived="on", notes="Closed in May.", why="It closed").status_code == 302
    organisation.refresh_from_db()
    assert (organisation.archived, organisation.notes) == (True, "Closed in May.")
    assert last(organisation) == (str(curator), "Archived: It closed")


# Two people at one form


def test_what_somebody_else_changed_is_told_and_kept_and_so_is_what_was_typed(desk: Client, curator: User) -> None:
    contact = makers.contact(cost="")
    opened = desk.get(address(contact))
    contact.cost, contact.countries, contact.label = "Free", ["GB", "IE"], "Their label"
    workflow.save(contact, by=other(), why="Their page")
    response = send(desk, contact, opened, label="My label", why="Mine")
    told = errors(response)
    assert "Kim Other changed this at" in told
    assert "Cost: nothing → Free" in told
    assert "Label: nothing → Their label" in told
    form = response.context["adminform"].form
    assert [form[name].value() for name in ("label", "cost", "why")] == ["My label", "Free", "Mine"]
    contact.refresh_from_db()
    assert contact.label == "Their label"
    assert send(desk, contact, response).status_code == 302
    contact.refresh_from_db()
    assert (contact.label, contact.cost, contact.country_names) == ("My label", "Free", "United Kingdom, Ireland")
    assert last(contact) == (str(curator), "Mine")


def test_the_link_checker_and_a_contact_of_the_page_are_others_too(desk: Client) -> None:
    contact = makers.contact(broken_since=None)
    opened = desk.get(address(contact.organisation))
    workflow.mark_broken(contact, why="Nobody answers.", by=other())
    response = send(desk, contact.organisation, opened, offers="A helpline.", why="Their page")
    assert "Kim Other changed this at" in errors(response)
    assert send(desk, contact.organisation, response).status_code == 302
    contact.refresh_from_db()
    assert contact.broken_why == "Nobody answers."
    assert contact.organisation.offers == "A helpline."


# Deleting


def test_a_curator_deletes_contacts_and_their_history_stays(desk: Client, curator: User) -> None:
    one, *others = [makers.contact() for _ in range(3)]
    desk.post(address(one, "delete"), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [each.pk for each in others], "post": "yes"}
    desk.post(reverse("admin:resources_contact_changelist"), chosen)
    assert not Contact.objects.exists()
    assert {last(each)[0] for each in (one, *others)} == {str(curator)}


def test_only_a_superuser_deletes_an_organisation_and_its_contacts_keep_their_history(desk: Client) -> None:
    contact = makers.contact()
    organisation, superuser = contact.organisation, makers.superuser()
    assert desk.post(address(organisation, "delete"), {"post": "yes"}).status_code == 403
    signed_in(superuser).post(address(organisation, "delete"), {"post": "yes"})
    assert not Organisation.objects.exists()
    assert last(contact) == (str(superuser), "Deleted with its organisation")
    assert last(organisation)[0] == str(superuser)
