"""What a cache before the site is told when pages change: all of it, until it was taken, by one worker at a time."""

from __future__ import annotations

import datetime as dt
import io
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from freshness import journal
from freshness.keys import EVERYTHING
from freshness.models import Change, EdgeState
from rlsinfo import housekeeping, preparation
from rlsinfo.edge import purging, services
from rlsinfo.edge.address import Edge
from rlsinfo.edge.purging import Purger
from rlsinfo.edge.services import NotTakenError
from rlsinfo.edge.tagging import MANY
from rlsinfo.edge.worker import EdgeWorker
from rlsinfo.pagefiles.shelf import Shelf
from tests.freshness.service import TOKEN, Api, api

__all__ = ["api"]
pytestmark = pytest.mark.django_db(transaction=True)


def pause_over() -> None:
    """Let the time pass after which a purge is repeated."""
    EdgeState.objects.update(marked_at=timezone.now() - purging.AGAIN_AFTER - dt.timedelta(seconds=1))


def kept_once_without(*keys: str, told: Edge | None = None) -> set[str]:
    """What is kept once these are forgotten. A PostgreSQL server that is also somebody else's may hold that up."""
    deadline = time.monotonic() + 60
    while True:
        housekeeping.forget_changes()
        kept = set(Change.objects.values_list("key", flat=True))
        if not kept & set(keys):
            return kept
        assert time.monotonic() < deadline, kept
        time.sleep(0.05)
        if told is not None:
            Purger(told).once()
            pause_over()


def test_a_cache_that_nobody_knew_is_emptied_then_told_of_each_change(api: Api) -> None:
    journal.note(connection, "article:1")
    purger = Purger(api.edge("fastly"))
    assert purger.once()
    assert [keys - {"article:1"} for keys in api.keys] == [{EVERYTHING, MANY}]
    assert not purger.once()
    journal.note(connection, "article:2")
    journal.note(connection, "article:2")
    assert purger.once()
    assert api.keys[1:] == [{"article:2", MANY}]
    assert not purger.once()


def test_a_purge_is_repeated_once_for_what_was_being_fetched(api: Api) -> None:
    purger = Purger(api.edge("fastly"))
    purger.once()
    pause_over()
    assert purger.once()
    assert api.keys == [{EVERYTHING, MANY}] * 2
    journal.note(connection, "article:2")
    purger.once()
    journal.note(connection, "article:3")
    purger.once()
    pause_over()
    assert purger.once()
    assert api.keys[2:4] == [{"article:2", MANY}, {"article:3", MANY}]
    # On PostgreSQL what was changed while a transaction ran, of any database there, may come again.
    assert api.keys[4] >= {"article:2", "article:3", MANY}


def test_what_was_not_taken_is_told_again(api: Api) -> None:
    Purger(api.edge("cloudflare")).once()
    journal.note(connection, "article:2")
    api.answers = [(500, {}, b"")] * 2
    for _ in range(2):
        with pytest.raises(NotTakenError):
            Purger(api.edge("cloudflare")).once()
    purger = Purger(api.edge("cloudflare"))
    assert purger.once()
    assert all(keys >= {"article:2", MANY} for keys in api.keys[-3:])
    assert not purger.once()
    assert len(api.keys) == 4


