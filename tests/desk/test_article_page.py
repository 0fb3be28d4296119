"""An article's page on the desk, its timeline, the texts that were kept, and starting a draft."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.models import Article, Edition, Event, EventKind, KeptText, State
from tests import makers

pytestmark = pytest.mark.django_db


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or makers.author())
    return client


def address(article: Article, **query: str) -> str:
    return reverse("admin:desk-article", args=[article.pk], query=query)


def page(article: Article, user: User | None = None, **query: str) -> str:
    response = signed_in(user).get(address(article, **query))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# What the page shows


def test_what_readers_see_and_what_is_being_written() -> None:
    edition = makers.published(text=makers.short_document(title="Legs at night"))
    draft = makers.draft(of=edition.article, text=makers.short_document(title="Legs at night, again"))
    html = page(edition.article)
    assert "<h1>Legs at night</h1>" in html
    assert f'href="{edition.article.get_absolute_url()}">View on site</a>' in html
    assert reverse("admin:desk-edition", args=[edition.pk]) in html
    assert f'href="{reverse("admin:desk-edit", args=[draft.pk])}">Write on</a>' in html
    assert "Start a draft" not in html


def test_a_withdrawn_article_says_what_readers_are_told() -> None:
    html = page(makers.withdrawn(reason="A number in it was wrong.").article)
    assert "Readers are told: “A number in it was wrong.”" in html
    assert "Start a draft" in html


def test_an_article_without_an_edition_says_what_to_do() -> None:
    html = page(makers.article(slug="no-edition-yet"))
    assert "<h1>no-edition-yet</h1>" in html
    assert "This article has no edition yet. Start a draft above." in html


def test_every_edition_stands_there_and_can_be_restored_while_none_is_open() -> None:
    old = makers.superseded()
    html = page(old.article)
    assert html.count("Draft from this") == 2
    assert reverse("admin:desk-action", args=[old.pk, "restore"]) in html
    makers.draft(of=old.article)
    assert "Draft from this" not in page(old.article)


def test_whoever_does_not_write_is_offered_no_draft() -> None:
    html = page(makers.published().article, makers.reviewer())
    assert "Start a draft" not in html
    assert "Draft from this" not in html
    assert "Authors and publishers can start a draft." in html


def test_translations_lead_to_each_other() -> None:
    original = makers.article(slug="legs")
    other = makers.article(slug="beine", language="de", translation_of=original)
    assert f'href="{address(other)}">de: beine</a>' in page(original)
    assert f'href="{address(original)}">en: legs</a>' in page(other)


# The timeline


def opened_by_a_guest() -> Edition:
    invitation = makers.invited()
    workflow.open_link(invitation)
    return invitation.edition


def test_the_timeline_tells_all_with_who_and_in_words() -> None:
    edition = opened_by_a_guest()
    html = page(edition.article)
    for event in Event.objects.filter(article=edition.article):
        assert event.words in html
    assert "<b>Review link opened</b> by Sam Guest (invited)" in html


def test_the_timeline_is_filtered_by_kind() -> None:
    edition = opened_by_a_guest()
    html = page(edition.article, kind=EventKind.LINK_OPENED)
    assert "The review link of Sam Guest was opened." in html
    assert "submitted for review." not in html
    assert "Nothing of that kind happened." in page(edition.article, kind=EventKind.WITHDRAWN)


@pytest.mark.parametrize("form", [{}, {"format": "csv"}])
def test_an_unknown_kind_is_told(form: dict[str, str]) -> None:
    response = signed_in().get(address(opened_by_a_guest().article, kind="burnt", **form))
    assert response.status_code == 400
    assert "“burnt” is nothing that can happen to an article." in response.content.decode()


def test_the_timeline_as_csv_holds_the_same_and_no_formula() -> None:
    author = makers.author(first_name="=1+1", last_name="")
    article = makers.submitted(by=author).article
    response: Any = signed_in().get(address(article, format="csv", kind=EventKind.SUBMITTED))
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["When", "What", "Edition", "Who", "In words"]
    assert [row[1:] for row in rows[1:]] == [["Submitted for review", "1", "'=1+1", "Edition 1 submitted for review."]]
    assert f'filename="history-of-{article.slug}-' in response.headers["Content-Disposition"]


def test_a_long_timeline_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.desk.article.PAGE", 2)
    article = makers.published().article
    assert "Edition 1 published" in page(article)
    assert "Edition 1 published" not in page(article, page="2")
    assert "created." in page(article, page="99")


# Kept texts


def kept() -> KeptText:
    first, second = makers.author(first_name="Ann", last_name="First"), makers.author()
    edition = makers.draft(by=first, text=makers.short_document(summary="The words of Ann."))
    workflow.save_document(edition, makers.short_document(summary="Other words."), version=edition.version, by=second)
    return KeptText.objects.latest("version")


def test_a_kept_text_can_be_read_and_compared_with_the_draft_as_it_is() -> None:
    text = kept()
    where = reverse("admin:desk-kept", args=[text.pk])
    assert f'href="{where}">Edition 1 as Ann First left it</a>' in page(text.edition.article)
    html = signed_in().get(where).content.decode()
    assert "<b>Summary:</b> The words of Ann." in html
    assert "<ins>Other</ins>" in html
    assert "<del>The</del>" in html


def test_a_kept_text_side_by_side() -> None:
    where = reverse("admin:desk-kept", args=[kept().pk])
    assert '<div class="sides">' in signed_in().get(f"{where}?view=side").content.decode()


# Starting a draft


def start(article: Article, user: User) -> Any:
    return signed_in(user).post(reverse("admin:desk-start", args=[article.pk]))


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.PUBLISHER])
def test_a_draft_is_started_and_opens_in_the_editor(role: Role) -> None:
    published = makers.published()
    response = start(published.article, makers.person(role))
    draft = published.article.editions.get(state=State.DRAFT)
    assert response.status_code == 302
    assert response.url == reverse("admin:desk-edit", args=[draft.pk])
    assert draft.based_on == published


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CURATOR, Role.ADMINISTRATOR])
def test_a_draft_is_not_started_by_other_roles(role: Role) -> None:
    article = makers.article()
    response = start(article, makers.person(role))
    assert response.status_code == 403
    assert "To write takes the role of author or publisher." in response.content.decode()
    assert not article.editions.exists()


def test_whoever_comes_second_is_told_who_was_first() -> None:
    first = makers.author(first_name="Ann", last_name="First")
    article = makers.draft(by=first).article
    response = start(article, makers.author())
    assert response.status_code == 409
    assert "Ann First got there first: edition 1 is open already" in response.content.decode()
    assert article.editions.count() == 1


# Who, verbs, and how much it costs


def test_the_ladder_of_who_may_read() -> None:
    text = kept()
    addresses = (address(text.edition.article), reverse("admin:desk-kept", args=[text.pk]))
    for where in addresses:
        for role in Role:
            assert signed_in(makers.person(role)).get(where).status_code == 200
        assert signed_in(makers.person()).get(where).status_code == 403
        assert Client().get(where).status_code == 302
        assert signed_in().post(where).status_code == 405
    for name in ("desk-article", "desk-kept"):
        assert signed_in().get(reverse(f"admin:{name}", args=[999_999])).status_code == 404
    starting = reverse("admin:desk-start", args=[text.edition.article.pk])
    assert signed_in().get(starting).status_code == 405
    assert Client().post(starting).status_code == 302
    assert signed_in().post(reverse("admin:desk-start", args=[999_999])).status_code == 404


def test_the_page_costs_the_same_whatever_happened(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = signed_in()
    little, much = makers.published().article, makers.published().article
    for _ in range(3):
        makers.published(of=much)
    text = makers.draft(of=much)
    other = makers.author()
    workflow.save_document(text, makers.short_document(), version=text.version, by=other)
    for article in (little, much):
        with django_assert_num_queries(17):
            assert client.get(address(article)).status_code == 200


def test_words_of_people_are_shown_as_they_are() -> None:
    edition = makers.submitted()
    workflow.reopen(edition, reason="<script>alert(1)</script>", by=makers.author())
    assert "<script>alert(1)" not in page(edition.article)
    assert "&lt;script&gt;alert(1)" in page(edition.article)
