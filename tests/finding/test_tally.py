"""What was looked for in vain is counted in memory, and written down in one statement."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from finding import tally
from finding import workflow as finding
from finding.models import MissingAddress, MissingWord
from finding.tally import Tally
from rlsinfo.housekeeping import tidy
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted(settings: Any) -> Iterator[None]:
    tally.flush()
    MissingAddress.objects.all().delete()
    yield
    tally.flush()


def times() -> dict[str, int]:
    tally.flush()
    return dict(MissingAddress.objects.values_list("path", "times"))


def test_addresses_are_counted_by_what_they_are_and_no_request_writes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for path in ("/old-page", "/old-page/", "/old-page/?from=somebody", "/.env", "/articles/nothing/"):
        assert client.get(path).status_code == 404
    client.post("/posted/")
    client.get("/articles/x")  # its slash is added first
    client.get(f"/review/{'a' * 40}/")
    assert not MissingAddress.objects.exists()
    with django_assert_num_queries(4):
        tally.flush()
    assert times() == {"/old-page": 3, "/articles/nothing": 1}


def test_days_and_times_add_up() -> None:
    tally.addresses.count("/a")
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        assert times() == {"/a": 1}
    for path in ("/a", "/a", "/b"):
        tally.addresses.count(path)
    assert times() == {"/a": 3, "/b": 1}
    row = MissingAddress.objects.get(path="/a")
    assert (row.last_on - row.first_on).days == 3


def test_words_are_counted_by_language() -> None:
    for asked in (("en", "jumpy"), ("en", "jumpy"), ("fr", "jumpy"), ("en", "x" * 41), ("en", ""), ("en", "a\x00")):
        tally.words.count(asked)
    tally.flush()
    assert sorted(MissingWord.objects.values_list("language", "word", "times")) == [
        ("en", "jumpy", 2),
        ("fr", "jumpy", 1),
    ]


def test_memory_and_table_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_HELD", 5)
    monkeypatch.setattr(tally, "MOST_KEPT", 7)
    for number in range(20):
        tally.addresses.count(f"/a{number}")
        tally.addresses.count("/a0")
    assert len(times()) == 5
    for number in range(20):
        tally.addresses.count(f"/b{number}")
    found = times()
    assert len(found) == 7
    assert found["/a0"] == 21


def test_threads_lose_no_count() -> None:
    counter = Tally("MissingAddress", ("path",), lambda path: (path,))

    def often() -> None:
        for _ in range(500):
            counter.count("/a")

    work = [threading.Thread(target=often) for _ in range(8)]
    for each in work:
        each.start()
    for each in work:
        each.join()
    counter.flush()
    assert MissingAddress.objects.get().times == 4_000


def test_what_the_database_refuses_is_kept_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tally.addresses.count("/a")

    def refuse(*_: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(Tally, "_upsert", refuse)
        tally.flush()
    tally.addresses.count("/a")
    assert times() == {"/a": 2}


def test_what_is_old_is_forgotten_by_the_daily_tidy() -> None:
    # Days are those of the site: an hour before midnight in winter it may be the next day in summer.
    for path in ("/old", "/new"):
        tally.addresses.count(path)
        with time_machine.travel(timezone.now() - dt.timedelta(days=92 if path == "/old" else 88)):
            tally.flush()
    tidy.call()
    assert list(times()) == ["/new"]


def test_what_is_passed_over_is_counted_but_listed_no_more() -> None:
    tally.addresses.count("/a")
    tally.flush()
    row, by = MissingAddress.objects.get(), makers.publisher()
    finding.pass_over(row, by=by)
    tally.addresses.count("/a")
    assert times() == {"/a": 2}
    assert MissingAddress.objects.get().passed_over_by == by
