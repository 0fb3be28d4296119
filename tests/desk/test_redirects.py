"""Redirects and missing addresses at the desk: in forms, as tables that show each change first, and in lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from finding import workflow as finding
from finding.models import MissingAddress, MissingWord, Redirect
from resources.models import ImportDraft
from tests import makers
from tests.resources.tables.files import csv_of

pytestmark = pytest.mark.django_db
LIST, NEW, SEND, PLAN, MISSING = (
    reverse(f"admin:desk-{name}")
    for name in ("redirects", "redirect-new", "redirects-send", "redirects-import", "missing")
)
HEAD = ("path", "target", "note")


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(makers.publisher(first_name="Kim"))
    return client


def lead(path: str, target: str) -> Redirect:
    return finding.add_redirect(path=path, target=target, by=makers.publisher())


def send(desk: Client, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> str:
    response = desk.post(SEND, {"file": SimpleUploadedFile("old.csv", csv_of(head, *rows))}, follow=True)
    return str(response.content.decode())


def let_act(desk: Client) -> Any:
    return desk.post(PLAN, {"do": "apply", "digest": desk.get(PLAN).context["plan"].digest}, follow=True)


def all_of() -> dict[str, str]:
    return dict(Redirect.objects.values_list("path", "target"))


def test_each_in_a_form(desk: Client) -> None:
    makers.published(slug="legs")
    bad = desk.post(NEW, {"path": "https://old.example/a?b=1", "target": "/articles/arms/"}).content.decode()
    assert "is not looked at: leave it out." in bad
    assert "No page of this site stands there now." in bad
    assert 'value="https://old.example/a?b=1"' in bad
    done = desk.post(NEW, {"path": "https://old.example/a.html", "target": "/articles/legs"}, follow=True)
    assert "/a.html leads to /articles/legs/ now." in done.content.decode()
    row = Redirect.objects.get()
    path, sent = reverse("admin:desk-redirect", args=[row.pk]), {"seen_target": row.target, "seen_note": ""}
    assert desk.post(NEW, {"path": "/a.html", "target": "/about/"}).status_code == 422
    assert desk.post(path, {**sent, "target": "/admin/"}).status_code == 422
    assert desk.post(path, {**sent, "target": "/about/", "note": "Moved"}).status_code == 302
    late = desk.post(path, {**sent, "target": "/articles/"})
    assert (late.status_code, "got there first" in late.content.decode()) == (409, True)
    assert desk.post(path, {"seen_target": "/about/", "seen_note": "Moved", "target": "/articles/"}).status_code == 302
    assert all_of() == {"/a.html": "/articles/"}
    assert desk.get(path).content.decode().count("by Kim") == 3
    gone = desk.post(reverse("admin:desk-redirect-remove", args=[row.pk]), {"seen_target": "/about/"})
    assert gone.status_code == 409
    assert desk.post(reverse("admin:desk-redirect-remove", args=[row.pk])).status_code == 302
    assert desk.get("/a.html").status_code == 404


def test_the_list_says_what_never_acts_and_what_leads_nowhere_any_more(desk: Client) -> None:
    lead("/old/%3Cb%3E", "/articles/")
    edition = makers.published(slug="legs")
    lead("/gone", "/articles/legs/")
    makers.published(slug="arms")
    lead("/articles/arms", "/about/")
    html = desk.get(LIST).content.decode()
    assert html.count("Never acts") == 1
    assert "No longer there" not in html
    assert "<b>" not in html.split("<table")[1]
    workflow.rename_article(edition.article, "feet", by=makers.publisher())
    assert "/gone" not in desk.get(f"{LIST}?gone=yes").content.decode()
    workflow.withdraw(edition, reason="Wrong.", by=makers.publisher())
    html = desk.get(f"{LIST}?gone=yes").content.decode()
    assert html.count("No longer there") == 1
    assert "/gone" in html
    assert "<strong>1</strong> redirect" in desk.get(f"{LIST}?q=gone%00").content.decode()
    assert desk.get(f"{LIST}?q=nothing").status_code == 200


def test_a_table_shows_each_change_first_and_one_bad_row_changes_nothing(desk: Client) -> None:
    for slug in ("legs", "arms"):
        makers.published(slug=slug)
    lead("/a", "/about/")
    good = [
        ("/a", "/articles/legs/", ""),
        ("/b.html", "/articles/legs/history/", "=1+1"),
        ("/articles/arms", "/about/", ""),
    ]
    html = send(
        desk, *good, ("/c", "/nothing/", ""), ("/b.html/", "/about/", ""), ("/d", "/a", ""), ("/e?f", "//x", "")
    )
    for problem in (
        "row 5, column target:</span> No page of this site stands there now.",
        "row 6, column path:</span> /b.html stands in row 3 already.",
        "row 7, column target:</span>",
        "row 8, column path:</span>",
        "row 8, column target:</span>",
        "row 3, column note:</span> There is a formula in it.",
    ):
        assert problem in html, problem
    assert 'value="apply"' not in html
    assert let_act(desk).status_code == 422
    assert all_of() == {"/a": "/about/"}
    good[1] = (*good[1][:2], "Leaflet")
    html = send(desk, *good)
    assert "<del>/about/</del>" in html
    assert "never led on" in html
    assert "Imported: 2 added, 1 changed." in let_act(desk).content.decode()
    assert all_of() == {"/a": "/articles/legs/", "/b.html": "/articles/legs/history/", "/articles/arms": "/about/"}
    assert Redirect.objects.get(path="/a").history.first().history_change_reason == "Imported from old.csv"
    assert not ImportDraft.objects.exists()
    csv = desk.get(reverse("admin:desk-redirects-download")).content.decode("utf-8-sig")
    assert csv.splitlines() == ["path,target,note", "/a,/articles/legs/,", "/articles/arms,/about/,", "/b.html,/articles/legs/history/,Leaflet"]  # fmt: skip # noqa: E501
    assert "changes nothing" in send(desk, *[tuple(line.split(",")) for line in csv.splitlines()[1:]])


def test_what_a_table_leads_on_is_followed_and_shown(desk: Client) -> None:
    lead("/a", "/somewhere/")
    lead("/b", "/about/")
    html = send(desk, ("/somewhere", "/articles/"), ("/b", "/articles/"), head=HEAD[:2])
    assert "It follows by itself" in html
    lead("/c", "/somewhere")
    let_act(desk)
    assert set(all_of().values()) == {"/articles/"}
    assert len(all_of()) == 4


def test_two_kinds_of_tables_wait_beside_each_other(desk: Client) -> None:
    user = makers.superuser()
    user.groups.set(makers.publisher().groups.all())
    desk.force_login(user)
    send(desk, ("/a", "/about/", ""))
    data = csv_of(("slug", "name"), ("x", "X"))
    desk.post(reverse("admin:desk-tables-send"), {"file": SimpleUploadedFile("x.csv", data)})
    assert ImportDraft.objects.count() == 2
    let_act(desk)
    assert ImportDraft.objects.get().about == "support"
    wrong = desk.post(SEND, {"file": SimpleUploadedFile("x.csv", data)})
    assert (wrong.status_code, "redirects: path, target" in wrong.content.decode()) == (422, True)
    assert desk.post(SEND).status_code == 422


def test_missing_addresses_are_led_on_or_passed_over(desk: Client) -> None:
    today = timezone.localdate()
    for path, times in (("/often & more", 9), ("/seldom", 2)):
        MissingAddress.objects.create(path=path, times=times, first_on=today, last_on=today)
    html = desk.get(MISSING).content.decode()
    assert html.index("/often &amp; more") < html.index("/seldom")
    assert f"{NEW}?path=%2Foften%20%26%20more" in html
    assert 'value="/often &amp; more"' in desk.get(f"{NEW}?path=%2Foften%20%26%20more").content.decode()
    passed = reverse("admin:desk-missing-pass", args=[MissingAddress.objects.get(times=2).pk])
    assert desk.post(passed).status_code == 302
    assert desk.post(passed).status_code == 422
    assert desk.post(NEW, {"path": "/often & more", "target": "/about/"}).status_code == 302
    assert "Nobody has asked" in desk.get(MISSING).content.decode()
    assert [row.path for row in MissingAddress.objects.all()] == ["/seldom"]


def test_words_that_found_nothing_are_listed_from_three_times_on_until_they_are_passed_over(desk: Client) -> None:
    today = timezone.localdate()
    for word, times in (("wellbutrin", 3), ("johnson", 2)):
        MissingWord.objects.create(language="en", word=word, times=times, first_on=today, last_on=today)
    address = reverse("admin:desk-missing-words")
    page = desk.get(address).content.decode()
    assert "wellbutrin" in page
    assert "?q=wellbutrin" in page
    assert "johnson" not in page
    passed = reverse("admin:desk-missing-word-pass", args=[MissingWord.objects.get(times=3).pk])
    assert desk.post(passed).status_code == 302
    assert desk.post(passed).status_code == 422
    assert "wellbutrin" not in desk.get(address).content.decode()
