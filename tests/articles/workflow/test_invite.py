"""Asking a clinician without an account: one edition, behind a link that works for some days and can be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Decision, EventKind, Invitation, Review, State
from tests import makers

pytestmark = pytest.mark.django_db


def behind(invitation: Invitation) -> list[Any]:
    """Everything that is done behind a link."""
    return [
        lambda: workflow.must_work(invitation),
        lambda: workflow.open_link(invitation),
        lambda: workflow.guest_comment(invitation, text="So?"),
        lambda: decide(invitation),
    ]


def decide(invitation: Invitation, **fields: Any) -> Review:
    defaults: dict[str, Any] = {
        "decision": Decision.APPROVED,
        "sha256": makers.sha256(invitation.edition),
        "clinician": makers.CLINICIAN,
        "declaration": "I treat restless legs.",
        "interests": "None",
    }
    return workflow.guest_decide(invitation, **{**defaults, **fields})


def test_whom_by_whom_and_until_when() -> None:
    by, edition = makers.author(), makers.submitted()
    with time_machine.travel("2099-06-20 22:30:00Z", tick=False):
        asked = workflow.invite(
            edition, name=" Sam Guest ", email="sam@example.org", days=10, note=" The dose? ", by=by
        )
        now = timezone.now()
    assert (asked.name, asked.email, asked.note, asked.edition) == (
        "Sam Guest",
        "sam@example.org",
        "The dose?",
        edition,
    )
    assert (asked.invited_at, asked.invited_by, asked.expires_at) == (now, by, now + dt.timedelta(days=10))
    event = edition.events.get(kind=EventKind.INVITED)
    assert (event.actor, event.words) == (by, "Sam Guest invited to review edition 1, until 30 June 2099.")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": " \x00"}, "Say whom you invite"),
        ({"name": "n" * 201}, "at most 200 characters"),
        ({"days": 0}, "1 to 60 days"),
        ({"days": 61}, "1 to 60 days"),
        ({"email": "sam@"}, "no email address"),
        ({"email": "sam@example.org\nBcc: all@example.org"}, "no email address"),
    ],
    ids=str,
)
def test_what_it_needs(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        workflow.invite(makers.submitted(), **{"name": "Sam Guest", "by": makers.author(), **fields})
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("state", [state for state in State if state != State.IN_REVIEW])
def test_only_to_what_is_in_review(state: State) -> None:
    with pytest.raises(InvalidRequest, match="not in review"):
        makers.invited(makers.edition(state))


def test_opening_the_link_is_noted() -> None:
    invitation = makers.invited()
    workflow.open_link(invitation)
    event = invitation.events.get()
    assert (event.kind, event.actor, event.edition) == (EventKind.LINK_OPENED, None, invitation.edition)


def test_nothing_is_done_behind_a_link_that_was_taken_back() -> None:
    by, invitation = makers.author(), makers.invited()
    stale = Invitation.objects.select_related("edition").get(pk=invitation.pk)
    workflow.revoke(invitation, by=by)
    assert (invitation.revoked_by, invitation.revoked_at is None) == (by, False)
    for do in behind(invitation) + behind(stale)[1:]:
        with pytest.raises(NotAllowed, match="taken back"):
            do()
    assert not invitation.events.exists()
    assert not Review.objects.exists()


def test_nothing_is_done_behind_a_link_that_has_expired() -> None:
    invitation = makers.invited()
    with time_machine.travel(invitation.expires_at, tick=False):
        for do in behind(invitation):
            with pytest.raises(NotAllowed, match="expired"):
                do()
    with time_machine.travel(invitation.expires_at - dt.timedelta(seconds=1), tick=False):
        assert decide(invitation).decided_at < invitation.expires_at


def test_it_rests_while_the_text_is_not_in_review_and_works_again_after() -> None:
    author, invitation = makers.author(), makers.invited()
    edition = invitation.edition
    stale = Invitation.objects.select_related("edition").get(pk=invitation.pk)
    workflow.reopen(edition, reason="A typing error.", by=author)
    for do in behind(invitation) + behind(stale)[1:]:
        with pytest.raises(NotAllowed, match="not in review at the moment"):
            do()
    workflow.submit(edition, version=edition.version, by=author)
    assert decide(Invitation.objects.get(pk=invitation.pk)).edition == edition


def test_it_is_revoked_once_and_who_did_is_told() -> None:
    by, invitation = makers.author(), makers.invited()
    stale = Invitation.objects.get(pk=invitation.pk)
    workflow.revoke(invitation, by=by)
    with pytest.raises(LostRace, match="the invitation was revoked") as raised:
        workflow.revoke(stale, by=makers.publisher())
    assert (raised.value.who, raised.value.when) == (by, invitation.revoked_at)
    assert invitation.edition.events.filter(kind=EventKind.REVOKED).count() == 1


def test_what_was_decided_behind_it_stays_on_record() -> None:
    review = makers.guest_approval()
    assert review.invitation is not None
    workflow.revoke(review.invitation, by=makers.author())
    assert Review.objects.get() == review
