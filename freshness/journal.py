"""Reading the journal of changes, in the order in which transactions became visible, on either engine."""

from __future__ import annotations

from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class Read(NamedTuple):
    """What was read: the changes (``id`` and key), and the position from which to read the next time."""

    changes: list[tuple[int, str]]
    position: int


# One transaction writes at a time, so what is committed later has a higher id.
_SQLITE = "SELECT id, key FROM freshness_change WHERE id > %s ORDER BY id"
_SQLITE_NOW = "SELECT COALESCE(MAX(id), 0) FROM freshness_change"
# Transactions are committed in any order. All below the lowest that still runs are over: from there it is read again.
_LOWEST = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_POSTGRESQL = (
    f"SELECT now.lowest, c.id, c.key FROM (SELECT {_LOWEST} AS lowest) now "
    "LEFT JOIN freshness_change c ON c.transaction_number >= %s ORDER BY c.id"
)
_POSTGRESQL_NOW = f"SELECT {_LOWEST}"


def read(connection: BaseDatabaseWrapper, position: int) -> Read:
    """The changes since a position. On PostgreSQL some may come twice, while a transaction that writes is long."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [position])
            rows = cursor.fetchall()
            return Read(rows, rows[-1][0] if rows else position)
        cursor.execute(_POSTGRESQL, [position])
        rows = cursor.fetchall()
        return Read([(pk, key) for _, pk, key in rows if pk is not None], rows[0][0])


def now(connection: BaseDatabaseWrapper) -> int:
    """The position from which only what comes later is read."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_NOW if connection.vendor == "sqlite" else _POSTGRESQL_NOW)
        return int(cursor.fetchone()[0])


def exists(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has a journal."""
    return "freshness_change" in connection.introspection.table_names()
