"""Reviewed, no change: a clinician read what readers see; "last reviewed" and "next review due" move, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed, NotReady
from articles.models import ChangeKind, Decision, Edition, EventKind, Review, Source, Standing, State
from tests import makers

pytestmark = pytest.mark.django_db


def record(edition: Edition, **fields: Any) -> Review:
    defaults: dict[str, Any] = {
        "sha256": edition.sealed_sha256,
        "declaration": makers.DECLARATION,
        "next_review_due": makers.next_year() + dt.timedelta(days=30),
        "by": makers.reviewer(),
    }
    return workflow.record_review(edition, **{**defaults, **fields})


@pytest.mark.parametrize("make", [makers.published, makers.starter], ids=lambda make: make.__name__)
def test_the_dates_move_and_the_edition_stays(make: Callable[[], Edition]) -> None:
    by, edition = makers.reviewer(), make()
    before = Edition.objects.filter(pk=edition.pk).values().get()
    review = record(edition, by=by, interests=" Shares in none. ", note=" Good. ")
    assert (review.decision, review.reviewer, review.document_sha256) == (
        Decision.CONFIRMED,
        by,
        edition.sealed_sha256,
    )
    assert (review.declaration, review.signed_interests, review.note) == (
        makers.DECLARATION,
        "Shares in none.",
        "Good.",
    )
    after = Edition.objects.filter(pk=edition.pk).values().get()
    moved = {"last_review_id": review.pk, "next_review_due": makers.next_year() + dt.timedelta(days=30)}
    assert after == before | moved
    assert makers.seen(edition).reviewed == review
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.REVIEWED, by)


def test_the_latest_is_the_one_that_readers_are_told() -> None:
    edition = makers.published()
    reviews = [record(makers.seen(edition)) for _ in range(2)]
    assert makers.seen(edition).reviewed == reviews[1]
    assert edition.reviews.filter(decision=Decision.CONFIRMED).count() == 2


def test_the_interests_are_those_of_the_byline_where_none_are_declared() -> None:
    assert record(makers.published()).signed_interests == "None"
    silent = makers.reviewer()
    type(silent.byline).objects.filter(user=silent).update(interests="")
    with pytest.raises(InvalidRequest, match="Declare what could sway you"):
        record(makers.published(), by=silent)


def test_nobody_reviews_what_they_wrote() -> None:
    both = makers.person(*Role)
    with pytest.raises(NotAllowed, match="You wrote in this edition"):
        record(makers.published(by=both), by=both)


def test_whoever_submitted_it_and_did_not_write_may_review_it_later() -> None:
    both = makers.person(*Role)
    draft = makers.draft()
    workflow.submit(draft, version=draft.version, by=both)
    makers.approve(draft)
    edition = workflow.publish(
        draft, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year()
    )
    assert record(edition, by=both).reviewer == both


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"declaration": " \x00"}, "your declaration of competence"),
        ({"next_review_due": timezone.localdate()}, "still to come"),
        ({"next_review_due": timezone.localdate() + dt.timedelta(days=1099)}, "within three years"),
    ],
    ids=str,
)
def test_what_it_needs(fields: dict[str, Any], told: str) -> None:
    edition = makers.published()
    with pytest.raises(InvalidRequest, match=told):
        record(edition, **fields)
    assert makers.seen(edition).last_review is None


def test_a_page_with_a_retracted_source_is_not_confirmed() -> None:
    edition = makers.published()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    with pytest.raises(NotReady, match="was retracted"):
        record(edition)


def test_it_is_bound_to_the_text_that_was_read() -> None:
    with pytest.raises(LostRace, match="another text is published"):
        record(makers.published(), sha256="0" * 64)


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_only_what_readers_see(state: State) -> None:
    edition = makers.edition(state)
    reviews = Review.objects.count()
    with pytest.raises(InvalidRequest, match="not published"):
        record(edition, sha256=edition.sealed_sha256 or makers.sha256(edition))
    assert Review.objects.count() == reviews


def test_who_published_another_meanwhile_is_told() -> None:
    publisher, edition = makers.publisher(), makers.published()
    seen = makers.seen(edition)
    makers.published(of=edition.article, published_by=publisher)
    with pytest.raises(LostRace, match="a newer edition was published") as raised:
        record(seen)
    assert raised.value.who == publisher
