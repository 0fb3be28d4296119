"""The decision of an invited clinician: signed, bound to the text that they read, and counting only once confirmed."""

from __future__ import annotations

import pytest
from django.test import Client

from articles import links, workflow
from articles.models import Decision, Invitation, Review, State
from tests import makers

pytestmark = pytest.mark.django_db
SIGNED = {
    "do": "decide",
    "decision": "approved",
    "name": "Sam Guest",
    "credentials": "Consultant neurologist",
    "registration_body": "General Medical Council",
    "registration_number": "1234567",
    "affiliation": "St Elsewhere",
    "declaration": "I treat restless legs.",
    "interests": "None",
    "note": "",
}


def form(invitation: Invitation, **change: str) -> dict[str, str]:
    return SIGNED | {"sha256": makers.sha256(invitation.edition)} | change


def test_an_approval_is_recorded_and_waits_for_somebody_to_confirm_who_it_is(
    guest: Client, address: str, invitation: Invitation
) -> None:
    response = guest.post(address, form(invitation))
    assert (response.status_code, response.headers["Location"]) == (302, address)
    review = Review.objects.get()
    assert (review.decision, review.invitation, review.reviewer) == (Decision.APPROVED, invitation, None)
    assert review.signature == "Sam Guest, Consultant neurologist, St Elsewhere"
    assert review.signed_registration == "General Medical Council 1234567"
    invitation.edition.refresh_from_db()
    assert invitation.edition.state == State.IN_REVIEW
    html = guest.get(address).content.decode()
    assert "Your decision is recorded" in html
    assert "It counts once one of our publishers has confirmed who you are" in html
    again = guest.get(address, {"view": "text"}).content.decode()
    assert "You have decided on this text" in again
    assert "Sign and send" not in again


def test_a_request_for_changes_needs_no_declaration(guest: Client, address: str, invitation: Invitation) -> None:
    guest.post(address, form(invitation, decision="changes_requested", note="Cite it.", declaration="", interests=""))
    assert Review.objects.get().note == "Cite it."


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"decision": ""}, "Choose one: approve the text, or ask for changes."),
        ({"decision": "confirmed"}, "Select a valid choice."),
        ({"declaration": " "}, "An approval needs your declaration of competence."),
        ({"interests": ""}, "Declare what could sway you"),
        ({"decision": "changes_requested"}, "Say what needs to change."),
        ({"name": ""}, "Give your name: a review is signed."),
        ({"credentials": ""}, "Give your qualification and post: a review is signed."),
        ({"registration_body": "\n"}, "Give your registration body: a review is signed."),
        ({"registration_number": ""}, "Give your registration number: a review is signed."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"note": "x" * 4001}, "at most 4000 characters"),
        ({"name": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    change: dict[str, str], rule: str, guest: Client, address: str, invitation: Invitation
) -> None:
    response = guest.post(address, form(invitation, **change))
    html = response.content.decode()
    assert response.status_code == 400
    assert rule in html
    assert "Your decision is not recorded yet." in html
    assert 'value="St Elsewhere"' in html
    assert not Review.objects.exists()


def test_only_in_the_workflow_refused_is_refused_too(guest: Client, address: str, invitation: Invitation) -> None:
    """A name of nothing but control characters is one for the form, and none for the workflow."""
    response = guest.post(address, form(invitation, name="\x07\x08"))
    assert response.status_code == 400
    assert "Give your name: a review is signed." in response.content.decode()


@pytest.mark.parametrize("sha256", ["", "0" * 64, "x" * 65])
def test_a_text_that_changed_meanwhile_is_shown_again_with_what_was_typed(
    sha256: str, guest: Client, address: str, invitation: Invitation
) -> None:
    response = guest.post(address, form(invitation, sha256=sha256, note="Kept."))
    html = response.content.decode()
    assert response.status_code == (409 if len(sha256) <= 64 else 400)
    assert "Kept.</textarea>" in html
    assert f'name="sha256" value="{makers.sha256(invitation.edition)}"' in html
    assert not Review.objects.exists()
    assert guest.post(address, form(invitation)).status_code == 302


def test_a_text_is_decided_on_once(guest: Client, address: str, invitation: Invitation) -> None:
    guest.post(address, form(invitation))
    response = guest.post(address, form(invitation))
    assert response.status_code == 400
    assert Review.objects.count() == 1


def test_whoever_could_not_be_identified_is_told_and_may_sign_again(
    guest: Client, address: str, invitation: Invitation
) -> None:
    guest.post(address, form(invitation))
    workflow.refuse_identity(Review.objects.get(), how="Not in the register.", by=makers.publisher())
    html = guest.get(address).content.decode()
    assert "We could not confirm who you are" in html
    assert "Not in the register" not in html
    assert guest.post(address, form(invitation)).status_code == 302
    assert Review.objects.count() == 2


def test_the_form_begins_with_the_name_of_the_invitation(guest: Client, address: str, invitation: Invitation) -> None:
    assert f'value="{invitation.name}"' in guest.get(address).content.decode()


def test_two_guests_decide_each_for_themselves(guest: Client, address: str, invitation: Invitation) -> None:
    guest.post(address, form(invitation))
    other = workflow.invite(invitation.edition, name="Another", by=makers.author())
    second = Client()
    second.post(links.guest_path(other), {"do": "open"})
    assert "Sign and send" in second.get(links.guest_path(other)).content.decode()
