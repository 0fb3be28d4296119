"""The vocabulary at the desk: twins pointed out, each act with a preview of all that it changes, and picking."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from articles import workflow
from articles.models import Tag, TagChange
from tests import makers
from tests.articles.workflow.tag_scenes import now, placed, state, tagged
from tests.desk.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return signed_in(makers.person(Role.CURATOR))


def at(name: str, *keys: Any) -> str:
    return reverse(f"admin:desk-{name}", args=keys)


def act(desk: Client, path: str, sent: dict[str, Any], why: str = "It is better so.") -> tuple[str, Any]:
    """Ask for the preview, then confirm it; the preview's text and the last answer."""
    shown = desk.post(path, {**sent, "do": "preview"})
    assert shown.status_code == 200, shown.content.decode()
    preview = shown.context["shown"]
    before = TagChange.objects.count()
    done = desk.post(path, {**sent, "do": "confirm", "why": why, "seen": preview.digest})
    assert TagChange.objects.count() == before + (done.status_code == 302)
    return shown.content.decode(), done


def test_a_twin_is_pointed_out_before_it_is_made(desk: Client) -> None:
    there = makers.tag(name="Restless legs", synonyms=["WED"])
    path = at("tag-new")
    assert "It is something else" not in desk.get(path).content.decode()
    answer = desk.post(path, {"name": "Restles leg"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert at("tag", there.pk) in html
    assert "It is something else than those" in html
    sent = {"name": "Restless sleep legs", "something_else": "on", "synonyms_en": "Night legs\n\nLegs at night"}
    assert desk.post(path, sent).status_code == 302
    made = Tag.objects.get(slug="restless-sleep-legs")
    assert set(made.names.values_list("name", flat=True)) == {"Restless sleep legs", "Night legs", "Legs at night"}
    html = desk.post(path, {"name": "wed", "something_else": "on"}).content.decode()
    assert "“WED” is a synonym of the tag “Restless legs” already." in html


def test_a_merge_shows_all_that_it_changes_and_is_taken_back(desk: Client) -> None:
    a, b = makers.tag(name="Legs", slug="legs"), makers.tag(name="Limbs", slug="limbs")
    article = tagged(a)
    placed(a)
    before = state()
    html, done = act(desk, at("tag-merge"), {"tags": ["legs", "limbs"], "into": "limbs"})
    for words in (article.slug, "loses “Legs”, gets “Limbs”", "/topics/legs/", "leads to /topics/limbs/", "is retired"):
        assert words in html
    assert "1 article, 1 placement of an organisation" in html
    assert done.headers["Location"] == at("tag", b.pk)
    html = desk.get(at("tag", b.pk)).content.decode()
    change = TagChange.objects.get(kind="merged")
    assert at("tag-reverse", change.pk) in html
    html = desk.get(at("tag-reverse", change.pk)).content.decode()
    assert "is in use again" in html
    _, done = act(desk, at("tag-reverse", change.pk), {})
    assert state() == before
    assert "taken back already" in desk.get(at("tag-reverse", change.pk)).content.decode()
    assert at("tag-reverse", change.pk) not in desk.get(at("tag", b.pk)).content.decode()


def test_a_preview_that_is_out_of_date_is_shown_anew(desk: Client) -> None:
    a, b = makers.tag(slug="legs"), makers.tag(slug="limbs")
    sent = {"tags": ["legs"], "into": "limbs"}
    digest = desk.post(at("tag-merge"), sent).context["shown"].digest
    article = tagged(a)
    answer = desk.post(at("tag-merge"), {**sent, "do": "confirm", "why": "One & all.", "seen": digest})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "not what you were shown any more" in html
    assert article.slug in html
    assert "One &amp; all." in html
    assert now(a).retired_at is None
    assert now(b).taggings.count() == 0
    no_why = desk.post(at("tag-merge"), {**sent, "do": "confirm", "seen": answer.context["shown"].digest})
    assert "Say why they are merged." in no_why.content.decode()


def test_a_split_asks_where_each_article_goes(desk: Client) -> None:
    tag = makers.tag(name="Night", slug="night")
    one, two = tagged(tag), tagged(tag)
    placed(tag)
    path = at("tag-split", tag.pk)
    sent: dict[str, Any] = {"new": "Dreams\nSnoring"}
    first = desk.post(path, {**sent, "do": "preview"})
    assert first.status_code == 200
    html = first.content.decode()
    assert f'name="article-{one.pk}"' in html
    assert "lead to" in html
    sent |= {"shared": "yes", "leads_to": "1", f"article-{one.pk}": ["0", "1"]}
    assert "would be left behind" in desk.post(path, {**sent, "do": "preview"}).content.decode()
    html, done = act(desk, path, {**sent, "rest": "1"})
    assert "“Dreams” is created." in html
    assert done.status_code == 302
    assert {tag.slug for tag in one.tags.all()} == {"dreams", "snoring"}
    assert {tag.slug for tag in two.tags.all()} == {"snoring"}


def test_renaming_and_retiring(desk: Client) -> None:
    tag, other = makers.tag(name="WED", slug="wed"), makers.tag(name="Sleep", slug="sleep")
    html, done = act(desk, at("tag-rename", tag.pk), {"name": "Legs", "slug": "legs", "keep_old_name": "on"})
    assert "leads to /topics/legs/ for ever" in html
    assert done.status_code == 302
    html, done = act(desk, at("tag-retire", tag.pk), {"to": "sleep"})
    assert "the name is free" in html
    assert now(tag).moved_to == other
    assert desk.get(at("tag-rename", tag.pk)).status_code == 404
    html = desk.get(at("tags")).content.decode()
    assert "/topics/legs/ leads to “Sleep”" in html
    assert "/topics/legs/" in desk.get(at("tag", other.pk)).content.decode()


def test_describing_keeps_what_was_typed_where_it_is_refused(desk: Client) -> None:
    tag, other = makers.tag(name="Sleep"), makers.tag(name="Iron", synonyms=["Ferritin"])
    sent = {"description": "At night.", "synonyms_en": "Ferritin", "parent": other.slug}
    answer = desk.post(at("tag-describe", tag.pk), sent)
    assert answer.status_code == 422
    assert "a synonym of the tag “Iron” already" in answer.content.decode()
    assert "At night." in answer.content.decode()
    assert desk.post(at("tag-describe", tag.pk), {**sent, "synonyms_en": "Insomnia"}).status_code == 302
    assert (now(tag).description, now(tag).parent) == ("At night.", other)
    found = desk.get(at("tags"), {"q": "INSOM"}).content.decode()
    assert ">Sleep<" in found
    assert ">Iron</a>" not in found


def test_an_author_picks_the_tags_of_an_article_and_never_makes_one() -> None:
    author = makers.author()
    desk, tag, article = signed_in(author), makers.tag(name="Restless legs", synonyms=["WED"]), makers.article()
    html = desk.get(at("article", article.pk)).content.decode()
    assert 'data-also="WED"' in html
    assert 'data-also="WED"' in desk.get(at("new")).content.decode()
    path = at("article-tags", article.pk)
    assert desk.post(path, {"tags": [tag.slug], "seen": ""}).status_code == 302
    assert list(article.tags.all()) == [tag]
    late = desk.post(path, {"tags": [], "seen": ""})
    assert late.status_code == 409
    assert "other tags now" in late.content.decode()
    assert "is not in use any more" in desk.post(path, {"tags": ["wed"]}).content.decode()
    for name in ("tag-new", "tag-merge"):
        assert desk.get(at(name)).status_code == 403
    html = desk.get(at("tag", tag.pk)).content.decode()
    assert "Take back" not in html
    assert at("tag-retire", tag.pk) not in html


def test_pages_cost_the_same_however_much_there_is(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    top = workflow.create_tag(by=makers.publisher(), name="Sleep")
    for _ in range(5):
        tagged(top, makers.tag())
        placed(top)
    for path, most in ((at("tags"), 10), (at("tag", top.pk), 24)):
        with django_assert_max_num_queries(most):
            assert desk.get(path).status_code == 200
