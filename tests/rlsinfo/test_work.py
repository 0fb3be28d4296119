"""The background worker and what it tidies away."""

from __future__ import annotations

import signal
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from articles import workflow
from articles.models import Presence
from resources import workflow as workflow_of_links
from resources.findings import Finding
from resources.models import LinkCheck, Reason
from rlsinfo import housekeeping
from rlsinfo.management.commands import work
from tests import makers

pytestmark = pytest.mark.django_db


def results() -> list[DBTaskResult[Any, Any]]:
    return list(DBTaskResult.objects.filter(task_path="rlsinfo.housekeeping.tidy"))


def work_until(worker: work.DueWorker, monkeypatch: pytest.MonkeyPatch, *, pauses: int) -> None:
    """Let the worker run until it has paused so often."""
    left = pauses

    def pause(_seconds: float) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            worker.shutdown(signal.SIGTERM, None)

    monkeypatch.setattr("rlsinfo.management.commands.work.time.sleep", pause)
    # It would end the transaction that the test stands in.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    worker.run()


def test_tidying_is_due_once_a_day() -> None:
    assert housekeeping.is_due()
    housekeeping.enqueue_if_due()
    housekeeping.enqueue_if_due()
    assert len(results()) == 1
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=25))
    assert housekeeping.is_due()


def test_expired_sessions_and_old_results_go_and_others_stay() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    for days in (31, 29):
        housekeeping.tidy.enqueue()
        waiting = DBTaskResult.objects.filter(status="READY")
        waiting.update(status="SUCCESSFUL", finished_at=now - timedelta(days=days))
    housekeeping.tidy.enqueue()

    housekeeping.tidy.call()

    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert sorted(result.status for result in results()) == ["READY", "SUCCESSFUL"]


def test_old_presences_go_and_others_stay() -> None:
    edition, author, other = makers.draft(), makers.author(), makers.author()
    for person in (author, other):
        workflow.note_presence(edition, by=person)
    Presence.objects.filter(user=author).update(seen_at=timezone.now() - timedelta(hours=25))
    housekeeping.tidy.call()
    assert [presence.user for presence in Presence.objects.all()] == [other]


def test_old_checks_of_links_go_and_the_newest_stays(settings: Settings) -> None:
    link = makers.link(checked=True)
    workflow_of_links.record_check(link, Finding(Reason.WORKS, "It works."))
    settings.LINK_CHECKS_KEPT_DAYS = 30
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        housekeeping.tidy.call()
    assert LinkCheck.objects.count() == 1


def test_the_worker_asks_and_carries_out(monkeypatch: pytest.MonkeyPatch) -> None:
    work_until(work.DueWorker(), monkeypatch, pauses=3)
    assert [result.status for result in results()] == ["SUCCESSFUL"]


def test_the_worker_outlives_a_database_that_goes_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failures = iter([OperationalError("server closed the connection")])

    def flaky() -> None:
        for failure in failures:
            raise failure

    monkeypatch.setattr(work, "DUE_WORK", (flaky,))
    monkeypatch.setattr(work, "ASK_EVERY_SECONDS", 0)
    monkeypatch.setattr(work, "AFTER_LOST_DATABASE_SECONDS", 0)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test needs it still
    work_until(work.DueWorker(), monkeypatch, pauses=2)
    assert "The database does not answer (server closed the connection)" in caplog.text


def test_a_signal_ends_the_worker_after_its_task() -> None:
    worker = work.DueWorker()
    worker.shutdown(signal.SIGTERM, None)
    worker.run()  # returns
    assert results() == []


def test_a_fault_in_one_question_keeps_no_other_from_being_asked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty() -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(work, "DUE_WORK", (faulty, housekeeping.enqueue_if_due))
    work_until(work.DueWorker(), monkeypatch, pauses=3)
    assert "could not be asked" in caplog.text
    assert [result.status for result in results()] == ["SUCCESSFUL"]


def test_due_work_is_asked_for_between_any_two_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(work, "DUE_WORK", (lambda: done.append(DBTaskResult.objects.successful().count()),))
    monkeypatch.setattr(work, "ASK_EVERY_SECONDS", 0)
    for _ in range(3):
        housekeeping.tidy.enqueue()
    work_until(work.DueWorker(), monkeypatch, pauses=1)
    assert done == [0, 1, 2, 3]
