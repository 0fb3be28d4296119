"""Counting what was looked for in vain, without a write in any request (ADR 24).

Each process counts in memory, so many things at most; a thread of its own, which begins with the first count, writes
them down about once a minute, and the process once more when it ends. What a process held that was killed is lost.
"""

from __future__ import annotations

import logging
import os
import random
import threading
from collections.abc import Callable, Iterable
from multiprocessing.util import Finalize
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from finding import paths

logger = logging.getLogger("rlsinfo")
MOST_HELD = 1_000
"""What a process counts at a time; anything further is passed over until it was written down."""
MOST_KEPT = 1_000
"""Rows that a table keeps: those that were asked for most."""
MOST_TIMES = 2_000_000_000
Key = tuple[str, ...]


class Tally:
    """Counts keys, and adds what it counted to the rows of a table that are found by these columns."""

    def __init__(self, model: str, columns: Key, clean: Callable[[Any], Key | None]) -> None:
        self._model, self._columns, self._clean = model, columns, clean
        self._counts: dict[Key, int] = {}
        self._lock = threading.Lock()

    def count(self, asked: Any) -> None:
        """Count something once. Costs no query, and is passed over where it is not worth a row."""
        key = self._clean(asked)
        if key is None:
            return
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_HELD:
                self._counts[key] = self._counts.get(key, 0) + 1
        _drainer.begin()

    def flush(self) -> None:
        """Write down what was counted, in one transaction. Where the database refuses, it is kept for the next time."""
        with self._lock:
            counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(*self._upsert(sorted(counts.items())))
                self._forget_the_least()
        except Error:
            logger.warning("what was looked for in vain could not be written down; it is tried again")
            with self._lock:
                for key, times in list(counts.items())[: MOST_HELD - len(self._counts)]:
                    self._counts[key] = self._counts.get(key, 0) + times

    def _upsert(self, counts: Iterable[tuple[Key, int]]) -> tuple[str, list[Any]]:
        """One statement for both engines. The keys are in one order, so that no two processes wait in a circle."""
        table, today = self._table._meta.db_table, timezone.localdate()  # noqa: SLF001 (documented by Django)
        given: list[Any] = []
        for key, times in counts:
            given += [*key, times, today, today]
        columns = ", ".join(self._columns)
        row = f"({', '.join(['%s'] * (len(self._columns) + 3))})"
        rows = ", ".join([row] * (len(given) // (len(self._columns) + 3)))
        more = f"{table}.times + excluded.times"
        capped = f"CASE WHEN {more} > {MOST_TIMES} THEN {MOST_TIMES} ELSE {more} END"
        there = f"ON CONFLICT ({columns}) DO UPDATE SET times = {capped}, last_on = excluded.last_on"
        return f"INSERT INTO {table} ({columns}, times, first_on, last_on) VALUES {rows} {there}", given

    def _forget_the_least(self) -> None:
        rows = self._table._default_manager  # noqa: SLF001 (documented by Django)
        order = ("-times", "-last_on", "-pk")
        if least := list(rows.order_by(*order).values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + MOST_HELD]):
            rows.filter(pk__in=least).delete()

    @property
    def _table(self) -> Any:
        return apps.get_model("finding", self._model)


class _Drainer:
    """The thread that writes down what a process counted. A process that was forked begins its own."""

    def __init__(self) -> None:
        self._process = 0
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Begin it where it does not run in this process yet; not at all where tests have set it so."""
        if self._process == os.getpid() or not settings.COUNTS_WRITTEN_EVERY_SECONDS:
            return
        with self._lock:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._run, name="tally", daemon=True).start()
                Finalize(None, flush, exitpriority=100)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            # Not all processes at the same moment.
            pause.wait(settings.COUNTS_WRITTEN_EVERY_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 (no secret)
            try:
                flush()
            finally:
                connection.close()


def _word(asked: tuple[str, str]) -> Key | None:
    language, word = asked
    if not word or len(word) > 40 or len(language) > 12 or paths.UNPRINTABLE.search(word):  # noqa: PLR2004 (columns)
        return None
    return language, word


_drainer = _Drainer()
addresses = Tally("MissingAddress", ("path",), paths.counted)
"""Counts paths at which nothing stands: ``addresses.count(path)``."""
words = Tally("MissingWord", ("language", "word"), _word)
"""Counts words of searches that found nothing: ``words.count((language, word))``."""


def flush() -> None:
    """Write down all that this process has counted."""
    addresses.flush()
    words.flush()
