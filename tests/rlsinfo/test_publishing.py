"""Due editions are asked for once, and a failure holds nothing else up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from articles.models import Edition, EventKind, Source, Standing, State
from rlsinfo import publishing
from tests import makers

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def asked() -> list[int]:
    """The editions that were asked for, in order."""
    results = DBTaskResult.objects.filter(task_path="rlsinfo.publishing.publish_edition").order_by("enqueued_at")
    return [result.args_kwargs["args"][0] for result in results]


def state(edition: Edition) -> str:
    edition.refresh_from_db()
    return edition.state


def test_nothing_is_asked_before_its_time_and_once_after_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition = makers.scheduled()
    with time_machine.travel(makers.tomorrow() - dt.timedelta(seconds=1), tick=False), django_assert_num_queries(1):
        publishing.enqueue_if_due()
    with time_machine.travel(makers.tomorrow(), tick=False):
        publishing.enqueue_if_due()
        publishing.enqueue_if_due()
        assert asked() == [edition.pk]
        assert publishing.publish_edition.call(edition.pk) == "Published"
        publishing.enqueue_if_due()
    assert len(asked()) == 1
    assert edition.article.events.filter(kind=EventKind.PUBLISHED).count() == 1


def test_a_task_that_comes_too_late_or_too_early_does_nothing() -> None:
    edition = makers.scheduled()
    assert publishing.publish_edition.call(edition.pk) == "no longer due"
    with time_machine.travel(makers.tomorrow(), tick=False):
        publishing.publish_edition.call(edition.pk)
        assert publishing.publish_edition.call(edition.pk) == "no longer due"
    assert edition.article.events.filter(kind=EventKind.PUBLISHED).count() == 1


def test_a_task_whose_worker_died_is_asked_for_again() -> None:
    edition = makers.scheduled()
    with time_machine.travel(makers.tomorrow(), tick=False):
        publishing.enqueue_if_due()
        DBTaskResult.objects.get().claim("a worker that was killed")
        publishing.enqueue_if_due()
    assert asked() == [edition.pk] * 2


def test_one_that_failed_for_an_unknown_reason_is_tried_again_ever_more_slowly() -> None:
    makers.scheduled()
    due = makers.tomorrow()
    tried = []
    for second in range(0, 3600, 5):
        with time_machine.travel(due + dt.timedelta(seconds=second), tick=False):
            publishing.enqueue_if_due()
            for result in DBTaskResult.objects.filter(status="READY"):
                result.claim("worker")
                result.set_failed(RuntimeError("a fault"))
                tried.append(second)
    assert tried[:2] == [0, 5]
    assert sum(second <= 60 for second in tried) >= 5
    assert len(tried) < 40


def test_what_cannot_be_published_is_put_back_the_publishers_told_and_the_others_published(
    django_capture_on_commit_callbacks: Commits, mailoutbox: list[EmailMessage]
) -> None:
    makers.publisher(email="one@example.org")
    makers.publisher(email="two@example.org")
    makers.publisher()
    makers.publisher(email="gone@example.org", is_active=False)
    makers.author(email="author@example.org")
    bad = makers.scheduled(text=makers.document(title="Legs"))
    good = makers.scheduled(text=makers.document(title="Arms"))
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    with time_machine.travel(makers.tomorrow(), tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            said = publishing.publish_edition.call(bad.pk)
        Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.CURRENT)
        publishing.enqueue_if_due()
        assert asked() == [good.pk]
        assert publishing.publish_edition.call(good.pk) == "Published"
    assert (said, state(bad), state(good)) == ("Approved", State.APPROVED, State.PUBLISHED)
    event = bad.article.events.get(kind=EventKind.SCHEDULE_FAILED)
    assert "could not be published as scheduled" in event.words
    assert sorted(mail.to[0] for mail in mailoutbox) == ["one@example.org", "two@example.org"]
    assert mailoutbox[0].subject == "Not published: “Legs”"
    assert f"http://127.0.0.1:8000/admin/desk/editions/{bad.pk}/" in mailoutbox[0].body
    assert "retracted" in mailoutbox[0].body


def test_it_is_done_in_the_name_of_whoever_scheduled_it_if_they_still_publish() -> None:
    publisher: User = makers.publisher()
    edition = makers.schedule(makers.approved(), by=publisher)
    publisher.groups.clear()
    with time_machine.travel(makers.tomorrow() + dt.timedelta(days=3), tick=False):
        publishing.publish_edition.call(edition.pk)
    assert state(edition) == State.APPROVED
    again = makers.schedule(makers.approved(), publish_at=timezone.now() + dt.timedelta(hours=1))
    with time_machine.travel(timezone.now() + dt.timedelta(days=3), tick=False):
        publishing.publish_edition.call(again.pk)
    assert state(again) == State.PUBLISHED
    assert again.published_by == again.scheduled_by
