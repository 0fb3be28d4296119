"""The public history: every published edition, and what changed between any two."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import ChangeKind
from tests import makers

pytestmark = pytest.mark.django_db
HISTORY = "/articles/legs/history/"


def three_editions() -> None:
    first = makers.starter(slug="legs")
    two = makers.document(title="Two")
    makers.published(of=first.article, change=ChangeKind.MAJOR, note="A newer study.", text=two)
    makers.published(of=first.article, text=makers.document(title="Three"))


def test_it_names_every_edition_its_note_and_who_reviewed_it(client: Client) -> None:
    three_editions()
    html = client.get(HISTORY).content.decode()
    assert [html.index(f">Edition {number}</a>") for number in (3, 2, 1)] == sorted(
        html.index(f">Edition {number}</a>") for number in (1, 2, 3)
    )
    assert "A newer study." in html
    assert "No clinician has reviewed it." in html
    assert html.count("Pharmacist, MPharm") == 2
    assert html.count("what readers see now") == 1
    assert f'href="{HISTORY}2/3/"' in html
    assert 'href="/articles/legs/history/"' in client.get("/articles/legs/").content.decode()


def test_what_changed_is_shown_word_by_word(client: Client) -> None:
    three_editions()
    response = client.get(f"{HISTORY}2/3/")
    html = response.content.decode()
    assert "<del>Two</del><ins>Three</ins>" in html
    assert '<meta name="robots" content="noindex">' in html
    back = client.get(f"{HISTORY}3/2/").content.decode()
    assert "<del>Three</del><ins>Two</ins>" in back
    assert "Both say the same." in client.get(f"{HISTORY}2/2/").content.decode()


def test_the_two_texts_stand_side_by_side_where_asked(client: Client) -> None:
    three_editions()
    html = client.get(f"{HISTORY}2/3/", {"view": "side"}).content.decode()
    assert html.index("<del>Two</del>") < html.index("Title, after:") < html.index("<ins>Three</ins>")
    assert f'<a href="{HISTORY}2/3/">In one text</a>' in html
    assert 'href="?view=side"' in client.get(f"{HISTORY}2/3/", {"view": "\x00"}).content.decode()


def test_any_two_are_chosen_by_a_plain_form(client: Client) -> None:
    three_editions()
    response = client.get(HISTORY, {"from": "1", "to": "3"})
    assert (response.status_code, response.headers["Location"]) == (302, f"{HISTORY}1/3/")
    for query in ({"from": "1"}, {"from": "9", "to": "1"}, {"from": "\x00", "to": "²"}):
        assert client.get(HISTORY, query).status_code == 200


def test_a_draft_has_no_history_and_is_in_none(client: Client) -> None:
    draft = makers.draft(slug="legs")
    assert client.get(HISTORY).status_code == 404
    first = makers.published(slug="arms")
    makers.draft(of=first.article)
    assert "Edition 2" not in client.get("/articles/arms/history/").content.decode()
    assert client.get("/articles/arms/history/1/2/").status_code == 404
    assert client.get("/articles/arms/history/1/99999999999999999999/").status_code == 404
    assert draft.number == 1


def test_a_withdrawn_article_keeps_its_history(client: Client) -> None:
    makers.withdrawn(slug="legs", reason="The dose was wrong.")
    html = client.get(HISTORY).content.decode()
    assert "Why it was withdrawn: The dose was wrong." in html
    assert "what readers see now" not in html


def test_its_text_cannot_become_markup(client: Client) -> None:
    first = makers.published(slug="legs", text=makers.document(title="<script>alert(1)</script>"))
    makers.published(of=first.article)
    html = client.get(f"{HISTORY}1/2/").content.decode()
    assert "<script" not in html


def test_the_cost_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    three_editions()
    with django_assert_num_queries(1):
        client.get(HISTORY)
    with django_assert_num_queries(1):
        client.get(f"{HISTORY}1/3/")
