"""What each page on the shelf shows: a small SQLite database beside the files. Losing it loses the files with it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 2.0
_TABLES = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS pages (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, ends REAL NOT NULL);
CREATE INDEX IF NOT EXISTS pages_ends ON pages (ends);
CREATE TABLE IF NOT EXISTS shows (slot INTEGER, page INTEGER, PRIMARY KEY (slot, page)) WITHOUT ROWID;
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

    def put(self, path: str, ends: float, slots: Iterable[int]) -> None:
        """Note until when a page is true, and the places of the stamps of all that it shows."""
        with self._writing() as database:
            (page,) = database.execute(
                "INSERT INTO pages (path, ends) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET ends = excluded.ends "
                "RETURNING id",
                (path, ends),
            ).fetchone()
            database.execute("DELETE FROM shows WHERE page = ?", (page,))
            database.executemany("INSERT INTO shows (slot, page) VALUES (?, ?)", [(slot, page) for slot in slots])

    def forget(self, path: str) -> None:
        """Note that a page has gone."""
        with self._writing() as database:
            database.execute("DELETE FROM shows WHERE page IN (SELECT id FROM pages WHERE path = ?)", (path,))
            database.execute("DELETE FROM pages WHERE path = ?", (path,))

    def showing(self, slots: Iterable[int], most: int) -> list[str]:
        """The paths of pages that show something at one of these places, ``most`` of them at most."""
        return self._paths(
            "SELECT DISTINCT p.path FROM json_each(?) j JOIN shows s ON s.slot = j.value JOIN pages p ON p.id = s.page "
            "LIMIT ?",
            (json.dumps(list(slots)), most),
        )

    def over(self, now: float, most: int) -> list[str]:
        """The paths of pages whose time has come, ``most`` of them at most."""
        return self._paths("SELECT path FROM pages WHERE ends <= ? LIMIT ?", (now, most))

    def has(self, path: str) -> bool:
        """Whether it knows a page."""
        return bool(self._paths("SELECT path FROM pages WHERE path = ?", (path,)))

    def paths(self) -> list[str]:
        """All paths."""
        return self._paths("SELECT path FROM pages ORDER BY path", ())

    def _paths(self, sql: str, parameters: tuple[object, ...]) -> list[str]:
        with self._lock:
            return [path for (path,) in self._database.execute(sql, parameters)]

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
