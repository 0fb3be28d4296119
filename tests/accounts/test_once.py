"""What is worked out once: a written query finds what its queryset finds, and what is remembered is made again by
other values only.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet, Value
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts import addresses, once
from articles.models import Article, Edition, Tag
from resources.models import Contact
from tests import makers
from tests.articles.strategies import quick


def editions(*, slug: str, numbers: list[int], identities: list[uuid.UUID]) -> QuerySet[Edition]:
    found = Edition.objects.select_related("article__medicine", "approval").only(
        "title", "article__slug", "article__medicine__name", "approval__note"
    )
    asked = Q(article__slug=slug) | Q(number__in=numbers, article__uuid__in=identities)
    return found.filter(asked).annotate(name=F("title")).order_by("pk")


@pytest.mark.django_db
def test_a_written_query_finds_what_its_queryset_finds(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = makers.published(), makers.draft()
    written: once.Written[Edition] = once.written(editions)
    cases: tuple[dict[str, Any], ...] = (
        {"slug": first.article.slug, "numbers": (), "identities": ()},
        {
            "slug": "nothing",
            "numbers": (1, 2, 3),
            "identities": (first.article.uuid, second.article.uuid, uuid.UUID(int=5)),
        },
        {"slug": "no'thing%s", "numbers": (7,), "identities": (first.article.uuid,)},
    )
    for case in cases:
        with django_assert_num_queries(1):
            found = written(**case)
        expected = list(editions(**case))
        assert found == expected
        # As the queryset leaves them: relations at hand, annotations set, the rest read when wanted.
        for here, there in zip(found, expected, strict=True):
            assert here.__dict__.keys() == there.__dict__.keys()
            assert here.name == there.name  # type: ignore[attr-defined]
            assert here.article.medicine == there.article.medicine
            assert here.approval == there.approval
            assert here.sealed_json == there.sealed_json


@pytest.mark.django_db
def test_values_are_read_as_python_has_them() -> None:
    contact = makers.contact()

    def values(*, key: int) -> QuerySet[Contact, Any]:
        return Contact.objects.filter(pk=key).values_list("verified_on", "organisation__international", Value("x"))

    assert once.written(values)(key=contact.pk) == [(contact.verified_on, False, "x")]


@pytest.mark.django_db
def test_a_query_that_can_find_nothing_is_not_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    def none(*, keys: list[int]) -> QuerySet[Tag]:
        return Tag.objects.filter(pk__in=keys)

    with django_assert_num_queries(0):
        assert once.written(none)(keys=()) == []


@pytest.mark.django_db
def test_a_value_that_is_changed_on_its_way_is_refused() -> None:
    def changed(*, slug: str) -> QuerySet[Tag]:
        return Tag.objects.filter(slug=slug.upper())

    with pytest.raises(ValueError, match="did not reach the query"):
        once.written(changed)(slug="x")


@pytest.mark.one_engine
@quick
@given(st.lists(st.integers(), max_size=40))
def test_few_lengths_of_lists_are_ever_asked(values: list[int]) -> None:
    padded = once._padded(values)
    assert set(padded) == set(values)
    assert len(padded) in {0, 1, 4, 16, 64}
    assert len(padded) < 4 * max(len(values), 1)


@pytest.mark.one_engine
def test_what_was_made_is_remembered_by_its_values_and_not_while_developing() -> None:
    calls: list[int] = []

    @once.made(2)
    def double(number: int) -> int:
        calls.append(number)
        return 2 * number

    assert [double(number) for number in (1, 1, 2, 3, 1)] == [2, 2, 4, 6, 2]
    assert calls == [1, 2, 3, 1]
    with override_settings(DEBUG=True):
        assert [double(1), double(1)] == [2, 2]
    assert calls == [1, 2, 3, 1, 1, 1]


@pytest.mark.one_engine
def test_an_address_is_the_one_that_django_gives() -> None:
    names = ("articles:article", "articles:tag", "articles:medicine", "articles:condition", "resources:organisation")
    with override_settings(LANGUAGES=[("en", "English"), ("de", "German")]):
        for language in ("en", "de"):
            with override(language):
                for name in names:
                    assert addresses.with_slug(name, "some-slug_9") == reverse(name, args=["some-slug_9"])
                assert addresses.of("pages:home") == reverse("pages:home")
        assert addresses.with_slug("articles:article", "x", "de") == Article(slug="x", language="de").get_absolute_url()
        assert addresses.with_slug("articles:article", "x", "de") == "/de/articles/x/"
