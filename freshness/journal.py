"""Reading the journal of changes, in the order in which transactions became visible, on either engine."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from freshness.keys import EVERYTHING


class Read(NamedTuple):
    """What was read: the changes (``id`` and key), and the position from which to read the next time.

    ``reach``: the least position of which it is certain that a page that is so new shows all these changes. ``mark``:
    what the journal is known by, read to this position. Where it is another one than before (a backup that was
    restored, another server: ``anew``), the one change is of everything.
    """

    changes: list[tuple[int, str]]
    position: int
    reach: int
    mark: int
    anew: bool = False

    @property
    def seen(self) -> frozenset[int]:
        """The changes that may come again. That everything changed has no number, and is always news."""
        return frozenset(pk for pk, _ in self.changes if pk)


# One transaction writes at a time, so what is committed later has a higher id. With what was read last: it is the same
# row as then, unless the file holds another history now, which may be longer.
_SQLITE = "SELECT id, key, at FROM freshness_change WHERE id >= %s ORDER BY id"
_SQLITE_LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'freshness_change'"
_SQLITE_NOW = "SELECT id, key, at FROM freshness_change ORDER BY id DESC LIMIT 1"
# Transactions are committed in any order. All below the lowest that still runs are over: from there it is read again.
_LOWEST = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_HIGHEST = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_OWN = "COALESCE(pg_current_xact_id_if_assigned()::text::bigint, 0)"
# Numbers go on after a dump was put back on the same server, but it made the table anew, or emptied it first.
_MARK = (
    "((SELECT oid::bigint FROM pg_database WHERE datname = current_database()) << 31) "
    "# pg_relation_filenode('freshness_change')::bigint"
)
_POSTGRESQL = (
    "SELECT now.lowest, c.id, c.key, c.transaction_number, now.mark "
    f"FROM (SELECT {_LOWEST} AS lowest, {_MARK} AS mark) now "
    "LEFT JOIN freshness_change c ON c.transaction_number >= %s "
    # What came with the dump of another server may have numbers that this one has not come to.
    f"AND c.transaction_number <= GREATEST({_HIGHEST}, {_OWN}) ORDER BY c.id"
)
_POSTGRESQL_NOW = f"SELECT {_LOWEST}, {_MARK}"


def read(connection: BaseDatabaseWrapper, position: int, mark: int | None = None) -> Read:
    """The changes since a position, of the journal that bears a mark; of whatever journal there is, without one. On
    PostgreSQL some may come twice, while a transaction that writes is long.
    """
    return (_sqlite if connection.vendor == "sqlite" else _postgresql)(connection, position, mark)


def _sqlite(connection: BaseDatabaseWrapper, position: int, mark: int | None) -> Read:
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE, [position])
        rows = cursor.fetchall()
        before = _known_by(rows[0]) if rows and rows[0][0] == position else 0
        last = None if rows else cursor.execute(_SQLITE_LAST).fetchone()
    if mark not in (None, before) or not (rows or position <= (last[0] if last else 0)):
        return _anew(connection)
    changes = [(pk, key) for pk, key, _ in rows if pk > position]
    position, mark = (rows[-1][0], _known_by(rows[-1])) if rows else (position, 0)
    return Read(changes, position, position, mark)


def _postgresql(connection: BaseDatabaseWrapper, position: int, mark: int | None) -> Read:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL, [position])
        rows = cursor.fetchall()
    lowest, *_, found = rows[0]
    if lowest < position or mark not in (None, found):
        return _anew(connection)
    changes = [(pk, key) for _, pk, key, *_ in rows if pk is not None]
    reach = max(position, *(number + 1 for _, _, _, number, _ in rows if number is not None), 0)
    return Read(changes, lowest, reach, found)


def _known_by(row: tuple[int, str, object]) -> int:
    """What a row of SQLite's journal is known by: no two have the same number, key and moment."""
    return int.from_bytes(blake2b(repr(row).encode(), digest_size=8).digest(), "little")


def _anew(connection: BaseDatabaseWrapper) -> Read:
    position, mark = here(connection)
    return Read([(0, EVERYTHING)], position, position, mark, anew=True)


def here(connection: BaseDatabaseWrapper) -> tuple[int, int]:
    """The position from which only what comes later is read, and what the journal is known by there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            row = cursor.execute(_SQLITE_NOW).fetchone()
            return (row[0], _known_by(row)) if row else (0, 0)
        cursor.execute(_POSTGRESQL_NOW)
        position, mark = cursor.fetchone()
        return int(position), int(mark)


def now(connection: BaseDatabaseWrapper) -> int:
    """The position from which only what comes later is read."""
    return here(connection)[0]


def note(connection: BaseDatabaseWrapper, key: str) -> None:
    """Write a change by hand: of what no table holds."""
    number, moment = ("0", "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')")
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
