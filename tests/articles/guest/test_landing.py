"""The landing page: a GET changes nothing, and the button opens the text."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from accounts.models import User
from articles import links, workflow
from articles.models import Event, EventKind, Invitation
from tests import makers

pytestmark = pytest.mark.django_db
BUTTON = "Open the text</button>"


def opened() -> int:
    return Event.objects.filter(kind=EventKind.LINK_OPENED).count()


def test_it_says_who_asks_whom_for_what_and_until_when(client: Client) -> None:
    asking = makers.author(first_name="Robin", last_name="Writer")
    edition = makers.submitted(by=asking)
    invitation = workflow.invite(edition, name="Dr Sam Guest", note="Look at <the> numbers.", by=asking)
    html = client.get(links.guest_path(invitation)).content.decode()
    for words in ("Robin Writer asks you to review", edition.title, "Dr Sam Guest", "Look at &lt;the&gt; numbers."):
        assert words in html
    assert f"{invitation.expires_at:%Y}, " in html
    assert edition.summary not in html or not edition.summary


def test_a_get_writes_nothing_and_shows_no_text(client: Client, invitation: Invitation, address: str) -> None:
    events = Event.objects.count()
    for _ in range(2):
        response = client.get(address)
    assert client.head(address).status_code == 200
    assert BUTTON in response.content.decode()
    assert "Sign and send" not in response.content.decode()
    assert Event.objects.count() == events
    assert "review" not in response.cookies


def test_the_button_records_the_visit_once_and_shows_the_text(client: Client, address: str) -> None:
    response = client.post(address, {"do": "open"})
    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert opened() == 1
    html = client.get(address).content.decode()
    assert "Sign and send" in html
    assert BUTTON not in html
    client.post(address, {"do": "open"})
    assert opened() == 1


def test_the_cookie_is_for_this_address_only_and_cannot_be_made_up(
    client: Client, address: str, invitation: Invitation, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = client.post(address, {"do": "open"}).cookies["review"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == (address, True, "Lax", True)
    assert 0 < cookie["max-age"] <= 24 * 3600
    for value in (str(invitation.pk), f"{invitation.pk}:1:x", ""):
        other = Client()
        other.cookies["review"] = value
        assert BUTTON in other.get(address).content.decode()


def test_the_cookie_of_one_invitation_opens_no_other(client: Client, address: str, invitation: Invitation) -> None:
    client.post(address, {"do": "open"})
    second = workflow.invite(invitation.edition, name="Somebody else", by=makers.author())
    other = Client()
    other.cookies["review"] = client.cookies["review"].value
    assert BUTTON in other.get(links.guest_path(second)).content.decode()


def test_nobody_stores_indexes_or_is_told_of_it(client: Client, address: str) -> None:
    response = client.get(address)
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    html = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "canonical" not in html
    assert "og:" not in html
    assert b"Disallow: /review/" in client.get("/robots.txt").content
    assert b"/review/" not in client.get("/sitemap.xml").content
    compressed = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in compressed.headers


@pytest.mark.parametrize("token", ["1", "1.x", "999999", "nonsense", "1.ÿ"])
def test_what_we_did_not_sign_is_404_at_no_cost(
    token: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    crisis_lines = 1  # of the error page
    with django_assert_num_queries(crisis_lines):
        assert client.get(f"/review/{token}/").status_code == 404
    with django_assert_num_queries(crisis_lines):
        assert client.post(f"/review/{token}/", {"do": "open"}).status_code == 404


def test_other_verbs_are_refused(client: Client, address: str) -> None:
    for verb in (client.put, client.delete, client.patch):
        response = verb(address)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, POST"


def test_a_form_from_elsewhere_is_refused(address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"do": "open"}).status_code == 403
    assert opened() == 0


def test_an_account_makes_no_difference(client: Client, address: str) -> None:
    user: User = makers.publisher()
    client.force_login(user)
    assert BUTTON in client.get(address).content.decode()
