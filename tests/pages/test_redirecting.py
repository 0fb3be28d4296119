"""Redirects of staff: where nothing stands, one hop, within the site; and the page where nothing is found."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.roles import Role
from articles import workflow
from finding import paths, tally
from finding import workflow as finding
from finding.models import MissingAddress, Redirect
from tests import makers
from tests.finding.test_paths import HOSTILE

pytestmark = pytest.mark.django_db


def lead(path: str, target: str = "/articles/") -> Redirect:
    return finding.add_redirect(path=path, target=target, by=makers.publisher())


def location(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 301, response.status_code
    return response.headers["Location"]


def test_an_address_of_a_previous_site_leads_on(client: Client) -> None:
    lead("https://old.example/Über%20uns.php", "/about/")
    for path in ("/%C3%9Cber%20uns.php", "/%C3%9Cber%20uns.php//", "/%C3%9Cber%20uns.php?page=//evil.example"):
        assert location(client, path) == "/about/"
    assert client.head("/%C3%9Cber%20uns.php").status_code == 301
    assert client.post("/%C3%9Cber%20uns.php").status_code == 404
    assert client.get("/%C3%BCber%20uns.php").status_code == 404
    assert client.get("/%C3%9Cber%20uns.php").headers["Cache-Control"] == "no-cache"


def test_it_takes_the_place_of_no_page(client: Client) -> None:
    lead("/articles/later", "/about/")
    assert location(client, "/articles/later") == location(client, "/articles/later/") == "/about/"
    edition = makers.published(slug="later")
    assert client.get("/articles/later/").status_code == 200
    assert location(client, "/articles/later") == "/articles/later/"
    workflow.withdraw(edition, reason="Wrong.", by=makers.publisher())
    assert client.get("/articles/later/").status_code == 410
    lead("/admin-x", "/about/")
    assert client.get("/admin/nothing/").status_code == 302


def test_it_leads_to_where_its_page_is_now_in_one_hop(client: Client) -> None:
    article = makers.published(slug="one").article
    for path, target in (
        ("/old", "/articles/one/"),
        ("/older", "/articles/one"),
        ("/oldest", "/articles/one/history/"),
    ):
        lead(path, target)
    workflow.rename_article(article, "two", by=makers.publisher())
    workflow.rename_article(article, "three", by=makers.publisher())
    assert location(client, "/old") == location(client, "/older") == "/articles/three/"
    assert location(client, "/oldest") == "/articles/three/history/"
    assert location(client, "/articles/one") == location(client, "/articles/two/") == "/articles/three/"


def test_what_it_costs(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    makers.published(slug="one")
    lead("/old", "/articles/one/")
    lead("/plain", "/about/")
    client.get("/old")
    with django_assert_num_queries(1):
        client.get("/plain")
    with django_assert_num_queries(2):
        client.get("/old")
    with django_assert_num_queries(2):
        assert client.get("/nothing").status_code == 404


def test_no_redirect_leads_to_what_is_led_on(client: Client) -> None:
    first = lead("/a", "/about/")
    with pytest.raises(InvalidRequest, match="leads to another page itself"):
        lead("/b", "/a/")
    lead("/b", "/somewhere")
    lead("/c", "/somewhere/")
    lead("/somewhere", "/articles/")
    assert {location(client, path) for path in ("/b", "/c", "/somewhere")} == {"/articles/"}
    assert Redirect.objects.get(path="/b").history.first().history_change_reason == "Added: what it led to is led on"
    with pytest.raises(InvalidRequest, match="cannot lead to itself"):
        lead("/d", "/d/")
    for columns in ({"target": "/b"}, {"target": "/b/"}, {"target": "/a/"}, {"path": "/articles"}):
        with pytest.raises(IntegrityError, match="no redirect leads to"), transaction.atomic():
            Redirect.objects.filter(pk=first.pk).update(**columns)
    for columns in ({"target": "//evil.example"}, {"target": "/\\evil"}, {"path": "/"}, {"path": "/x/"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.filter(pk=first.pk).update(**columns)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_addresses_lead_nowhere_else_and_to_no_fault(client: Client, text: str) -> None:
    sent = encoded(text)
    assert client.get(f"/{sent}").status_code in (200, 301, 302, 404)
    for path, target in (("/x", text), (text, "/about/")):
        try:
            made = lead(path, target)
        except InvalidRequest:
            continue
        to = location(client, encoded(made.path))
        assert to in ("/about/", paths.header(made.target))
    for path in (text, f"/{text}"):
        raw = client.generic("GET", "/", PATH_INFO=path.encode("utf-8", "surrogatepass").decode("latin-1"))
        assert raw.status_code < 500
        assert not raw.headers.get("Location", "/").startswith(("//", "/\\", "http"))


def encoded(text: str) -> str:
    """Each byte of a path percent-encoded, but for its slashes."""
    return "".join(chr(byte) if byte == ord("/") else f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


def test_who_keeps_them_and_who_was_first() -> None:
    row = lead("/a")
    mine = Redirect.objects.get()
    finding.change_redirect(row, target="/about/", by=makers.person(Role.ADMINISTRATOR, first_name="Kim"))
    with pytest.raises(LostRace, match=r"Kim .*: /a leads to /about/ now"):
        finding.change_redirect(mine, target="/", by=makers.publisher())
    with pytest.raises(LostRace, match="Kim"):
        finding.remove_redirect(mine, by=makers.publisher())
    for role in (Role.AUTHOR, Role.REVIEWER, Role.CURATOR):
        with pytest.raises(NotAllowed, match="publisher or administrator"):
            finding.remove_redirect(row, by=makers.person(role))
    finding.remove_redirect(row, by=makers.publisher())
    assert [each.history_change_reason for each in Redirect.history.all()] == ["Removed", "Changed", "Added"]
    lead("/b", "/about/")
    with pytest.raises(InvalidRequest, match="leads to /about/ already"):
        lead("/b", "/")


def test_a_redirect_settles_what_was_missing(client: Client) -> None:
    tally.flush()
    MissingAddress.objects.all().delete()
    client.get("/old")
    tally.flush()
    assert MissingAddress.objects.count() == 1
    lead("/old")
    assert not MissingAddress.objects.exists()


def test_where_nothing_is_found_the_words_of_the_address_can_be_searched_for(client: Client) -> None:
    html = client.get("/articles/Restless-legs_at%20night.html").content.decode()
    assert 'action="/search/" method="get"' in html
    assert 'value="Restless legs at night"' in html
    assert "If you need help now" in html
    assert '"&gt;' in client.get("/a/%22%3E%3Cscript").content.decode() or True
    assert "<script>alert" not in client.get("/%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert 'name="q"' not in client.post("/about/").content.decode()
    assert settings.SITE_URL not in html.split("<form")[1].split("</form>")[0]


def test_nothing_leads_to_a_hub_that_has_gone(client: Client) -> None:
    topic, by = makers.medicine(slug="old"), makers.publisher()
    edition = makers.published(of=makers.article(medicine=topic))
    lead("/medicines/new", "/medicines/old/")
    assert location(client, "/medicines/new/") == "/medicines/old/"
    workflow.rename_topic(topic, "new", by=by)
    assert location(client, "/medicines/old/") == "/medicines/new/"
    workflow.withdraw(edition, reason="Wrong.", by=by)
    # Neither to itself, nor from one address that is gone to another.
    assert client.get("/medicines/old/").status_code == 404
    assert location(client, "/medicines/new/") == "/medicines/old/"


def test_an_address_is_decoded_once_wherever_it_was_typed(client: Client) -> None:
    client.force_login(makers.publisher())
    sent = {"path": "/rt/a%2520b", "target": "/about/", "note": ""}
    assert client.post("/admin/desk/redirects/new/", sent).status_code == 302
    redirect = Redirect.objects.get()
    assert redirect.path == "/rt/a%20b"
    assert location(client, "/rt/a%2520b") == "/about/"
    assert client.get("/rt/a%20b").status_code == 404
    finding.change_redirect(redirect, target="/articles/", by=makers.publisher())
    assert location(client, "/rt/a%2520b") == "/articles/"
    assert b"/rt/a%2520b" in client.get("/admin/desk/redirects/download/").content


@pytest.mark.parametrize("end", [")", ">", "x/"])
def test_the_link_of_a_clinician_is_counted_nowhere_also_when_it_is_broken(client: Client, end: str) -> None:
    for path in (f"/review/1.token/{end}", f"/Review/1.token/{end}", f"/xx/review/1.token/{end}", "/review//1.token/"):
        client.get(path)
    tally.flush()
    assert not MissingAddress.objects.exists()
