"""Publishing from an edition's page: times around the change of clocks, notes, withdrawal, who is identified."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.http import HttpResponse

from articles import links, workflow
from articles.models import ChangeKind, State
from tests import makers
from tests.desk.acting import do, html_of, signed_in

pytestmark = pytest.mark.django_db
MINOR = {"change": "minor", "next_review_due": "2027-03-01"}
WINTER, SUMMER = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC), dt.datetime(2026, 10, 10, 12, tzinfo=dt.UTC)


def told(response: HttpResponse) -> str:
    """What the next page says of what was done."""
    html = signed_in_again(response)
    found = re.search(r'<li class="success">(.*?)</li>', html, re.DOTALL)
    assert found
    return found[1]


def signed_in_again(response: HttpResponse) -> str:
    client = signed_in(makers.publisher())
    client.cookies["messages"] = response.cookies["messages"].value
    return client.get(response.headers["Location"].partition("#")[0]).content.decode()


@pytest.mark.parametrize(
    ("now", "day", "time", "at", "words"),
    [
        (WINTER, "2026-03-28", "09:00", "2026-03-28T09:00Z", "28 March 2026, 09:00 GMT"),
        (WINTER, "2026-03-29", "03:30", "2026-03-29T02:30Z", "29 March 2026, 03:30 BST"),
        (SUMMER, "2026-10-25", "00:30", "2026-10-24T23:30Z", "25 October 2026, 00:30 BST"),
        (SUMMER, "2026-10-25", "02:30", "2026-10-25T02:30Z", "25 October 2026, 02:30 GMT"),
    ],
)
def test_a_time_is_that_of_the_site_and_is_said_as_such(
    now: dt.datetime, day: str, time: str, at: str, words: str
) -> None:
    with time_machine.travel(now, tick=False):
        edition = makers.approved()
        response = do(edition, "schedule", by=makers.publisher(), day=day, time=time, **MINOR)
        assert response.status_code == 302
        edition.refresh_from_db()
        assert edition.publish_at == dt.datetime.fromisoformat(at)
        assert told(response) == f"Edition 1 will be published on {words} (Europe/London)."
        html = html_of(edition, by=makers.publisher())
        assert f"{words} (Europe/London)" in html


def test_a_time_that_does_not_exist_is_refused_in_words() -> None:
    with time_machine.travel(WINTER, tick=False):
        edition = makers.approved()
        response = do(edition, "schedule", by=makers.publisher(), day="2026-03-29", time="01:30", **MINOR)
        assert response.status_code == 422
        html = response.content.decode()
        assert "01:30 does not exist on 29 March 2026: clocks are put forward over it." in html
        assert 'value="01:30"' in html
        assert "Europe/London: GMT until 29 March 2026, then BST" in html
        edition.refresh_from_db()
        assert edition.state == State.APPROVED


def test_a_time_that_comes_twice_is_the_first_and_it_says_so() -> None:
    with time_machine.travel(SUMMER, tick=False):
        edition = makers.scheduled()
        response = do(edition, "reschedule", by=makers.publisher(), day="2026-10-25", time="01:30")
        edition.refresh_from_db()
        assert edition.publish_at == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
        assert "01:30 BST (Europe/London). Clocks go back that night, so this time comes twice" in told(response)


@pytest.mark.parametrize(("day", "time"), [("2026-02-30", "09:00"), ("soon", "09:00"), ("2027-01-01", "25:00")])
def test_no_time_at_all(day: str, time: str) -> None:
    response = do(makers.approved(), "schedule", by=makers.publisher(), day=day, time=time, **MINOR)
    assert response.status_code == 422


def test_a_time_that_is_past_and_a_review_too_far_away() -> None:
    edition, by = makers.approved(), makers.publisher()
    past = do(edition, "schedule", by=by, day="2020-01-01", time="09:00", change="minor", next_review_due="2021-01-01")
    assert past.status_code == 422
    assert "The time to publish at must be still to come." in past.content.decode()
    far = do(edition, "publish", by=by, change="minor", next_review_due="2099-01-01")
    assert far.status_code == 422
    assert "A page is reviewed again within three years" in far.content.decode()


@pytest.mark.parametrize("change", ["major", "correction"])
def test_what_reaches_the_feed_needs_a_note(change: str) -> None:
    edition, by = makers.approved(), makers.publisher()
    due = makers.next_year()
    response = do(edition, "publish", by=by, change=change, next_review_due=due)
    assert response.status_code == 422
    assert "needs a note for readers." in response.content.decode()
    done = do(edition, "publish", by=by, change=change, next_review_due=due, public_note="A dose was wrong.")
    assert done.status_code == 302
    edition.refresh_from_db()
    assert (edition.change, edition.public_note) == (ChangeKind(change), "A dose was wrong.")
    assert do(makers.approved(), "publish", by=by, change="tiny", next_review_due=due).status_code == 422


@pytest.mark.parametrize("typed", ["{slug}", "/articles/{slug}/", "https://rlsinfo.example/articles/{slug}"])
def test_a_withdrawn_page_can_send_its_readers_on(typed: str) -> None:
    edition, other = makers.published(), makers.published()
    sent = {"reason": "It was wrong.", "confirmed": "on", "redirect_to": typed.format(slug=other.article.slug)}
    assert do(edition, "withdraw", by=makers.publisher(), **sent).status_code == 302
    edition.refresh_from_db()
    assert edition.redirect_to == other.article


def test_but_only_to_a_page_that_is_there() -> None:
    edition, draft, by = makers.published(), makers.draft(), makers.publisher()
    for typed, words in (
        ("nowhere", "There is no article at this address."),
        ("!", "There is no article at this address."),
        (draft.article.slug, "The page to send readers to is not published."),
        (edition.article.slug, "A withdrawn page cannot send readers to itself."),
    ):
        response = do(edition, "withdraw", by=by, reason="It was wrong.", confirmed="on", redirect_to=typed)
        assert response.status_code == 422
        assert words in response.content.decode()
    edition.refresh_from_db()
    assert edition.state == State.PUBLISHED


def test_a_link_is_shown_to_whoever_made_it() -> None:
    edition, by = makers.submitted(), makers.author()
    response = do(edition, "invite", by=by, name="Sam Guest", days="14", email="sam@example.org")
    assert response.headers["Location"].endswith("#reviews")
    invitation = edition.invitations.get()
    shown = f'readonly data-copy value="{links.guest_address(invitation)}"'
    assert shown in html_of(edition, by=by)
    # Whoever confirms the clinician's identity must not be able to decide in their name.
    for other in (makers.reviewer(), makers.publisher(), makers.author()):
        assert links.token_of(invitation) not in html_of(edition, by=other)
    assert do(edition, "revoke", by=by, about=invitation.pk).status_code == 302
    html = html_of(edition, by=by)
    assert shown not in html
    assert "Revoked" in html


def test_a_link_that_expired_is_no_longer_shown() -> None:
    edition, by = makers.submitted(), makers.author()
    invitation = makers.invited(edition)
    with time_machine.travel(invitation.expires_at):
        html = html_of(edition, by=by)
    assert "Expired" in html
    assert links.token_of(invitation) not in html


@pytest.mark.parametrize(("days", "email"), [("0", ""), ("61", ""), ("x", ""), ("14", "nobody")])
def test_an_invitation_that_makes_no_sense(days: str, email: str) -> None:
    edition = makers.submitted()
    response = do(edition, "invite", by=makers.author(), name="Sam Guest", days=days, email=email)
    assert response.status_code == 422
    assert 'value="Sam Guest"' in response.content.decode()
    assert not edition.invitations.exists()


def test_who_a_guest_is_is_asked_of_a_publisher_who_did_not_invite_them() -> None:
    edition, by = makers.submitted(), makers.publisher()
    review = makers.guest_approval(edition, by=by)
    html = html_of(edition, by=by)
    assert "Does not count yet: a publisher has to confirm who this is." in html
    assert f"{review.signed_name} decided on it. A publisher confirms who they are before it counts." in html
    refused = do(edition, "confirm-identity", by=by, about=review.pk, how="Rang them.")
    assert refused.status_code == 403
    assert "You invited this clinician" in refused.content.decode()
    assert "Rang them.</textarea>" in refused.content.decode()
    assert do(edition, "confirm-identity", by=makers.publisher(), about=review.pk, how="Rang them.").status_code == 302
    html = html_of(edition, by=by)
    assert "Identity confirmed" in html
    assert '<span class="state approved">Approved</span>' in html
    workflow.reopen(edition, reason="Again.", by=by)
    assert "Void: the edition was taken back after it." in html_of(edition, by=by)
