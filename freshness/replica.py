"""Reading public pages from a copy of the database that follows it (``REPLICA_URL``), and everything else from itself.

A copy may be behind. What is kept of its pages is dropped when the change arrives *there*: the journal is followed in
the same copy that the pages are made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

REPLICA = "replica"
P = ParamSpec("P")
T = TypeVar("T")
_public: ContextVar[bool] = ContextVar("public", default=False)


def configured() -> bool:
    """Whether the site has a copy to read from."""
    return REPLICA in settings.DATABASES


def alias() -> str:
    """The database that whoever reads now reads from."""
    return REPLICA if _public.get() and configured() else DEFAULT_DB_ALIAS


def connection() -> BaseDatabaseWrapper:
    """The connection for statements of one's own that only read."""
    return connections[alias()]


def of_pages() -> BaseDatabaseWrapper:
    """The connection to the database that public pages are made from."""
    return connections[REPLICA if configured() else DEFAULT_DB_ALIAS]


@contextmanager
def public() -> Iterator[None]:
    """What is read inside is read for everybody: it may come from the copy."""
    token = _public.set(True)
    try:
        yield
    finally:
        _public.reset(token)


def reads_publicly(view: Callable[P, T]) -> Callable[P, T]:
    """A view that reads for everybody, and writes nothing."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> T:
        with public():
            return view(*args, **kwargs)

    return answered


class Router:
    """Which database Django's models use: the copy where somebody reads for everybody, never for a write."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        """Where a query goes."""
        return alias()

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        """Where a write goes."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """A copy gets its tables from what it copies."""
        return db != REPLICA
