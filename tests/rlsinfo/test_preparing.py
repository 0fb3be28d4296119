"""Pages that other code made are made anew by the worker, a batch at a time, and asked for once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from articles import prepared
from articles.models import PreparedPage
from rlsinfo import housekeeping, preparing
from tests import makers

pytestmark = pytest.mark.django_db


def asked() -> int:
    return DBTaskResult.objects.filter(task_path=preparing.prepare_pages.module_path).count()


def test_nothing_is_asked_where_every_page_is_prepared(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    makers.published()
    with django_assert_num_queries(1):
        preparing.enqueue_if_due()
    assert asked() == 0


def test_outdated_pages_are_asked_for_once_and_made_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "BATCH", 2)
    for _ in range(3):
        makers.published(text=makers.short_document())
    before = dict(PreparedPage.objects.values_list("pk", "html"))
    PreparedPage.objects.update(signature="other", html="old")
    preparing.enqueue_if_due()
    preparing.enqueue_if_due()
    assert asked() == 1
    assert preparing.prepare_pages.call() == 2
    assert prepared.of_other_code().count() == 1
    assert preparing.prepare_pages.call() == 1
    assert preparing.prepare_pages.call() == 0
    assert asked() == 1
    assert dict(PreparedPage.objects.values_list("pk", "html")) == before


def test_pages_that_were_never_made_are_looked_for_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        makers.published()
    PreparedPage.objects.all().delete()
    preparing.enqueue_if_due()
    assert asked() == 0
    for _ in range(2):
        housekeeping.tidy.call()
        assert asked() == 1
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(preparing, "BATCH", 2)
    assert preparing.prepare_pages.call() == 2
    assert asked() == 1, "the next batch is asked for by the one before"
    assert preparing.prepare_pages.call() == 1
    assert not prepared.missing().exists()


@pytest.mark.one_engine
def test_asking_whether_there_are_any_reads_an_index_alone() -> None:
    """A worker asks every five seconds: with 100,000 articles that took 0.7 s each time."""
    makers.published()
    with CaptureQueriesContext(connection) as asked_for:
        preparing.enqueue_if_due()
    with connection.cursor() as cursor:
        plan = str(cursor.execute(f"EXPLAIN QUERY PLAN {asked_for[0]['sql']}").fetchall())
    assert plan.count("SEARCH articles_preparedpage USING COVERING INDEX preparedpage_signature") == 2, plan
