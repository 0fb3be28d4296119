"""One transaction in the middle of another, on two connections of PostgreSQL, without a sleep or a guess."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import connection, connections, transaction

from tests.waiting import PATIENCE_SECONDS

Work = Callable[[], object]


class _Thread(threading.Thread):
    """Does a piece of work on a connection of its own. ``error``: what it raised; ``server``: who serves it there."""

    def __init__(self, work: Work) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.error: Exception | None = None
        self.server = 0
        self.connected = threading.Event()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (self.server,) = cursor.fetchone()
            self.connected.set()
            self.work()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            self.error = error
        finally:
            self.connected.set()
            connections.close_all()


def amid(first: Work, second: Work) -> tuple[Exception | None, Exception | None]:
    """Do ``second`` while ``first`` is done and not yet committed; gives back what each raised.

    The first commits once the second waits for one of its locks, or has ended without waiting.
    """
    done, may_commit = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                done.set()
                may_commit.wait(PATIENCE_SECONDS)
        finally:
            done.set()

    holding, coming = _Thread(hold), _Thread(second)
    holding.start()
    done.wait(PATIENCE_SECONDS)
    coming.start()
    coming.connected.wait(PATIENCE_SECONDS)
    _until_it_waits(coming)
    may_commit.set()
    for thread in (holding, coming):
        thread.join(PATIENCE_SECONDS)
        if thread.is_alive():
            raise AssertionError("a thread never ended")
    return holding.error, coming.error


def _until_it_waits(thread: _Thread) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while thread.is_alive() and time.monotonic() < deadline:
            cursor.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [thread.server])
            if cursor.fetchone():
                return
            time.sleep(0.001)
