"""Publishing what is due: at its time, once, in the name of whoever planned it; what stands against it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import ChangeKind, Edition, EventKind, Source, Standing, State
from tests import makers

pytestmark = pytest.mark.django_db


def due(edition: Edition) -> dt.datetime:
    assert edition.publish_at is not None
    return edition.publish_at


def test_at_its_time_with_what_was_set() -> None:
    by = makers.publisher()
    first = makers.published()
    edition = workflow.schedule(
        makers.approved(of=first.article),
        publish_at=makers.tomorrow(),
        by=by,
        change=ChangeKind.CORRECTION,
        next_review_due=makers.next_year(),
        public_note="The dose was wrong.",
    )
    with time_machine.travel(due(edition), tick=False):
        assert list(Edition.objects.due(timezone.now())) == [edition]
        workflow.publish_due(edition)
    edition.refresh_from_db()
    first.refresh_from_db()
    assert (edition.state, edition.published_by, edition.published_at) == (State.PUBLISHED, by, due(edition))
    assert (edition.change, edition.public_note) == (ChangeKind.CORRECTION, "The dose was wrong.")
    assert (edition.next_review_due, first.state) == (makers.next_year(), State.SUPERSEDED)
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.PUBLISHED, by)
    assert event.words == "Edition 2 published (correction, as scheduled)."


def test_not_a_moment_before() -> None:
    edition = makers.scheduled()
    with time_machine.travel(due(edition) - dt.timedelta(microseconds=1), tick=False):
        assert not Edition.objects.due(timezone.now()).exists()
        with pytest.raises(InvalidRequest, match="is not due before"):
            workflow.publish_due(edition)
    edition.refresh_from_db()
    assert edition.state == State.SCHEDULED


def test_once() -> None:
    edition = makers.scheduled()
    seen = makers.seen(edition)
    with time_machine.travel(due(edition) + dt.timedelta(days=2)):
        workflow.publish_due(edition)
        with pytest.raises(LostRace, match="it was published"):
            workflow.publish_due(seen)
    assert edition.events.filter(kind=EventKind.PUBLISHED).count() == 1


def retract(edition: Edition, by: User) -> None:
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)


def edit_source(edition: Edition, by: User) -> None:
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Corrected")


def take_role(edition: Edition, by: User) -> None:
    by.groups.remove(Group.objects.get(name=Role.PUBLISHER.value))


def leave(edition: Edition, by: User) -> None:
    User.objects.filter(pk=by.pk).update(is_active=False)


AGAINST: list[tuple[Callable[[Edition, User], None], str]] = [
    (retract, "was retracted"),
    (edit_source, "the text or its sources changed after the approval, which is void"),
    (take_role, "To publish takes the role of publisher"),
    (leave, "To publish takes the role of publisher"),
]


@pytest.mark.parametrize(("against", "told"), AGAINST, ids=lambda value: getattr(value, "__name__", ""))
def test_what_came_to_stand_against_it_puts_it_back_to_approved(
    against: Callable[[Edition, User], None], told: str
) -> None:
    by, first = makers.publisher(), makers.published()
    edition = makers.schedule(makers.approved(of=first.article), by=by)
    at = due(edition)
    against(edition, by)
    with time_machine.travel(at):
        workflow.publish_due(edition)
        assert not Edition.objects.due(timezone.now()).exists()
    edition.refresh_from_db()
    first.refresh_from_db()
    assert (edition.state, edition.publish_at, edition.scheduled_by, edition.change) == (State.APPROVED, None, None, "")
    assert (edition.sealed_json, first.state) == (None, State.PUBLISHED)
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.SCHEDULE_FAILED, by)
    assert event.words.startswith("Edition 2 could not be published as scheduled: ")
    assert told in event.words


def test_a_worker_that_was_dead_until_the_review_was_due_publishes_nothing() -> None:
    edition = makers.scheduled()
    with time_machine.travel(makers.next_year()):
        workflow.publish_due(edition)
    edition.refresh_from_db()
    assert edition.state == State.APPROVED
    assert edition.events.filter(kind=EventKind.SCHEDULE_FAILED, words__contains="still to come").exists()


def test_another_publisher_plans_it_again_after_that() -> None:
    by = makers.publisher()
    edition = makers.schedule(makers.approved(), by=by)
    leave(edition, by)
    with time_machine.travel(due(edition)):
        workflow.publish_due(edition)
        makers.schedule(edition)
    with time_machine.travel(due(edition)):
        assert workflow.publish_due(edition).state == State.PUBLISHED


def test_who_cancelled_it_meanwhile_is_told() -> None:
    by, edition = makers.publisher(), makers.scheduled()
    seen = makers.seen(edition)
    workflow.unschedule(edition, by=by)
    with time_machine.travel(due(seen)), pytest.raises(LostRace, match="it was approved") as raised:
        workflow.publish_due(seen)
    assert raised.value.who == by
