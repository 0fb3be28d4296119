"""What a page shows, noted while it is made: the keys of all that it reads, and until when it is true.

Whatever reads without saying more makes its page depend on each table that its query names, so nothing is forgotten;
who says more precisely what it reads (``showing``) makes the page live longer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.utils import timezone

frozen_tables: set[str] = set()
"""Tables whose rows never change once a public page can show them."""
watched_tables: set[str] = set()
"""Tables of which each change is noted in the journal."""


class Reading:
    """What one page shows.

    ``untold``: tables that it read and whose changes nobody notes; such a page is not kept. ``asks``: it looked at the
    query.
    """

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.untold: set[str] = set()
        self.ends: dt.datetime | None = None
        self.asks = False
        self.told = 0

    def query(self, sql: str) -> None:
        """Note what a query reads."""
        if self.told:
            return
        for table in tables_of(sql):
            if table in watched_tables:
                self.keys.add(table)
            elif table not in frozen_tables:
                self.untold.add(table)


_current: ContextVar[Reading | None] = ContextVar("reading", default=None)


def current() -> Reading | None:
    """What notes the page that is being made, if somebody wants to know."""
    return _current.get()


@contextmanager
def noted() -> Iterator[Reading]:
    """Note what is read."""
    reading = Reading()
    token = _current.set(reading)
    try:
        yield reading
    finally:
        _current.reset(token)


def show(*keys: str) -> None:
    """Note that the page shows what these keys stand for."""
    if (reading := _current.get()) is not None:
        reading.keys.update(keys)


@contextmanager
def showing(*keys: str) -> Iterator[None]:
    """Read what these keys stand for, and no more: the queries inside do not make the page depend on whole tables."""
    reading = _current.get()
    if reading is None:
        yield
        return
    reading.keys.update(keys)
    reading.told += 1
    try:
        yield
    finally:
        reading.told -= 1


def until(moment: dt.datetime) -> None:
    """Note that the page is true until a moment at most."""
    if (reading := _current.get()) is not None:
        reading.ends = moment if reading.ends is None else min(reading.ends, moment)


def until_day(day: dt.date) -> None:
    """Note that the page is true until the beginning of a day, where the site is."""
    until(timezone.make_aware(dt.datetime.combine(day, dt.time.min)))


def until_midnight() -> None:
    """Note that the page is true for today only."""
    until_day(timezone.localdate() + dt.timedelta(days=1))


@lru_cache(maxsize=512)
def tables_of(sql: str) -> frozenset[str]:
    """The tables of this site that a statement names."""
    return frozenset(_names().findall(sql))


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    models: list[Any] = apps.get_models(include_auto_created=True)
    tables = sorted((model._meta.db_table for model in models), key=len, reverse=True)  # noqa: SLF001 (documented)
    return re.compile(rf"\b({'|'.join(map(re.escape, tables))})\b")
