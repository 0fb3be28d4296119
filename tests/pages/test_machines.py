"""What machines read: sitemap, robots, feed, manifest, security contact, health; and the headers of every answer."""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET

import brotli
import html5lib  # type: ignore[import-untyped]
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, InterfaceError
from django.test import Client
from pytest_django import Settings

from articles.models import ChangeKind
from tests import makers

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def sitemap_of(client: Client) -> list[str]:
    """The paths of all pages of the sitemap, which names them by the site's own address."""
    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 (our own)
    addresses = [element.text or "" for element in root.iter() if element.tag.endswith("loc")]
    assert all(address.startswith(settings.SITE_URL) for address in addresses)
    return [address.removeprefix(settings.SITE_URL) for address in addresses]


def test_the_sitemap_names_every_public_page_and_each_answers(client: Client, starter_content: None) -> None:
    addresses = sitemap_of(client)
    assert len(addresses) == len(set(addresses)) > 50
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_every_page_is_valid_html(client: Client, starter_content: None) -> None:
    """Parsed strictly: the first error raises ``ParseError``. Element names and nesting, not every rule of Nu."""
    for address in [*sitemap_of(client), "/there-is-no-such-page/"]:
        page = client.get(address).content
        try:
            html5lib.HTMLParser(strict=True).parse(page)
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{address}: {error}")


def test_every_page_says_what_a_shared_link_shows(client: Client, starter_content: None) -> None:
    for address in sitemap_of(client):
        tree = html5lib.parse(client.get(address).content, namespaceHTMLElements=False)
        shared = {tag.get("property"): tag.get("content") for tag in tree.iter("meta") if tag.get("property")}
        assert shared["og:site_name"] == settings.SITE_NAME
        assert shared["og:url"] == settings.SITE_URL + address == tree.find(".//link[@rel='canonical']").get("href")
        assert shared["og:type"] == (
            "article" if address.startswith("/articles/") and address != "/articles/" else "website"
        )
        assert (tree.findtext(".//title") or "").startswith(shared["og:title"] or "?"), address
        assert len(shared["og:description"] or "") > 20, address
        image = shared["og:image"].removeprefix(settings.SITE_URL + settings.STATIC_URL)
        assert finders.find(image), image


def test_the_host_of_a_request_changes_no_address(client: Client, starter_content: None) -> None:
    for address in ("/sitemap.xml", "/feed/", "/robots.txt", "/", "/articles/mirtazapine-sleepiness/"):
        html = client.get(address, headers={"Host": "localhost:9", "X-Forwarded-Host": "evil.example"}).content
        assert b"localhost:9" not in html
        assert b"evil.example" not in html


def test_the_feed_announces_major_changes_only(client: Client) -> None:
    major = makers.published(change=ChangeKind.MAJOR, note="A new warning.", slug="major")
    makers.published(change=ChangeKind.MINOR, slug="minor")
    feed = ET.fromstring(client.get("/feed/").content)  # noqa: S314 (our own)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 1
    assert entries[0].findtext(f"{ATOM}title") == major.title
    assert (entries[0].findtext(f"{ATOM}summary") or "").startswith("A new warning.")
    assert entries[0].find(f"{ATOM}link").get("href") == settings.SITE_URL + "/articles/major/"  # type: ignore[union-attr]


def test_the_security_contact_is_there_once_an_address_is(client: Client, settings: Settings) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT_EMAIL = "desk@example.org"
    assert b"Contact: mailto:desk@example.org" in client.get("/.well-known/security.txt").content


def test_robots_manifest_and_icon(client: Client) -> None:
    assert b"Sitemap: " in client.get("/robots.txt").content
    assert client.get("/manifest.webmanifest").json()["name"] == settings.SITE_NAME
    assert client.get("/favicon.ico").status_code == 302


@pytest.mark.parametrize("fault", [DatabaseError, InterfaceError])
def test_health_says_when_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    assert client.get("/health/").status_code == 200

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr("pages.machines.Edition.objects.exists", refuse)
    assert client.get("/health/").status_code == 503


@pytest.mark.parametrize(("accepted", "expected"), [("br", "br"), ("gzip, br;q=0", "gzip"), ("", None)])
def test_a_body_is_compressed_as_the_reader_takes_it(client: Client, accepted: str, expected: str | None) -> None:
    plain = client.get("/about/privacy/").content
    response = client.get("/about/privacy/", headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == expected
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[expected]
    assert unpack(response.content) == plain
    assert response.headers["Vary"] == "Accept-Encoding"


def test_nothing_is_compressed_next_to_a_secret(client: Client) -> None:
    client.cookies["sessionid"] = "x"
    response = client.get("/about/privacy/", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in response.headers


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    first = client.get("/about/privacy/", headers={"Accept-Encoding": "br"})
    again = client.get("/about/privacy/", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("key", ["\x00abcdefghijk", "x" * 400, "' OR 1=1 --", "a" * 31])
def test_no_cookie_of_a_stranger_is_an_error(client: Client, key: str) -> None:
    client.cookies["sessionid"] = key
    assert client.get("/admin/login/").status_code == 200


def test_an_unchanged_answer_keeps_its_headers(client: Client) -> None:
    first = client.get("/about/privacy/", headers={"Accept-Encoding": "br"})
    same = {"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    again = client.get("/about/privacy/", headers=same)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Vary"] == first.headers["Vary"] == "Accept-Encoding"


def test_the_sitemap_names_pages_of_every_language(client: Client, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("nl", "Dutch")]
    makers.published(text=makers.document(language="nl"), slug="benen")
    assert f"{settings.SITE_URL}/nl/articles/benen/" in client.get("/sitemap.xml").content.decode()
