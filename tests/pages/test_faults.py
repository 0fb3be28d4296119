"""What a reader gets who asks wrongly, and when we fail: a calm page with the crisis lines, no traceback, no noise."""

from __future__ import annotations

import logging
import tomllib

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from pytest_django import Settings

from pages.errors import LAST_RESORT, ErrorPages
from resources.grouping import CountryLines, crisis_lines
from resources.models import Contact, Organisation
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


PUBLIC = ("/", "/articles/", "/about/privacy/", "/robots.txt", "/sitemap.xml", "/feed/", "/health/", "/favicon.ico")


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_wrong_verb_gets_405_with_a_page(verb: str, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in PUBLIC:
        response = client.generic(verb, address, b"x=1", "application/x-www-form-urlencoded")
        assert response.status_code == 405, address
        assert response.headers["Allow"] == "GET, HEAD"
        assert "This page cannot be used like that" in response.content.decode()
        assert int(response.headers["Content-Length"]) == len(response.content)
    assert caplog.records == []


def test_a_view_may_take_forms_by_saying_so(rf: RequestFactory) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    middleware = ErrorPages(view)
    post, put = rf.post("/articles/"), rf.put("/articles/")
    post.resolver_match = put.resolver_match = resolve("/articles/")
    assert middleware.process_view(post, view, (), {}) is not None
    view.takes_posts = True  # type: ignore[attr-defined]
    assert middleware.process_view(post, view, (), {}) is None
    refused = middleware.process_view(put, view, (), {})
    assert refused is not None
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_the_admin_decides_about_its_own_verbs() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(makers.superuser())
    response = client.get("/admin/logout/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST, OPTIONS")
    assert "This page cannot be used like that" in response.content.decode()
    assert int(response.headers["Content-Length"]) == len(response.content)


def test_a_form_without_its_token_gets_our_page_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "We could not take that form" in response.content.decode()
    assert caplog.records == []


def test_error_pages_carry_the_name_of_the_site(client: Client, settings: Settings) -> None:
    settings.SITE_NAME = "Calm legs"
    html = client.get("/nope/").content.decode()
    assert "Calm legs" in html
    assert "rlsinfo" not in html
    assert 'rel="canonical"' not in html


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
    for place in LAST_RESORT:
        assert place.country in html
        for line in place.lines:
            assert all(f'<a href="{way.href}">{way.words}</a>' in html for way in line.ways)


def test_the_lines_of_last_resort_are_those_of_the_starter_content() -> None:
    records = tomllib.loads((settings.CONTENT_DIR / "organisations.toml").read_text())["organisation"]
    organisations = []
    for record in (record for record in records if record["kind"] == "crisis"):
        given = Organisation(name=record["name"], kind="crisis", countries=record["countries"])
        given.offered_contacts = [Contact(**contact, organisation=given) for contact in record["contact"]]
        organisations.append(given)

    def told(places: list[CountryLines]) -> list[object]:
        return [
            (place.country, line.name, line.remark, [(way.words, way.href) for way in line.ways])
            for place in places
            for line in place.lines
        ]

    assert told(LAST_RESORT) == told(crisis_lines(organisations))


def test_error_pages_show_the_crisis_lines_of_the_directory(client: Client) -> None:
    crisis = makers.organisation(kind="crisis", name="Night line", countries="IE")
    makers.contact(of=crisis, value="50808")
    silent = makers.organisation(kind="crisis", name="Written line", countries="NL")
    makers.contact(of=silent, kind="email", value="help@example.org")
    makers.contact(of=silent, kind="text", value="85258", label="Text HELP")
    html = client.get("/nope/").content.decode()
    assert '<dt>Ireland</dt><dd><a href="tel:50808">Call 50808</a> Night line' in html
    assert '<dt>Netherlands</dt><dd><a href="sms:85258?body=HELP">Text HELP to 85258</a> Written line' in html
    assert "help@example.org" not in html
    assert "Samaritans" not in html
