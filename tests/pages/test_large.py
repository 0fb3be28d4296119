"""A large site: its lists come in parts of which each costs the same, and nothing is in none of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import indexing, tagged, workflow
from articles.hubs import a_to_z as alphabetical
from articles.hubs import views as hubs
from articles.models import Article, Filed, Tagging, Topic
from pages import sitemaps, views
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is long from a few on."""
    for module, limits in {
        alphabetical: {"MOST": 4, "PAGE": 2, "CARDS": 2},
        hubs: {"MOST": 4, "MOST_TOPICS": 2},
        tagged: {"MOST": 2},
        sitemaps: {"MOST": 3},
        views: {"MOST": 2},
    }.items():
        for name, limit in limits.items():
            monkeypatch.setattr(module, name, limit)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def about(title: str, slug: str, medicine: Topic | None, condition: Topic | None = None) -> Article:
    article = makers.article(slug=slug, medicine=medicine, condition=condition)
    return makers.published(of=article, text=makers.short_document(title=title)).article


def titles(html: str) -> list[str]:
    return re.findall(r'<a href="/articles/[^/"]+/">([^<]+)</a>', html[html.index("<main") :])


def followed(client: Client, address: str) -> list[list[str]]:
    """The titles on a page and on all that follow it by their links to the next."""
    found = []
    while address:
        html = body(client, address)
        found.append(titles(html))
        on = re.search(r'rel="next" href="(\?[^"]+)"', html)
        address = address.partition("?")[0] + on[1].replace("&amp;", "&") if on else ""
    return found


def site() -> tuple[Topic, Topic]:
    """Seven articles about a medicine, one of them about nothing else."""
    medicine, legs = makers.medicine(slug="examplin", name="Examplin"), makers.condition(slug="legs", name="Legs")
    for number in range(6):
        about(f"Mine {number}", f"mine-{number}", medicine, legs)
    about("All of Examplin", "all", medicine)
    return medicine, legs


def test_the_a_to_z_comes_letter_by_letter(client: Client, small_parts: None) -> None:
    site()
    html = body(client, "/articles/")
    assert titles(html) == ["All of Examplin"]
    assert '<a href="?letter=M">M</a>' in html
    assert '<a href="?letter=A" aria-current="page">A</a>' in html
    assert "<span>Z</span>" in html
    assert "noindex" not in html
    assert followed(client, "/articles/?letter=m") == [["Mine 0", "Mine 1"], ["Mine 2", "Mine 3"], ["Mine 4", "Mine 5"]]
    html = body(client, "/articles/?letter=M&page=3")
    assert "Page 3 of 3" in html
    assert '<a rel="prev" href="?letter=M&amp;page=2">Page before</a>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Examplin</a> <span" in body(client, "/articles/?letter=E")


@pytest.mark.parametrize("asked", ["letter=%00", "letter=Z", "letter=M&page=x", "letter=A&page=99", "medicine=%00"])
def test_whatever_is_asked_the_a_to_z_is_a_page(client: Client, small_parts: None, asked: str) -> None:
    site()
    assert body(client, f"/articles/?{asked}")
    assert body(client, f"/articles/?medicine=examplin&before={'9' * 30}&{asked}")


def test_a_long_list_about_one_subject_is_followed_to_its_end(client: Client, small_parts: None) -> None:
    _, legs = site()
    other = makers.medicine(slug="other", name="Otherol")
    about("Other and legs", "other-legs", other, legs)
    pages = followed(client, "/articles/?medicine=examplin")
    assert pages == [["All of Examplin", "Mine 5"], ["Mine 4", "Mine 3"], ["Mine 2", "Mine 1"], ["Mine 0"]]
    both = followed(client, "/articles/?condition=legs&medicine=examplin")
    assert sum(map(len, both)) == 6
    html = body(client, "/articles/?medicine=other")
    assert titles(html) == ["Other and legs"]
    assert "1 article about" in html
    assert "We know no such medicine." in body(client, "/articles/?medicine=none")
    about("Nothing else", "else", None, makers.condition(slug="dreams", name="Dreams"))
    assert "We have no article about" in body(client, "/articles/?medicine=other&condition=dreams")


def test_the_lines_follow_what_is_published(client: Client) -> None:
    article = about("First title", "one", makers.medicine(slug="examplin", name="Examplin"))
    assert set(Filed.objects.values_list("name", "letter")) >= {("First title", "F"), ("Examplin", "E")}
    makers.published(of=article, text=makers.short_document(title="The second title"))
    assert "F" not in Filed.objects.values_list("letter", flat=True)
    assert Filed.objects.get(article=article).letter == "S"
    workflow.rename_article(article, "two", by=makers.publisher())
    assert '<a href="/articles/two/">The second title</a>' in body(client, "/articles/")
    topic = Topic.objects.get(slug="examplin")
    topic.name = "Newname"
    workflow.save_topic(topic, by=makers.publisher())
    assert "Newname" in body(client, "/articles/")
    assert "Examplin" not in body(client, "/articles/")
    before = set(Filed.objects.values_list("language", "letter", "name", "article", "topic", "further"))
    Filed.objects.all().delete()
    indexing.rebuild()
    assert set(Filed.objects.values_list("language", "letter", "name", "article", "topic", "further")) == before
    workflow.withdraw(article.editions.published().get(), reason="It was wrong.", by=makers.publisher())
    assert not Filed.objects.exists()


