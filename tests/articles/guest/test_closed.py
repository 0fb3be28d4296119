"""A link that does not work: revoked, expired, not in review. Calm, and nothing that was typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles import links, workflow
from articles.models import Comment, Event, Invitation, Review
from tests import makers

pytestmark = pytest.mark.django_db
TYPED = {"do": "comment", "text": "A long comment <that> took an hour."}


def test_a_revoked_link_is_gone_for_readers_and_writers(guest: Client, address: str, invitation: Invitation) -> None:
    workflow.revoke(invitation, by=makers.author())
    events = Event.objects.count()
    for response in (guest.get(address), guest.post(address, {"do": "open"}), guest.post(address, TYPED)):
        assert response.status_code == 410
        assert "taken back by those who sent it" in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]
    assert "A long comment &lt;that&gt; took an hour." in response.content.decode()
    assert Event.objects.count() == events
    assert not Comment.objects.exists()


def test_an_expired_link_is_gone(guest: Client, address: str, invitation: Invitation) -> None:
    with time_machine.travel(invitation.expires_at - dt.timedelta(seconds=1), tick=False):
        assert guest.get(address).status_code == 200
    with time_machine.travel(invitation.expires_at, tick=False):
        response = guest.get(address)
    assert response.status_code == 410
    assert "has expired" in response.content.decode()
    assert str(invitation.invited_by) in response.content.decode()


def test_a_text_that_is_not_in_review_is_not_shown_and_comes_back(
    guest: Client, address: str, invitation: Invitation
) -> None:
    edition = invitation.edition
    author = makers.author()
    workflow.reopen(edition, reason="A typing error.", by=author)
    response = guest.post(address, TYPED)
    assert response.status_code == 403
    html = response.content.decode()
    assert "not in review at the moment" in html
    assert "took an hour." in html
    workflow.submit(edition, version=edition.version, by=author)
    assert "Sign and send" in guest.get(address).content.decode()


def test_whoever_decided_is_told_what_became_of_it(client: Client) -> None:
    author = makers.author()
    review: Review = makers.guest_approval(by=author)
    assert review.invitation is not None
    address = links.guest_path(review.invitation)
    workflow.confirm_identity(review, how="Rang the practice.", by=makers.publisher())
    html = client.get(address).content.decode()
    assert "Thank you for your review" in html
    assert f"Confirmed on {timezone.localdate():%-d %B %Y}" in html
    assert "Rang the practice" not in html
