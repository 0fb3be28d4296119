"""Publishing at a time: planned, moved, cancelled; nothing that may not be published now can be planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotReady
from articles.models import ChangeKind, Edition, EventKind, Source, Standing, State
from tests import makers

pytestmark = pytest.mark.django_db


def schedule(edition: Edition, **fields: Any) -> Edition:
    defaults: dict[str, Any] = {
        "publish_at": makers.tomorrow(),
        "by": makers.publisher(),
        "change": ChangeKind.MINOR,
        "next_review_due": makers.next_year(),
    }
    return workflow.schedule(edition, **{**defaults, **fields})


def test_everything_that_it_is_published_with_is_set() -> None:
    by, edition = makers.publisher(), makers.approved()
    schedule(edition, by=by, change=ChangeKind.MAJOR, public_note=" New advice. ")
    edition.refresh_from_db()
    assert (edition.state, edition.publish_at, edition.scheduled_by) == (State.SCHEDULED, makers.tomorrow(), by)
    assert (edition.change, edition.public_note) == (ChangeKind.MAJOR, "New advice.")
    assert (edition.next_review_due, edition.published_at) == (makers.next_year(), None)
    assert edition.approval is not None
    assert not edition.article.editions.published().exists()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-03-28 00:30:00Z", "28 March 2027, 00:30 GMT"),
        ("2027-03-28 01:30:00Z", "28 March 2027, 02:30 BST"),
        ("2027-10-31 00:30:00Z", "31 October 2027, 01:30 BST"),
        ("2027-10-31 01:30:00Z", "31 October 2027, 01:30 GMT"),
    ],
)
def test_its_time_is_said_in_the_time_of_the_site(at: str, said: str) -> None:
    with time_machine.travel("2027-03-01 12:00:00Z", tick=False):
        edition = schedule(makers.approved(), publish_at=dt.datetime.fromisoformat(at))
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.words) == (EventKind.SCHEDULED, f"Edition 1 scheduled for {said}.")


def test_it_is_moved() -> None:
    by, edition = makers.publisher(), makers.scheduled()
    later = makers.tomorrow() + dt.timedelta(days=3)
    workflow.reschedule(edition, publish_at=later, by=by)
    edition.refresh_from_db()
    assert (edition.state, edition.publish_at, edition.scheduled_by) == (State.SCHEDULED, later, by)
    event = edition.events.first()
    assert event is not None
    assert event.words == f"Edition 1 moved to {workflow.said(later)}."


def test_it_is_cancelled_and_the_approval_stands() -> None:
    edition = makers.scheduled()
    approval = edition.approval
    workflow.unschedule(edition, by=makers.publisher())
    edition.refresh_from_db()
    assert (edition.state, edition.approval, edition.publish_at, edition.scheduled_by) == (
        State.APPROVED,
        approval,
        None,
        None,
    )
    assert (edition.change, edition.public_note, edition.next_review_due) == ("", "", None)


def test_it_is_published_at_once_after_all() -> None:
    by, edition = makers.publisher(), makers.scheduled()
    workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=makers.next_year())
    edition.refresh_from_db()
    assert (edition.state, edition.published_by) == (State.PUBLISHED, by)


def days(number: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"publish_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "still to come"),
        ({"publish_at": dt.datetime.max.replace(tzinfo=dt.UTC)}, "within a year"),
        ({"next_review_due": dt.date(2020, 1, 1)}, "still to come"),
        ({"next_review_due": dt.date.max}, "within three years"),
        ({"change": ChangeKind.MAJOR}, "A major change needs a note"),
        ({"change": ChangeKind.CORRECTION, "public_note": " "}, "A correction needs a note"),
    ],
    ids=str,
)
def test_what_it_needs(fields: dict[str, Any], told: str) -> None:
    edition = makers.approved()
    with pytest.raises(InvalidRequest, match=told):
        schedule(edition, **fields)
    edition.refresh_from_db()
    assert (edition.state, edition.publish_at) == (State.APPROVED, None)


def test_a_review_is_due_after_it_is_published_not_after_it_was_planned() -> None:
    edition, day = makers.approved(), timezone.localdate() + dt.timedelta(days=20)
    with pytest.raises(InvalidRequest, match="still to come"):
        schedule(edition, publish_at=days(21), next_review_due=day)
    schedule(edition, publish_at=days(10), next_review_due=day)
    with pytest.raises(InvalidRequest, match="still to come"):
        workflow.reschedule(edition, publish_at=days(21), by=makers.publisher())
    for at, told in ((days(-1), "still to come"), (days(400), "within a year")):
        with pytest.raises(InvalidRequest, match=told):
            workflow.reschedule(edition, publish_at=at, by=makers.publisher())


def test_the_text_is_the_approved_one_and_may_be_published() -> None:
    edition = makers.approved()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    with pytest.raises(NotReady, match="was retracted"):
        schedule(edition)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.CURRENT, title="Corrected")
    with pytest.raises(LostRace, match="after the approval, which is void"):
        schedule(edition)


@pytest.mark.parametrize("state", [state for state in State if state != State.APPROVED])
def test_only_what_is_approved(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match="not approved"):
        schedule(edition)


@pytest.mark.parametrize("state", [state for state in State if state != State.SCHEDULED])
def test_only_what_is_scheduled_is_moved_or_cancelled(state: State) -> None:
    edition, by = makers.edition(state), makers.publisher()
    with pytest.raises(InvalidRequest, match="not scheduled"):
        workflow.reschedule(edition, publish_at=makers.tomorrow(), by=by)
    with pytest.raises(InvalidRequest, match="not scheduled"):
        workflow.unschedule(edition, by=by)
    with pytest.raises(InvalidRequest, match="not scheduled"):
        workflow.publish_due(edition)


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, edition = makers.publisher(), makers.approved()
    seen = makers.seen(edition)
    schedule(edition, by=first)
    with pytest.raises(LostRace, match="it was scheduled") as raised:
        schedule(seen)
    assert raised.value.who == first
    copies = [makers.seen(edition) for _ in range(2)]
    workflow.unschedule(edition, by=first)
    with pytest.raises(LostRace, match="it was approved"):
        workflow.unschedule(copies[0], by=makers.publisher())
    with pytest.raises(LostRace, match="it was approved"):
        workflow.reschedule(copies[1], publish_at=makers.tomorrow(), by=makers.publisher())
