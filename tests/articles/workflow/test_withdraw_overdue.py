"""A page long past its review date is withdrawn by the site, where it is set so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import Edition, EventKind, State
from rlsinfo import withdrawing
from tests import makers

pytestmark = pytest.mark.django_db
Commits = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]
DAYS = 30


def after(edition: Edition, days: int) -> time_machine.travel:
    """Noon, so many days after the review of an edition was due."""
    assert edition.next_review_due
    day = edition.next_review_due + dt.timedelta(days=days)
    return time_machine.travel(timezone.make_aware(dt.datetime.combine(day, dt.time(12))), tick=False)


def state(edition: Edition) -> str:
    return Edition.objects.get(pk=edition.pk).state


def test_readers_are_told_and_publishers_and_the_history(
    client: Client, django_capture_on_commit_callbacks: Commits, mailoutbox: list[EmailMessage]
) -> None:
    makers.publisher(email="boss@example.org")
    edition = makers.published(slug="legs", text=makers.document(title="Legs"))
    with after(edition, DAYS + 1), django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw_overdue(edition, days=DAYS)
    response = client.get("/articles/legs/")
    assert response.status_code == 410
    assert f"It was due for review on {edition.next_review_due:%-d %B %Y}" in response.content.decode()
    event = edition.article.events.get(kind=EventKind.WITHDRAWN)
    assert event.words == "Edition 1 withdrawn by the site, since it is more than 30 days past its review date."
    assert edition.withdrawn_by == edition.published_by
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["boss@example.org"], "Withdrawn: “Legs”")


def test_not_a_day_too_early() -> None:
    edition = makers.published()
    with after(edition, DAYS), pytest.raises(InvalidRequest, match="is not 30 days past its review date"):
        workflow.withdraw_overdue(edition, days=DAYS)
    assert state(edition) == State.PUBLISHED


def test_one_that_was_reviewed_or_withdrawn_meanwhile_is_left_alone() -> None:
    edition = makers.published()
    seen = makers.seen(edition)
    with after(edition, DAYS + 1):
        makers.confirm(edition)
        with pytest.raises(InvalidRequest):
            workflow.withdraw_overdue(seen, days=DAYS)
    workflow.withdraw(edition, reason="It was wrong.", by=makers.publisher())
    with after(edition, DAYS + 1), pytest.raises(LostRace):
        workflow.withdraw_overdue(seen, days=DAYS)


def test_starter_content_too() -> None:
    edition = makers.starter()
    with after(edition, DAYS + 1):
        workflow.withdraw_overdue(edition, days=DAYS)
    assert state(edition) == State.WITHDRAWN


def test_the_worker_asks_only_where_it_is_set_so(settings: Settings) -> None:
    edition, other = makers.published(), makers.published()
    later = makers.next_year() + dt.timedelta(days=60)
    workflow.move_review_date(other, next_review_due=later, reason="Soon.", by=makers.publisher())
    with after(edition, DAYS + 1):
        withdrawing.enqueue_if_due()
        assert withdrawing.withdraw_late.call() == 0
        assert not DBTaskResult.objects.exists()
        settings.WITHDRAW_OVERDUE_DAYS = DAYS
        withdrawing.enqueue_if_due()
        withdrawing.enqueue_if_due()
        assert DBTaskResult.objects.count() == 1
        assert withdrawing.withdraw_late.call() == 1
        assert withdrawing.withdraw_late.call() == 0
        DBTaskResult.objects.all().delete()
        withdrawing.enqueue_if_due()
    assert not DBTaskResult.objects.exists()
    assert (state(edition), state(other)) == (State.WITHDRAWN, State.PUBLISHED)


def test_a_failure_is_not_tried_again_at_once(settings: Settings) -> None:
    settings.WITHDRAW_OVERDUE_DAYS = DAYS
    edition = makers.published()
    with after(edition, DAYS + 1):
        withdrawing.enqueue_if_due()
        failed = DBTaskResult.objects.get()
        failed.claim("worker")
        failed.set_failed(RuntimeError("a fault"))
        withdrawing.enqueue_if_due()
        assert DBTaskResult.objects.count() == 1
        DBTaskResult.objects.update(finished_at=timezone.now() - dt.timedelta(minutes=16))
        withdrawing.enqueue_if_due()
        assert DBTaskResult.objects.count() == 2
