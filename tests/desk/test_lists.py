"""The lists of the desk: what is in them, filters, order, pages, CSV, and the ladder of who may read them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.models import Edition, Source, Standing, State
from tests import makers

pytestmark = pytest.mark.django_db


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or makers.person(Role.PUBLISHER))
    return client


def address(name: str, **filters: Any) -> str:
    return reverse("admin:desk-list", args=[name], query=filters)


def titles(client: Client, name: str, **filters: Any) -> list[str]:
    """The first column of the whole list, from its CSV."""
    return [row[0] for row in table(client, name, **filters)[1:]]


def table(client: Client, name: str, **filters: Any) -> list[list[str]]:
    response: Any = client.get(address(name, **filters, format="csv"))
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def titled(title: str, state: State = State.PUBLISHED, **fields: Any) -> Edition:
    return makers.edition(state, text=makers.short_document(title=title), **fields)


def move_due(edition: Edition, days: int) -> None:
    """As time would: the day of the next review is some days from now."""
    Edition.objects.filter(pk=edition.pk).update(next_review_due=timezone.localdate() + dt.timedelta(days=days))


# What is in which list


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("drafts", State.DRAFT),
        ("in-review", State.IN_REVIEW),
        ("approved", State.APPROVED),
        ("scheduled", State.SCHEDULED),
        ("published", State.PUBLISHED),
        ("withdrawn", State.WITHDRAWN),
    ],
)
def test_a_list_of_a_state_holds_that_state_only(name: str, state: State) -> None:
    for each in State:
        titled(f"It is {each}", each)
    found = titles(signed_in(), name)
    assert f"It is {state}" in found
    assert all(title in (f"It is {state}", "Restless legs and mirtazapine") for title in found)


def test_drafts_of_mine_are_those_that_i_started_or_wrote_in() -> None:
    me, other = makers.author(), makers.author()
    titled("Mine", State.DRAFT, by=me)
    shared = titled("Of two", State.DRAFT, by=other)
    workflow.save_document(shared, makers.short_document(title="Of two"), version=shared.version, by=me)
    titled("Not mine", State.DRAFT, by=other)
    assert sorted(titles(signed_in(me), "my-drafts")) == ["Mine", "Of two"]


def test_changes_requested_ends_with_the_next_submission() -> None:
    me, reviewer = makers.author(), makers.reviewer()
    edition = titled("Sent back", State.IN_REVIEW, by=me)
    titled("Never sent back", State.DRAFT, by=me)
    taken_back = titled("Taken back", State.IN_REVIEW, by=me)
    workflow.reopen(taken_back, reason="A mistake.", by=me)
    workflow.request_changes(edition, sha256=makers.sha256(edition), note="Say who decides.", by=reviewer)
    client = signed_in(me)
    assert titles(client, "changes-requested") == ["Sent back"]
    workflow.submit(edition, version=edition.version, by=me)
    assert titles(client, "changes-requested") == []
    workflow.reopen(edition, reason="Once more.", by=me)
    assert titles(client, "changes-requested") == []


def test_a_reviewer_is_offered_what_nobody_took_on_and_they_did_not_write() -> None:
    me = makers.person(Role.REVIEWER, Role.AUTHOR)
    titled("My own words", State.IN_REVIEW, by=me)
    titled("Free", State.IN_REVIEW)
    workflow.claim(titled("Taken by me", State.IN_REVIEW), by=me)
    workflow.claim(titled("Taken by another", State.IN_REVIEW), by=makers.reviewer())
    client = signed_in(me)
    assert titles(client, "to-claim") == ["Free"]
    assert titles(client, "my-reviews") == ["Taken by me"]


def test_identities_wait_for_a_publisher_who_neither_invited_nor_wrote() -> None:
    inviter = makers.person(Role.PUBLISHER)
    review = makers.guest_approval(titled("By a guest", State.IN_REVIEW), by=inviter)
    assert titles(signed_in(inviter), "identities") == []
    publisher = makers.publisher()
    assert titles(signed_in(publisher), "identities") == ["By a guest"]
    workflow.refuse_identity(review, how="Not in the register.", by=publisher)
    assert titles(signed_in(publisher), "identities") == []


@pytest.mark.parametrize(
    ("days", "lists"),
    [
        (-1, {"overdue"}),
        (0, {"due-in-14-days", "due-in-60-days"}),
        (14, {"due-in-14-days", "due-in-60-days"}),
        (15, {"due-in-60-days"}),
        (60, {"due-in-60-days"}),
        (61, set()),
    ],
)
def test_when_a_review_is_due(days: int, lists: set[str]) -> None:
    move_due(titled("Due"), days)
    client = signed_in()
    found = {name for name in ("overdue", "due-in-14-days", "due-in-60-days") if titles(client, name) == ["Due"]}
    assert found == lists


def test_sources_and_the_pages_that_cite_them() -> None:
    titled("Cites it")
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(
        standing=Standing.RETRACTED, broken_since="2026-01-05", broken_why="Not found."
    )
    makers.source(key="retracted-alone", standing=Standing.RETRACTED)
    makers.source(key="broken-alone", broken_since=dt.date(2026, 1, 6), broken_why="Not found.")
    client = signed_in()
    assert titles(client, "cites-retracted") == titles(client, "cites-broken") == ["Cites it"]
    assert titles(client, "retracted-sources") == [makers.SOURCE_KEYS[0]]
    assert titles(client, "broken-sources") == [makers.SOURCE_KEYS[0], "broken-alone"]
    assert titles(client, "broken-sources", cited="no") == ["broken-alone"]
    assert titles(client, "published", source=makers.SOURCE_KEYS[0]) == ["Cites it"]


def test_blocking_problems_of_what_is_published_as_of_today() -> None:
    late = titled("Late")
    move_due(late, -3)
    titled("Fine")
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    found = [(row[0], row[4]) for row in table(signed_in(), "blocking")[1:]]
    day = timezone.localdate() - dt.timedelta(days=3)
    retracted = "was retracted and cannot support anything"
    assert found == [("Fine", retracted), ("Late", retracted), ("Late", f"its review was due on {day:%-d %B %Y}")]
    assert [row[0] for row in table(signed_in(), "blocking", q="late")[1:]] == ["Late", "Late"]
