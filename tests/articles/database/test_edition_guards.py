"""What the database says of an edition's life: its seal, its schedule, where it belongs, what is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles import document as documents
from articles import guards, workflow
from articles.models import ChangeKind, Edition, State
from tests import makers
from tests.articles.database.refusal import update_refused

pytestmark = pytest.mark.django_db


def sealed(edition: Edition, text: str, sha256: str) -> dict[str, Any]:
    seal = {"sealed_json": text, "sealed_sha256": sha256, "schema_version": 1, "next_review_due": makers.next_year()}
    whom = {"published_at": timezone.now(), "published_by": edition.created_by, "change": "minor"}
    return {"state": State.PUBLISHED, **seal, **whom}


def test_a_seal_is_the_sha256_of_the_text_that_was_approved() -> None:
    edition = makers.approved(text=makers.short_document(title="Ünïcode – “quoted” 💊"))
    text = documents.Document.canonical(makers.short_document(title="Not what was read"))
    update_refused(edition, "a seal is the SHA-256 of its text", **sealed(edition, text, edition.approved_sha256))
    update_refused(edition, "edition_sealed_as_approved", **sealed(edition, text, documents.digest(text)))
    workflow.publish(edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    edition.refresh_from_db()
    assert edition.sealed_sha256 == documents.digest(edition.sealed_json or "")


@pytest.mark.parametrize(
    "make", [makers.draft, makers.submitted, makers.approved, makers.scheduled], ids=lambda make: make.__name__
)
def test_an_edition_stays_what_it_began_as(make: Callable[[], Edition]) -> None:
    edition, other = make(), makers.discarded()
    for columns in (
        {"article": other.article, "number": 7},
        {"number": 7},
        {"based_on": other},
        {"created_by": makers.author()},
        {"created_at": timezone.now()},
    ):
        update_refused(edition, "an edition stays what it began as", **columns)


@pytest.mark.parametrize("make", [makers.superseded, makers.withdrawn], ids=lambda make: make.__name__)
def test_what_is_over_stays_as_it_ended(make: Callable[[], Edition]) -> None:
    edition = make()
    now = timezone.now()
    ended: dict[str, dict[str, Any]] = {
        "moved": {"moved_at": now, "moved_by": makers.author()},
        "review": {"next_review_due": makers.next_year() + dt.timedelta(days=9)},
        "last review": {"last_review": makers.confirm(makers.published())},
        "reason": {"withdrawal_reason": "Other."},
        "redirect": {"redirect_to": makers.published().article},
        "withdrawn": {"withdrawn_at": now, "withdrawn_by": makers.author()},
    }
    for columns in ended.values():
        update_refused(edition, "a sealed edition cannot be changed|signed for the text that stands", **columns)


def test_a_schedule_is_for_a_time_to_come() -> None:
    edition = makers.scheduled()
    at = edition.scheduled_at
    assert at is not None
    update_refused(edition, "a schedule is for a time to come", publish_at=at)
    update_refused(edition, "a schedule is for a time to come", publish_at=at - dt.timedelta(seconds=1))


def test_a_scheduled_edition_has_all_that_it_is_to_be_published_with() -> None:
    edition = makers.scheduled()
    guards.remove(connection)
    for columns in (
        {"publish_at": None},
        {"scheduled_at": None},
        {"scheduled_by": None},
        {"change": ""},
        {"next_review_due": None},
        {"publish_at": None, "scheduled_at": None, "scheduled_by": None},
        {"state": State.APPROVED},
        {"change": "major"},
    ):
        update_refused(edition, "edition_", **columns)


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.DISCARDED])
def test_only_what_was_approved_is_scheduled(state: State) -> None:
    edition = makers.edition(state)
    when: dict[str, Any] = {"publish_at": makers.tomorrow(), "scheduled_at": timezone.now(), "change": "minor"}
    whom = {"scheduled_by": makers.publisher(), "next_review_due": makers.next_year()}
    update_refused(edition, "one step of its life|edition_", state=State.SCHEDULED, **when, **whom)
    update_refused(edition, "edition_", **when, **whom)


def test_only_who_is_reviewing_has_claimed_it() -> None:
    claim = {"claimed_at": timezone.now(), "claimed_by": makers.reviewer()}
    for state in (State.DRAFT, State.DISCARDED):
        update_refused(makers.edition(state), "edition_claimed_in_review", **claim)
    update_refused(makers.submitted(), "edition_claimed_whole", claimed_at=timezone.now())


def test_a_withdrawn_page_does_not_send_readers_to_itself() -> None:
    edition = makers.published()
    columns = {"withdrawn_at": timezone.now(), "withdrawn_by": makers.publisher(), "withdrawal_reason": "Wrong."}
    message = "a withdrawn page cannot send readers to itself"
    update_refused(edition, message, state=State.WITHDRAWN, redirect_to=edition.article, **columns)
