"""What a reader gets who asks wrongly, and when we fail: a calm page with the crisis lines, no traceback, no noise."""

from __future__ import annotations

import logging
import tomllib

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from pages.errors import LAST_RESORT
from resources.models import shown_number
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/nothing-here/", 404),
        ("/articles/%00/", 404),
        ("/articles/a%00b/", 404),
        ("/" + "a" * 20_000, 404),
        ("/articles/" + "a" * 5_000 + "/", 404),
        ("/articles/x/editions/99999999999999999999/", 404),
        ("/articles/x/editions/0/", 404),
        ("/articles/%E2%80%AE/", 404),
        ("/support/%F0%9F%98%80/", 404),
        ("/topics/nothing/", 404),
        ("/about/nothing/", 404),
        ("/?q=%00&page=-1&" + "x" * 5_000, 200),
        ("/articles/?%FF%FE=%00", 200),
        ("/support/?country=%00%27--", 200),
        ("/xx/articles/", 404),
        ("/..%2f..%2fetc/passwd", 404),
    ],
)
def test_absurd_requests_get_the_right_page_and_no_log(
    client: Client, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    with caplog.at_level(logging.ERROR):
        response = client.get(address)
    assert response.status_code == status
    assert caplog.records == []
    html = response.content.decode()
    assert "Traceback" not in html
    if status == 404:
        assert "We cannot find that page" in html
        assert "tel:116123" in html
        assert "noindex" in html


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_a_wrong_verb_gets_405_with_a_page(client: Client, verb: str) -> None:
    response = getattr(client, verb)("/articles/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert "It can only be read." in response.content.decode()


def test_head_is_answered_like_get_without_a_body(client: Client) -> None:
    response = client.head("/articles/")
    assert (response.status_code, response.content) == (200, b"")


def test_an_unknown_host_gets_400_and_is_no_error_of_ours(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="django.request"):
        response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "We could not read that request" in response.content.decode()
    assert [record for record in caplog.records if record.name == "django.request"] == []


def test_a_fault_of_ours_gets_a_page_with_the_crisis_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("pages.views.selectors.listed", fail)
    monkeypatch.setattr("pages.errors.crisis_lines", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    html = response.content.decode()
    assert "Something went wrong on our side" in html
    assert "gone" not in html
    for line in LAST_RESORT:
        assert line.href in html


def test_the_lines_of_last_resort_are_those_of_the_starter_content() -> None:
    records = tomllib.loads((settings.CONTENT_DIR / "organisations.toml").read_text())["organisation"]
    known = {
        (record["name"], shown_number(contact["value"]), f"tel:{contact['value']}")
        for record in records
        if record["kind"] == "crisis"
        for contact in record["contact"]
        if contact["kind"] == "phone"
    }
    assert {(line.name, line.number, line.href) for line in LAST_RESORT} <= known


def test_error_pages_show_the_crisis_lines_of_the_directory(client: Client) -> None:
    crisis = makers.organisation(kind="crisis", name="Night line", countries="IE")
    makers.contact(of=crisis, value="50808")
    html = client.get("/nope/").content.decode()
    assert 'Ireland: <a href="tel:50808">50808</a> (Night line)' in html
    assert "Samaritans" not in html
