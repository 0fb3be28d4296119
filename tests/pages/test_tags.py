"""The pages of tags: in the reader's language, with what is under them, and where they lead once they are retired."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.roles import Role
from articles import workflow
from articles.models import ChangeKind, Tag, Tagging
from tests import makers

pytestmark = pytest.mark.django_db


def filled(tag: Tag, title: str, language: str = "en") -> None:
    text = makers.short_document(title=title, language=language)
    article = makers.published(text=text, change=ChangeKind.MAJOR, note="New.").article
    Tagging.objects.create(article=article, tag=tag)


def test_a_tag_s_page_has_its_articles_parts_parent_and_feed(client: Client, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    by = makers.person(Role.CURATOR)
    top = workflow.create_tag(by=by, name="Sleep", names={"de": "Schlaf"})
    part = workflow.create_tag(by=by, name="Dreams", names={"de": "Träume"}, parent=top)
    workflow.create_tag(by=by, name="Snoring", parent=top)
    filled(part, "Bad dreams")
    filled(top, "Schlecht schlafen", "de")
    html = client.get("/topics/sleep/").content.decode()
    assert "Narrower topics" in html
    assert "Dreams" in html
    assert "Snoring" not in html
    html = client.get("/topics/dreams/").content.decode()
    assert '<a href="/topics/sleep/">Sleep</a>' in html
    assert '<link rel="alternate" type="application/atom+xml" href="/topics/dreams/feed/"' in html
    assert "Bad dreams" in html
    german = client.get("/de/topics/sleep/").content.decode()
    assert "<h1>Schlaf</h1>" in german
    assert "Schlecht schlafen" in german
    assert "Träume" not in german
    assert "Schlaf" in client.get("/de/topics/").content.decode()
    feed = client.get("/topics/dreams/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert b"Bad dreams" in feed.content
    assert b"Bad dreams" not in client.get("/topics/sleep/feed/").content


def test_an_old_address_leads_on_in_one_hop_and_a_retired_tag_says_so(client: Client) -> None:
    by, tag, other = makers.person(Role.CURATOR), makers.tag(slug="wed", name="WED"), makers.tag(slug="legs")
    workflow.rename(tag, name="Restless legs", slug="restless", by=by, why="Plainer.")
    # It leads to no page that is not there.
    assert client.get("/topics/wed/").status_code == client.get("/topics/wed/feed/").status_code == 404
    assert client.get("/topics/restless/").status_code == client.get("/topics/restless/feed/").status_code == 404
    workflow.set_tags(makers.published().article, [Tag.objects.get(pk=tag.pk)], by=makers.publisher())
    for end in ("", "feed/"):
        response = client.get(f"/topics/wed/{end}")
        assert (response.status_code, response.headers["Location"]) == (301, f"/topics/restless/{end}")
    workflow.merge([tag], into=other, by=by, why="One.")
    for slug in ("wed", "restless"):
        for end in ("", "feed/"):
            response = client.get(f"/topics/{slug}/{end}")
            assert (response.status_code, response.headers["Location"]) == (301, f"/topics/legs/{end}")
    workflow.retire(other, by=by, why="Nobody looks for it.")
    for slug in ("wed", "restless", "legs"):
        page = client.get(f"/topics/{slug}/")
        assert page.status_code == 410
        assert b"All topics" in page.content
        assert client.get(f"/topics/{slug}/feed/").status_code == 410
    assert client.get("/topics/nothing/").status_code == client.get("/topics/nothing/feed/").status_code == 404
