"""Making a new article at the desk, with its first draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.models import Article, Edition, State
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def medicine() -> str:
    return str(makers.medicine(slug="mirtazapine", name="Mirtazapine").slug)


@pytest.fixture
def two_languages(settings: LazySettings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "German")]


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or makers.author())
    return client


def post(user: User | None = None, **fields: Any) -> Any:
    data = {"title": "Legs at night", "medicine": "mirtazapine", **fields}
    return signed_in(user).post(reverse("admin:desk-new"), data)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.PUBLISHER])
def test_an_article_is_made_with_a_draft_that_opens_in_the_editor(role: Role, medicine: str) -> None:
    condition, tag = makers.condition(slug="rls"), makers.tag(slug="sleep")
    user = makers.person(role)
    response = post(user, slug="legs", condition="rls", tags=["sleep"])
    edition = Edition.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("admin:desk-edit", args=[edition.pk])
    assert (edition.title, edition.state, edition.created_by) == ("Legs at night", State.DRAFT, user)
    article = edition.article
    assert (article.slug, article.language, article.condition) == ("legs", "en", condition)
    assert str(article.medicine) == "Mirtazapine"
    assert list(article.tags.all()) == [tag]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Legs at night", "legs-at-night"),
        ("  Ähm – was_ist “das”?  ", "ahm-was-ist-das"),
        ("a" * 150, "a" * 96),
    ],
)
def test_an_address_is_made_from_the_title(title: str, slug: str, medicine: str) -> None:
    assert post(title=title).status_code == 302
    assert Article.objects.get().slug == slug


def test_an_address_that_is_made_is_not_taken_yet(medicine: str) -> None:
    for _ in range(3):
        assert post().status_code == 302
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "legs-at-night",
        "legs-at-night-2",
        "legs-at-night-3",
    ]


@pytest.mark.parametrize(
    ("fields", "place", "rule"),
    [
        ({"title": " "}, "title", "This field is required."),
        ({"title": "\x01"}, "title", "Give it a title."),
        ({"title": "x" * 201}, "title", "at most 200 characters"),
        ({"title": "睡眠"}, "slug", "No address can be made from this title. Give one."),
        ({"slug": "Not An Address"}, "slug", "An address is small letters, digits and single hyphens"),
        ({"slug": "x" * 101}, "slug", "at most 100 characters"),
        ({"medicine": ""}, "condition", "Choose a medicine, a condition, or both."),
        ({"medicine": "no-such"}, "medicine", "Select a valid choice"),
        ({"tags": ["no-such"]}, "tags", "“no-such” is not in use any more"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(
    fields: dict[str, Any], place: str, rule: str, medicine: str
) -> None:
    response = post(**{"condition": "", **fields})
    form = response.context["form"]
    assert response.status_code == 422
    assert set(form.errors) == {place}
    assert rule in form.errors.as_text()
    assert form["title"].value() == fields.get("title", "Legs at night")
    assert form["slug"].value() == fields.get("slug")
    assert not Article.objects.exists()


def test_an_address_that_is_taken_is_told(medicine: str) -> None:
    makers.article(slug="legs")
    response = post(slug="legs")
    assert response.status_code == 422
    assert "There is an article at “legs” in this language already." in response.content.decode()
    assert Article.objects.count() == 1


def test_with_one_language_there_is_none_to_choose(medicine: str) -> None:
    html = signed_in().get(reverse("admin:desk-new")).content.decode()
    assert "Language" not in html
    assert "translation" not in html


@pytest.mark.usefixtures("two_languages")
def test_a_translation_of_an_article(medicine: str) -> None:
    original = makers.article(slug="legs")
    response = post(title="Beine", language="de", translation_of=original.pk)
    assert response.status_code == 302
    assert Article.objects.get(language="de").translation_of == original
    again = post(title="Wieder", language="de", translation_of=original.pk)
    assert again.status_code == 422
    assert "There is a translation into this language already." in again.content.decode()


@pytest.mark.usefixtures("two_languages")
def test_the_form_can_be_filled_in_by_its_address(medicine: str) -> None:
    original = makers.article(slug="legs")
    query = {"translation_of": original.pk, "medicine": medicine, "language": "de"}
    form = signed_in().get(reverse("admin:desk-new", query=query)).context["form"]
    assert form["medicine"].value() == medicine
    assert f'<option value="{original.pk}" selected>' in str(form["translation_of"])
    article = signed_in().get(reverse("admin:desk-article", args=[original.pk])).content.decode()
    assert f"?translation_of={original.pk}" in article


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CURATOR, Role.ADMINISTRATOR])
def test_other_roles_make_no_article(role: Role, medicine: str) -> None:
    user = makers.person(role)
    assert signed_in(user).get(reverse("admin:desk-new")).status_code == 403
    assert post(user).status_code == 403
    assert not Article.objects.exists()


def test_a_stranger_meets_the_sign_in_and_a_wrong_verb_405(medicine: str) -> None:
    assert Client().get(reverse("admin:desk-new")).status_code == 302
    assert Client().post(reverse("admin:desk-new"), {"title": "Legs"}).status_code == 302
    assert signed_in().put(reverse("admin:desk-new")).status_code == 405
    assert not Article.objects.exists()