def test_names_of_one_language_are_in_no_other(client: Client, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("sv", "Swedish")]
    about("One", "one", makers.medicine(name="Examplin"))
    assert set(Filed.objects.values_list("language", flat=True)) == {"en"}


def test_a_tag_of_many_articles_has_several_pages(client: Client, small_parts: None) -> None:
    medicine, tag = makers.medicine(), makers.tag(slug="sleep")
    for number in range(5):
        Tagging.objects.create(article=about(f"Page {number}", f"page-{number}", medicine), tag=tag)
        if number == 1:
            assert followed(client, "/topics/sleep/") == [["Page 0", "Page 1"]]
    assert followed(client, "/topics/sleep/") == [["Page 4", "Page 3"], ["Page 2", "Page 1"], ["Page 0"]]
    assert client.get("/topics/sleep/?before=1").status_code in (200, 404)


def test_a_hub_shows_what_is_about_it_alone_and_the_newest_and_leads_to_all(client: Client, small_parts: None) -> None:
    site()
    html = body(client, "/medicines/examplin/")
    shown = titles(html)
    assert set(shown) == {"All of Examplin", "Mine 3", "Mine 4", "Mine 5"}
    assert '<a href="/articles/?medicine=examplin">All articles about Examplin</a>' in html


def test_many_medicines_come_letter_by_letter(client: Client, small_parts: None) -> None:
    for name in ("Abol", "Acol", "Bol"):
        about(f"On {name}", name.lower(), makers.medicine(slug=f"m-{name.lower()}", name=name))
    html = body(client, "/medicines/")
    assert "<h1>Medicines: A</h1>" in html
    assert ("Abol" in html, "Acol" in html, "Bol</a>" in html) == (True, True, False)
    html = body(client, "/medicines/?letter=B")
    assert '<a href="/medicines/m-bol/">Bol</a>' in html
    assert "noindex" in html


def locations(client: Client, address: str) -> list[str]:
    root = ET.fromstring(client.get(address).content)  # noqa: S314 (our own)
    return [(each.text or "").removeprefix(settings.SITE_URL) for each in root.iter() if each.tag.endswith("}loc")]


def test_the_sitemap_of_a_large_site_is_an_index_of_parts_with_every_page_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    site()
    whole = locations(client, "/sitemap.xml")
    assert len(whole) == len(set(whole)) > 12
    monkeypatch.setattr(sitemaps, "MOST", 3)
    parts = locations(client, "/sitemap.xml")
    assert parts[0] == "/sitemaps/en.xml"
    answers = [client.get(part) for part in parts]
    assert all(each.status_code in (200, 404) for each in answers)
    found = [
        page
        for part, each in zip(parts, answers, strict=True)
        if each.status_code == 200
        for page in locations(client, part)
    ]
    assert sorted(found) == sorted(whole)
    assert client.get("/sitemaps/xx.xml").status_code == client.get("/sitemaps/articles-0.xml").status_code == 404
    assert client.get(f"/sitemaps/articles-{'9' * 30}.xml").status_code == 404


def test_the_front_door_shows_some_and_leads_to_all(client: Client, small_parts: None) -> None:
    medicine = makers.medicine()
    for number in range(3):
        about(f"Page {number}", f"page-{number}", medicine)
    assert "All articles, A to Z" not in body(client, "/")
    about("Page 3", "page-3", medicine)
    html = body(client, "/")
    assert titles(html) == ["Page 0", "Page 1", "Page 2"]
    assert '<a href="/articles/">All articles, A to Z</a>' in html


def test_what_they_cost_does_not_grow(client: Client, small_parts: None) -> None:
    medicine, _ = site()
    addresses = (
        *("/", "/articles/", "/articles/?letter=M&page=2", "/articles/?medicine=examplin"),
        *("/medicines/examplin/", "/sitemap.xml", "/sitemaps/articles-1.xml"),
    )
    found = []
    for number in range(6, 9):
        about(f"Mine {number}", f"mine-{number}", medicine)
        found.append([asked(client, address) for address in addresses])
    assert found[1] == found[2]
    assert max(found[2]) <= 10


def asked(client: Client, address: str) -> int:
    """The queries of a page."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 404)
    return len(queries)
