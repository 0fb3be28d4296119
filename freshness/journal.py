"""Reading the journal of changes, in the order in which transactions became visible, on either engine."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from freshness.keys import EVERYTHING


class Read(NamedTuple):
    """What was read: the changes (``id`` and key), and the position from which to read the next time.

    ``reach``: the least position of which it is certain that a page that is so new shows all these changes. Where the
    journal is another one than before (a backup that was restored, another server), the one change is of everything.
    """

    changes: list[tuple[int, str]]
    position: int
    reach: int

    @property
    def seen(self) -> frozenset[int]:
        """The changes that may come again. That everything changed has no number, and is always news."""
        return frozenset(pk for pk, _ in self.changes if pk)


# One transaction writes at a time, so what is committed later has a higher id.
_SQLITE = "SELECT id, key FROM freshness_change WHERE id > %s ORDER BY id"
_SQLITE_LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'freshness_change'"
_SQLITE_NOW = "SELECT COALESCE(MAX(id), 0) FROM freshness_change"
# Transactions are committed in any order. All below the lowest that still runs are over: from there it is read again.
_LOWEST = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_HIGHEST = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_OWN = "COALESCE(pg_current_xact_id_if_assigned()::text::bigint, 0)"
_POSTGRESQL = (
    f"SELECT now.lowest, c.id, c.key, c.transaction_number FROM (SELECT {_LOWEST} AS lowest) now "
    "LEFT JOIN freshness_change c ON c.transaction_number >= %s "
    # What came with the dump of another server may have numbers that this one has not come to.
    f"AND c.transaction_number <= GREATEST({_HIGHEST}, {_OWN}) ORDER BY c.id"
)
_POSTGRESQL_NOW = f"SELECT {_LOWEST}"


def read(connection: BaseDatabaseWrapper, position: int) -> Read:
    """The changes since a position. On PostgreSQL some may come twice, while a transaction that writes is long."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [position])
            if rows := cursor.fetchall():
                return Read(rows, rows[-1][0], rows[-1][0])
            last = cursor.execute(_SQLITE_LAST).fetchone()
            return Read([], position, position) if position <= (last[0] if last else 0) else _anew(connection)
        cursor.execute(_POSTGRESQL, [position])
        rows = cursor.fetchall()
        if rows[0][0] < position:
            return _anew(connection)
        changes = [(pk, key) for _, pk, key, _ in rows if pk is not None]
        return Read(changes, rows[0][0], max(position, *(number + 1 for *_, number in rows if number is not None), 0))


def _anew(connection: BaseDatabaseWrapper) -> Read:
    position = now(connection)
    return Read([(0, EVERYTHING)], position, position)


def now(connection: BaseDatabaseWrapper) -> int:
    """The position from which only what comes later is read."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_NOW if connection.vendor == "sqlite" else _POSTGRESQL_NOW)
        return int(cursor.fetchone()[0])


def note(connection: BaseDatabaseWrapper, key: str) -> None:
    """Write a change by hand: of what no table holds."""
    number, moment = ("0", "strftime('%Y-%m-%d %H:%M:%f', 'now')")
    if connection.vendor == "postgresql":
        number, moment = "pg_current_xact_id()::text::bigint", "now()"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO freshness_change (key, transaction_number, at) VALUES (%s, {number}, {moment})", [key]
        )


def forget(connection: BaseDatabaseWrapper, *, before: dt.datetime, below: int) -> int:
    """Forget changes from before a moment and below a position; gives back how many.

    On PostgreSQL also those with numbers that it has not come to: they came with a dump of another server.
    """
    done = (
        "id < %s" if connection.vendor == "sqlite" else f"(transaction_number < %s OR transaction_number > {_HIGHEST})"
    )
    moment = connection.ops.adapt_datetimefield_value(before)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM freshness_change WHERE at < %s AND {done}", [moment, below])
        return int(cursor.rowcount)


def exists(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has a journal."""
    return "freshness_change" in connection.introspection.table_names()
