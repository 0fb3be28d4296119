"""Creating an article: an identity, without content."""

from __future__ import annotations

from typing import Any

import pytest

from articles import workflow
from articles.errors import InvalidRequest
from articles.models import Article, Event, Tagging
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_has_what_was_given_and_no_edition() -> None:
    by, medicine, condition, tags = makers.author(), makers.medicine(), makers.condition(), [makers.tag(), makers.tag()]
    article = workflow.create_article(
        by=by, slug="legs", language="en", medicine=medicine, condition=condition, tags=tags
    )
    assert (article.slug, article.language, article.medicine, article.condition) == ("legs", "en", medicine, condition)
    assert list(article.tags.order_by("pk")) == tags
    assert (article.created_by, article.editions.count()) == (by, 0)
    assert article.created_at is not None
    assert [event.words for event in article.events.all()] == ["Article “legs” created."]


def test_a_tag_that_is_given_twice_counts_once() -> None:
    tag = makers.tag()
    assert list(makers.article(tags=[tag, tag]).tags.all()) == [tag]


def test_a_translation_has_another_language() -> None:
    english = makers.article()
    french = makers.article(language="fr", translation_of=english)
    assert list(english.translations.all()) == [french]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"slug": ""}, "small letters"),
        ({"slug": "../x"}, "small letters"),
        ({"slug": "Legs"}, "small letters"),
        ({"slug": "a--b"}, "small letters"),
        ({"slug": "legs\n"}, "small letters"),
        ({"slug": "l" * 101}, "at most 100"),
        ({"language": "English"}, "by its code"),
        ({"language": ""}, "by its code"),
        ({"language": "en-aaaaaaaaaaa"}, "by its code"),
        ({"medicine": None, "condition": None}, "a medicine, a condition, or both"),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        workflow.create_article(
            by=makers.author(), **{"slug": "legs", "language": "en", "medicine": makers.medicine(), **fields}
        )
    assert not Article.objects.exists()
    assert not Event.objects.exists()


def test_a_condition_is_no_medicine_nor_the_other_way_round() -> None:
    with pytest.raises(InvalidRequest, match="is no medicine"):
        makers.article(medicine=makers.condition())
    with pytest.raises(InvalidRequest, match="is no condition"):
        makers.article(condition=makers.medicine())


def test_a_slug_is_taken_once_a_language() -> None:
    makers.article(slug="legs")
    makers.article(slug="legs", language="fr")
    with pytest.raises(InvalidRequest, match="There is an article at “legs” in this language already"):
        makers.article(slug="legs", tags=[makers.tag()])
    assert not Tagging.objects.exists()


def test_an_article_is_translated_once_into_a_language() -> None:
    english = makers.article()
    makers.article(language="fr", translation_of=english)
    with pytest.raises(InvalidRequest, match="There is a translation into this language already"):
        makers.article(language="fr", translation_of=english)
    with pytest.raises(InvalidRequest, match="in another language"):
        makers.article(language="en", translation_of=english)
