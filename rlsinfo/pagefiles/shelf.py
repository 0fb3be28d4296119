"""The shelf: which generation of page files the front sends from, and how pages leave it when something has changed.

``PAGES_DIR/current`` is a link to the generation in use; the front sends from ``current/pages``. To clear the shelf is
to let that link lead to a new, empty generation, in one step, however many files there are; the old one is deleted
beside. A generation bears the name of the file of stamps by which its pages are known to be true, so a new file of
stamps begins with an empty shelf, whoever dies at which moment. It also bears the name of the code and settings that
put pages there (``maker``), as ``PAGES_DIR/.maker`` says: processes of an older release put none beside the newer ones.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from freshness.stamps import Stamps, at
from rlsinfo.pagefiles import maker
from rlsinfo.pagefiles.generation import OPEN_TO_ALL, Generation
from rlsinfo.pagefiles.index import Found

logger = logging.getLogger("rlsinfo.pagefiles")
CURRENT = "current"
PREFIX = "g-"
OURS = re.compile(rf"{PREFIX}[0-9a-f]+-{maker.NAME.pattern}-[0-9a-f]{{16}}")
"""The name of a generation. Nothing else in the folder is touched."""
NOBODYS = "0"
"""The name of no file of stamps: nothing is put into such a generation."""
MOST = 500
"""More pages than this are not taken away one by one: the shelf is cleared."""
IN_CHARGE = ".maker"
PATIENCE_SECONDS = 1.0
FAULTS = (OSError, sqlite3.Error)


class Shelf:
    """The shelf as one process sees it; told of changes as ``freshness.following.Watcher`` says.

    ``maker``: what this process makes pages with.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self.folder, self.maker = folder, maker
        self._lock = threading.Lock()
        self._known: tuple[int, Generation] | None = None
        self._said = ""
        self._looked_at: tuple[bytes, Generation | None] = (b"", None)

    def current(self) -> Generation | None:
        """The generation that the front sends from now, if there is one."""
        try:
            name = (self.folder / CURRENT).readlink().name
        except OSError:
            return None
        with self._lock:
            if self._known is None or self._known[0] != os.getpid() or self._known[1].folder.name != name:
                try:
                    # The one before is not closed: another thread may be at it. It ends with its last user.
                    self._known = (os.getpid(), Generation(self.folder / name))
                except FAULTS:
                    return None
            return self._known[1]

    def clear(self, belongs_to: str = NOBODYS) -> None:
        """Take all pages away at once. Raises ``OSError`` where that cannot be."""
        try:
            with self._alone():
                self._begin(belongs_to)
                old = self._old()
        except FAULTS as error:
            # As where the disk is full: then there are no page files until there is room again.
            (self.folder / CURRENT).unlink(missing_ok=True)
            if str(error) != self._said:
                self._said = str(error)
                logger.warning("no pages can be files: %s", error)
            return
        self._said = ""
        threading.Thread(target=_delete, args=(old,), name="clearing", daemon=True).start()

    def take_over(self) -> None:
        """Let only those who make pages as this process does put any here, beginning with none. Raises ``OSError``."""
        with self._alone():
            self._put_in_charge()
        self.clear()

    def renewed(self, stamps: Stamps) -> None:
        """A file of stamps was opened: where the pages belong to another one, or to whom is not in charge, take them
        away.
        """
        generation = self.current()
        if generation is None or (generation.belongs_to, generation.made_by) != (stamps.name, self._in_charge()):
            self.clear(stamps.name)

    def changed(self, stamps: Stamps, slots: Sequence[int]) -> None:
        """Take away all pages that show what was changed. Raises ``OSError`` where that cannot be."""
        found = stamps.read(slots)
        if found is None:
            self.clear()
            return
        now = dict(zip(slots, map(number, found), strict=True))
        self._take_away(stamps, lambda generation: generation.index.older(now, MOST + 1))

    def looked(self, stamps: Stamps) -> None:
        """Take away pages whose time has come, and those that somebody told of who does not know of the shelf."""
        self.renewed(stamps)
        self._take_away(stamps, lambda generation: generation.index.over(time.time(), MOST + 1))
        # Also where another generation came back under the link, as with a disk that is mounted again.
        looking_at = (stamps.pulse(), self.current())
        if looking_at != self._looked_at:
            self._take_away(stamps, lambda generation: _older(generation, stamps))
            self._looked_at = looking_at

    def lost(self) -> None:
        """Something was changed, and nobody can say what: take everything away."""
        try:
            self.clear()
        except OSError:
            logger.exception("PAGES_DIR holds pages that may be old, and they cannot be taken away")

    def _take_away(self, stamps: Stamps, chosen: Callable[[Generation], Sequence[Found]]) -> None:
        generation = self.current()
        try:
            if generation is not None:
                found = chosen(generation)
                if len(found) <= MOST:
                    if found:
                        generation.remove(found)
                    return
        except FAULTS as error:
            logger.warning("pages could not be taken away one by one, so all are: %s", error)
        self.clear(stamps.name)

    def _begin(self, belongs_to: str) -> None:
        name = f"{PREFIX}{belongs_to}-{self._in_charge()}-{secrets.token_hex(8)}"
        Generation(self.folder / name, make=True).index.close()
        link = self.folder / f".{name}"
        link.symlink_to(name)
        try:
            link.replace(self.folder / CURRENT)
        except OSError:
            link.unlink(missing_ok=True)
            shutil.rmtree(self.folder / name, ignore_errors=True)
            raise

    def _put_in_charge(self) -> None:
        draft = self.folder / f"{IN_CHARGE}-{secrets.token_hex(8)}"
        draft.write_text(self.maker)
        draft.replace(self.folder / IN_CHARGE)

    def _in_charge(self) -> str:
        """The name of whoever is in charge: who comes first, until another takes over."""
        try:
            named = (self.folder / IN_CHARGE).read_text()
        except (OSError, UnicodeDecodeError):
            named = ""
        if maker.NAME.fullmatch(named):
            return named
        with suppress(OSError):
            self._put_in_charge()
        return self.maker

    def _old(self) -> list[Path]:
        used = (self.folder / CURRENT).readlink().name
        ours = (each for each in self.folder.iterdir() if OURS.fullmatch(each.name))
        return [each for each in ours if each.name != used]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time clears, so that nobody deletes what another has just begun; who waits long goes on."""
        missing = [each for each in (self.folder, *self.folder.parents) if not each.exists()]
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in {*missing, self.folder}:
            each.chmod(OPEN_TO_ALL)
        with (self.folder / ".clearing").open("w") as file:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < deadline:
                with suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                time.sleep(0.005)
            yield


def number(stamp: bytes) -> int:
    """A stamp as it stands in the index."""
    return int.from_bytes(stamp, "little", signed=True)


def _older(generation: Generation, stamps: Stamps) -> Sequence[Found]:
    """Pages that show anything with another stamp than it has now."""
    everything, now = stamps.all(), {}
    for slot, stamp in generation.index.shown():
        found = at(everything, (slot,))
        if found is None or number(found[0]) != stamp:
            now[slot] = number(found[0]) if found is not None else 0
    return generation.index.older(now, MOST + 1) if now else ()


def _delete(folders: Sequence[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1)
def shelf() -> Shelf | None:
    """This process's own, if pages are files at all."""
    return Shelf(settings.PAGES_DIR, maker.maker()) if settings.PAGES_DIR else None
