"""Listening to what a connection is asked: what a page reads is noted, what is written is told after its commit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from freshness import following, reading

_WRITES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|WITH\b.*\b(?:INSERT|UPDATE|DELETE)\b)",
    re.DOTALL | re.IGNORECASE,
)


def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receiver of Django's ``connection_created``. A connection that is opened again has its listener already."""
    if _heard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_heard)


def _heard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001
    page = reading.current()
    if page is not None:
        page.query(sql)
    result = execute(sql, params, many, context)
    if page is None and _changes_pages(sql):
        _tell_after_commit(context["connection"])
    return result


@lru_cache(maxsize=512)
def _changes_pages(sql: str) -> bool:
    """Whether a statement writes what public pages show. Triggers note such changes on these tables only."""
    return bool(_WRITES.match(sql)) and not reading.watched_tables.isdisjoint(reading.tables_of(sql))


def _tell_after_commit(connection: BaseDatabaseWrapper) -> None:
    if not connection.in_atomic_block:
        following.tell(connection.alias)
        return
    waiting = connection.run_on_commit
    # Once is enough; one that a savepoint took back is not there any more.
    if not (waiting and getattr(waiting[-1][1], "func", None) is following.tell):
        transaction.on_commit(partial(following.tell, connection.alias), using=connection.alias)
