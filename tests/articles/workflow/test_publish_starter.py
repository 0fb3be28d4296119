"""Starter content: published without a review, by the loader alone, for a new article alone, and it says so."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, NotAllowed, NotReady
from articles.models import Article, Edition, Event, State
from articles.places import DocumentError
from tests import makers

pytestmark = pytest.mark.django_db


def publish(**fields: Any) -> Edition:
    document = makers.document()
    makers.library(document)
    defaults = {
        "by": makers.loader(),
        "slug": "legs",
        "document": document,
        "byline": makers.team_byline(),
        "next_review_due": makers.next_year(),
        "medicine": makers.medicine(),
        "condition": None,
        "tags": [],
    }
    return workflow.publish_starter(**{**defaults, **fields})


def test_it_is_published_unreviewed_under_the_byline() -> None:
    byline, tag = makers.team_byline(), makers.tag()
    edition = publish(byline=byline, tags=[tag])
    edition.refresh_from_db()
    assert (edition.state, edition.unreviewed, edition.number) == (State.PUBLISHED, True, 1)
    assert (edition.approval, edition.reviews.count()) == (None, 0)
    assert edition.sealed_sha256 == makers.sha256(edition)
    assert edition.public_note == "First edition, published before a clinician reviewed it."
    assert [contribution.byline for contribution in edition.contributions.all()] == [byline]
    assert list(edition.article.tags.all()) == [tag]
    assert [event.words for event in edition.article.events.order_by("pk")] == [
        "Article “legs” created.",
        "Edition 1 started.",
        "Edition 1 published (major change).",
    ]


@pytest.mark.parametrize("roles", [(), tuple(Role)])
@pytest.mark.parametrize("superuser", [True, False])
def test_nobody_but_the_loader_may(roles: tuple[Role, ...], superuser: bool) -> None:
    with pytest.raises(NotAllowed, match="Only the loader"):
        publish(by=makers.person(*roles, is_superuser=superuser))
    assert not Article.objects.exists()


def test_only_for_a_new_article() -> None:
    article = makers.article(slug="legs")
    with pytest.raises(InvalidRequest, match="There is an article at “legs”"):
        publish()
    assert not article.editions.exists()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"document": makers.short_document(summary="")}, NotReady),
        ({"document": makers.document(sections=[makers.section("help", makers.care_card("urgent"))])}, NotReady),
        (
            {"document": makers.document(sections=[makers.section("symptoms", makers.point(sources=["no-1"]))])},
            DocumentError,
        ),
        ({"slug": "Not a slug"}, InvalidRequest),
        ({"medicine": None}, InvalidRequest),
    ],
)
def test_what_is_not_ready_leaves_nothing_behind(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        publish(**fields)
    assert not Article.objects.exists()
    assert not Edition.objects.exists()
    assert not Event.objects.exists()
