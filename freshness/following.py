"""Following the journal: what was committed gives new stamps, at once where it was written, soon everywhere else.

Whoever writes tells the stamps of its machine before its commit returns (``tell``). A thread of each process that
serves readers looks four times a second (``Follower``): one of them, whoever holds the lock, reads the journal for what
other machines wrote, and for what was committed by a process that was killed before it could tell.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from freshness import journal, replica
from freshness.keys import EVERYTHING
from freshness.stamps import Stamps, StampsLostError, create, slot

logger = logging.getLogger("rlsinfo.freshness")
TICK_SECONDS = 0.25
HUNG_SECONDS = 2.0
"""Where whoever reads the journal has not done so for as long, every process does; twice does no harm."""
NOTICED_SECONDS = 3 * TICK_SECONDS
"""After so long every process has noticed that a file of stamps was replaced, and has read the journal."""


class Watcher(Protocol):
    """Who keeps pages elsewhere than in memory. Raises ``OSError`` where an old page could not be taken away."""

    def renewed(self, stamps: Stamps) -> None:
        """A file of stamps was opened, which may be another one than before."""

    def changed(self, stamps: Stamps, slots: Sequence[int]) -> None:
        """New stamps were given. Whoever told the change waits for this."""

    def looked(self, stamps: Stamps) -> None:
        """One process of the machine has looked into the journal. Some four times a second."""

    def lost(self) -> None:
        """What was changed could not be told, or nobody has looked for too long. Raises nothing."""


watchers: list[Watcher] = []


def follow(
    stamps: Stamps, database: BaseDatabaseWrapper, seen: frozenset[int] = frozenset(), *, moves: bool = True
) -> frozenset[int]:
    """Give new stamps to what was changed since the last time. Returns the changes that may come again.

    ``moves``: the next time need not read them again, since this is the database that pages are made from.
    """
    place = stamps.place
    read = journal.read(database, *place)
    if read.anew and stamps.place != place:  # another process went on meanwhile
        place = stamps.place
        read = journal.read(database, *place)
    changed = {key for pk, key in read.changes if pk not in seen}
    if read.anew and moves:  # for whoever else reads it: what a cache before the site has may be of after the backup
        journal.note(database, EVERYTHING)
    if EVERYTHING in changed:
        stamps.bump(None)
        for watcher in watchers:
            watcher.lost()
    elif slots := sorted(map(slot, changed)):
        stamps.bump(slots)
        for watcher in watchers:
            watcher.changed(stamps, slots)
    if moves and (read.position, read.mark) != place:
        stamps.place = read.position, read.mark
    return read.seen


def opened(path: Path) -> Stamps:
    """The file of stamps, made anew where it is gone or damaged. Raises ``StampsLostError`` where that cannot be."""
    try:
        stamps = Stamps(path)
    except StampsLostError:
        create(path, journal.here(replica.of_pages()))
        stamps = Stamps(path)
    try:
        for watcher in watchers:
            watcher.renewed(stamps)
    except OSError:
        stamps.close()
        raise
    return stamps


class Teller:
    """The stamps as a process that writes sees them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._stamps: Stamps | None = None
        self._seen: frozenset[int] = frozenset()

    def tell(self, database: BaseDatabaseWrapper) -> None:
        """Give new stamps to what was just committed. Where that cannot be, wait until everybody has noticed."""
        with self._lock:
            try:
                rest = self._bump(database)
            except (StampsLostError, Error, OSError) as error:
                if not journal.exists(database):  # as in the midst of the first migrations: no page is kept yet
                    return
                logger.warning("what changed could not be told at once: %s", error)
                for watcher in watchers:
                    watcher.lost()
                rest = NOTICED_SECONDS
        if rest > 0:
            time.sleep(rest)

    def _bump(self, database: BaseDatabaseWrapper) -> float:
        """Returns for how many seconds somebody may still look at a file that is not there any more."""
        if self._stamps is None or not self._stamps.whole:
            if self._stamps is not None:
                self._stamps.close()
                self._stamps, self._seen = None, frozenset()
            self._stamps = opened(self.path)
        self._seen = follow(self._stamps, database, self._seen, moves=not replica.configured())
        return NOTICED_SECONDS - self._stamps.age


class Follower:
    """The stamps as a process that serves readers sees them. Looks at the journal in a thread of its own.

    ``trouble``: why pages cannot be kept now, in words; empty where all is well.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamps: Stamps | None = None
        self.trusted_until = 0.0
        self.trouble = "nobody has looked at the journal of changes yet"
        self._seen: frozenset[int] = frozenset()
        self._process = 0
        self._file: os.stat_result | None = None

    def begin(self) -> None:
        """Look once, and begin the thread, unless it runs already in this process."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self.look()
            threading.Thread(target=self._run, name="freshness", daemon=True).start()

    def look(self) -> None:
        """One look: at the file, at the journal if this process is the one that does it, and how long ago that was."""
        trouble = ""
        try:
            if self.stamps is None or not self.stamps.whole:
                self._open()
            self._read_journal()
        except (StampsLostError, Error, OSError) as error:
            trouble = str(error).strip()
            if isinstance(error, Error):
                replica.of_pages().close()
        trusted = self._trust()
        self._say(trouble or ("" if trusted else "nobody reads the journal of changes"))

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(TICK_SECONDS):
            try:
                self.look()
            except Exception:
                self.trusted_until = 0.0
                logger.exception("the journal of changes could not be looked at")

    def _open(self) -> None:
        # The old one is not closed: a reader may be at it in this moment. It is one open file each time that happens.
        self.stamps, self._seen = None, frozenset()
        self.stamps = opened(self.path)

    def _read_journal(self) -> None:
        if self.stamps is None:
            return
        try:
            fcntl.flock(self.stamps.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if self.stamps.unfollowed < HUNG_SECONDS:
                return  # another process does
        self._look_for_another_file()
        self._seen = follow(self.stamps, replica.of_pages(), self._seen)
        self.stamps.followed()
        for watcher in watchers:
            watcher.looked(self.stamps)

    def _look_for_another_file(self) -> None:
        """Let go of a database file of SQLite that another one has replaced under its name."""
        try:
            found = Path(replica.of_pages().settings_dict["NAME"]).stat()
        except OSError:  # PostgreSQL, or it is being replaced in this moment
            return
        if self._file is not None and not os.path.samestat(found, self._file):
            replica.of_pages().close()
        self._file = found

    def _trust(self) -> bool:
        rest = settings.UNFOLLOWED_SECONDS - self.stamps.unfollowed if self.stamps is not None else 0.0
        if rest <= 0 < self.trusted_until:
            for watcher in watchers:
                watcher.lost()
        self.trusted_until = time.time() + rest if rest > 0 else 0.0
        return rest > 0

    def _say(self, trouble: str) -> None:
        if trouble and trouble != self.trouble:
            logger.warning("pages may not be kept: %s", trouble)
        self.trouble = trouble


@lru_cache(maxsize=1)
def teller() -> Teller | None:
    """This process's own, if the site keeps pages at all."""
    return Teller(settings.STAMPS_FILE) if settings.STAMPS_FILE else None


@lru_cache(maxsize=1)
def follower() -> Follower | None:
    """This process's own, if the site keeps pages at all."""
    return Follower(settings.STAMPS_FILE) if settings.STAMPS_FILE else None


def tell(alias: str) -> None:
    """Tell what was committed on a connection."""
    if (mine := teller()) is not None:
        mine.tell(connections[alias])
