"""What each page on the shelf shows: a small SQLite database beside the files. Losing it loses the files with it."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 2.0
Found = tuple[str, int]
"""The path of a page, and what tells this time that it was put there from any other."""
Stamped = Mapping[int, int]
"""Stamps by their places."""
# Each pair once, by steps through the key: what many pages show is looked at once.
_NEXT = "FROM shows s WHERE (s.slot, s.stamp) > (pair.slot, pair.stamp) ORDER BY s.slot, s.stamp LIMIT 1"
_PAIRS = f"""
WITH RECURSIVE pair (slot, stamp) AS (
    SELECT * FROM (SELECT slot, stamp FROM shows ORDER BY slot, stamp LIMIT 1)
    UNION ALL
    SELECT (SELECT s.slot {_NEXT}), (SELECT s.stamp {_NEXT}) FROM pair WHERE pair.slot IS NOT NULL
)
SELECT slot, stamp FROM pair WHERE slot IS NOT NULL
"""
_TABLES = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS pages (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, ends REAL NOT NULL, token INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS pages_ends ON pages (ends);
CREATE TABLE IF NOT EXISTS shows (
    slot INTEGER, stamp INTEGER, page INTEGER, PRIMARY KEY (slot, stamp, page)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shows_page ON shows (page);
"""


class Index:
    """One connection of this process, for all of its threads. Raises ``sqlite3.Error`` from everything.

    Nothing in it outlives the machine's power: so nothing waits for the disk.
    """

    def __init__(self, path: Path, *, make: bool = False) -> None:
        mode = "rwc" if make else "rw"
        self._lock = threading.Lock()
        self._database = sqlite3.connect(
            f"file:{path}?mode={mode}",
            uri=True,
            timeout=PATIENCE_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        self._database.execute("PRAGMA synchronous = OFF")
        if make:
            self._database.executescript(_TABLES)

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            self._database.close()

    def put(self, path: str, ends: float, shows: Stamped) -> None:
        """Note until when a page is true, and the stamps of all that it shows."""
        with self._writing() as database:
            (page,) = database.execute(
                "INSERT INTO pages (path, ends, token) VALUES (?, ?, ?) "
                "ON CONFLICT (path) DO UPDATE SET ends = excluded.ends, token = excluded.token RETURNING id",
                (path, ends, secrets.randbits(63)),
            ).fetchone()
            database.execute("DELETE FROM shows WHERE page = ?", (page,))
            rows = [(slot, stamp, page) for slot, stamp in shows.items()]
            database.executemany("INSERT INTO shows (slot, stamp, page) VALUES (?, ?, ?)", rows)

    def forget(self, found: Sequence[Found]) -> None:
        """Note that pages have gone, except for those that somebody has put there again since they were found."""
        with self._writing() as database:
            for path, token in found:
                chosen = database.execute("SELECT id FROM pages WHERE path = ? AND token = ?", (path, token)).fetchone()
                if chosen is not None:
                    database.execute("DELETE FROM shows WHERE page = ?", chosen)
                    database.execute("DELETE FROM pages WHERE id = ?", chosen)

    def older(self, now: Stamped, most: int) -> list[Found]:
        """The pages that show something with another stamp than it has now, ``most`` of them at most."""
        return self._pages(
            "SELECT DISTINCT p.path, p.token FROM json_each(?) j "
            "JOIN shows s ON s.slot = j.value ->> 0 AND s.stamp <> j.value ->> 1 JOIN pages p ON p.id = s.page LIMIT ?",
            (json.dumps(list(now.items())), most),
        )

    def shown(self) -> list[tuple[int, int]]:
        """The place and the stamp of everything that any page shows."""
        with self._lock:
            return self._database.execute(_PAIRS).fetchall()

    def over(self, now: float, most: int) -> list[Found]:
        """The pages whose time has come, ``most`` of them at most."""
        return self._pages("SELECT path, token FROM pages WHERE ends <= ? LIMIT ?", (now, most))

    def has(self, path: str) -> bool:
        """Whether it knows a page."""
        return bool(self._pages("SELECT path, token FROM pages WHERE path = ?", (path,)))

    def paths(self) -> list[str]:
        """All paths."""
        return [path for path, _ in self._pages("SELECT path, token FROM pages ORDER BY path", ())]

    def _pages(self, sql: str, parameters: tuple[object, ...]) -> list[Found]:
        with self._lock:
            return self._database.execute(sql, parameters).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