def test_very_many_changes_are_one_call(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    Purger(api.edge("cloudflare")).once()
    monkeypatch.setattr(purging, "MOST_CALLS", 2)
    for number in range(250):
        journal.note(connection, f"article:{number}")
    Purger(api.edge("cloudflare")).once()
    assert api.keys[1:] == [{EVERYTHING}]


def test_one_worker_at_a_time_tells_and_a_dead_one_is_replaced(api: Api) -> None:
    edge = api.edge("fastly")
    Purger(edge).once()
    journal.note(connection, "article:2")
    held = timezone.now() + purging.HELD
    EdgeState.objects.update(held_by="another", held_until=held)
    assert not Purger(edge).once()
    EdgeState.objects.update(held_until=timezone.now() - dt.timedelta(seconds=1))
    assert Purger(edge).once()
    assert len(api.keys) == 2
    assert api.keys[1] >= {"article:2", MANY}  # and what was told, while an older transaction ran in the same server
    assert EdgeState.objects.get().held_until is None


def test_varnish_is_told_how_new_pages_must_be_also_while_nothing_changes(api: Api) -> None:
    purger = Purger(api.edge("varnish"))
    journal.note(connection, "article:1")
    purger.once()
    assert not purger.once()
    assert purger._spoke is not None
    purger._spoke -= purging.ALIVE * 2
    assert purger.once()
    positions = [int(headers["x-position"]) for _, _, headers, _ in api.calls]
    assert positions == sorted(positions)
    assert "surrogate-key" not in api.calls[-1][2]


def test_while_nothing_changes_varnish_is_told_of_no_newer_pages(api: Api) -> None:
    """Or it would ask for all of them anew: PostgreSQL, which alone can fail this, counts every transaction, the
    purger's own included.
    """
    purger = Purger(api.edge("varnish"))
    purger.once()
    journal.note(connection, "article:1")
    purger.once()
    for _ in range(3):
        get_user_model().objects.create(username=get_random_string(8))
        another = Purger(api.edge("varnish"))  # as after a new start of the worker
        assert another.once()
    assert len({headers["x-position"] for _, _, headers, _ in api.calls[-4:]}) == 1


def test_a_worker_waits_ever_longer_and_says_so_once(api: Api, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EDGE = api.edge("fastly")
    worker = EdgeWorker()
    api.answers = [(503, {}, b"")] * 3 + [(429, {"Retry-After": "9999"}, b"")]
    assert [worker.once() for _ in range(4)] == [1.0, 2.0, 4.0, services.LONGEST_REST_SECONDS]
    assert worker.once() == 0.5
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert TOKEN not in caplog.text


def test_a_new_start_of_the_site_purges_everything(api: Api, settings: Any) -> None:
    settings.EDGE = api.edge("fastly")
    Purger(settings.EDGE).once()
    preparation.kept_pages_cleared()
    Purger(settings.EDGE).once()
    assert api.keys == [{EVERYTHING, MANY}] * 2


def test_a_command_does_the_same_for_other_servers(
    api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = Shelf(tmp_path, "0123456789ab")
    monkeypatch.setattr(preparation, "shelf", lambda: files)
    files.clear("17")
    before = files.current()
    settings.EDGE = api.edge("fastly")
    Purger(settings.EDGE).once()
    call_command("clear_pages", stdout=io.StringIO())
    assert files.current() != before
    assert Purger(settings.EDGE).once()
    assert api.keys == [{EVERYTHING, MANY}] * 2


def test_changes_are_forgotten_once_everybody_was_told(
    api: Api, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EDGE = api.edge("fastly")
    Purger(settings.EDGE).once()
    journal.note(connection, "article:1")
    Change.objects.update(at=timezone.now() - dt.timedelta(days=8))
    housekeeping.forget_changes()
    assert Change.objects.filter(key="article:1").exists()
    journal.note(connection, "article:2")
    assert "article:2" in kept_once_without(EVERYTHING, "article:1", told=settings.EDGE)
    settings.EDGE = None
    EdgeState.objects.update(told_at=timezone.now() - dt.timedelta(days=8))
    Change.objects.update(at=timezone.now() - dt.timedelta(days=8))
    journal.note(connection, "article:3")
    assert kept_once_without("article:2") == {"article:3"}
    assert not EdgeState.objects.exists()


def test_a_cache_that_was_never_told_holds_up_nobody(api: Api, settings: Any) -> None:
    api.answers = [(401, {}, b"")]
    with pytest.raises(NotTakenError):
        Purger(api.edge("fastly")).once()
    settings.EDGE = None
    Change.objects.update(at=timezone.now() - dt.timedelta(days=8))
    housekeeping.forget_changes()
    assert not EdgeState.objects.exists()


def test_of_several_varnishes_those_that_answer_wait_for_none(api: Api, settings: Any) -> None:
    settings.EDGE = api.edge("varnish")
    worker = EdgeWorker()
    api.answers = [(503, {}, b"")] * 12
    assert max(worker.once() for _ in range(12)) <= 2.0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="on SQLite one transaction writes at a time")
def test_what_was_told_beside_a_long_transaction_is_repeated_too(api: Api) -> None:
    purger = Purger(api.edge("fastly"))
    purger.once()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_current_xact_id()")
        journal.note(connection, "article:1")
        purger.once()
        pause_over()
        purger.once()
        journal.note(connection, "article:2")
        purger.once()
        cursor.execute("COMMIT")
    other.close()
    purger.once()
    told = len(api.keys)
    pause_over()
    assert purger.once()
    assert any("article:2" in keys for keys in api.keys[told:])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only PostgreSQL numbers transactions")
def test_changes_that_came_with_the_dump_of_another_server_are_not_read() -> None:
    position = journal.now(connection)
    journal.note(connection, "article:1")
    Change.objects.filter(key="article:1").update(transaction_number=2**62)
    journal.note(connection, "article:2")
    read = journal.read(connection, position)
    assert {"article:1", "article:2"} & {key for _, key in read.changes} == {"article:2"}
    assert read.reach < 2**62
