"""Putting pages on the shelf that the page cache has made: in a thread of its own, where nobody waits for it."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from freshness.following import Follower
from rlsinfo.pagecache.entry import Entry
from rlsinfo.pagefiles.generation import FIT
from rlsinfo.pagefiles.shelf import FAULTS, Shelf, number

logger = logging.getLogger("rlsinfo.pagefiles")
WAITING = 2000
"""Pages that may wait; of more, those that have waited longest are left out until somebody asks for them again."""
SPARE_BYTES = 512 * 1024 * 1024
"""So much room stays free on the disk: the database may need it."""
SENT_BY_THE_FRONT = frozenset(
    {
        "content-type",
        "content-language",
        "content-security-policy",
        "cache-control",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "etag",
        "permissions-policy",
        "referrer-policy",
        "strict-transport-security",
        "vary",
        "x-content-type-options",
        "x-frame-options",
    }
)
"""Headers of pages that the front sends by itself, the same with every page. A page that has others is no file."""


def is_file(path: str, entry: Entry) -> bool:
    """Whether a page can be a file: the front then sends the same as the app would."""
    headers = {name.lower(): value for name, value in entry.headers}
    return (
        entry.status.startswith("200")
        and headers.get("content-type") == "text/html; charset=utf-8"
        and headers.get("cache-control") == "no-cache"
        and headers.keys() <= SENT_BY_THE_FRONT
        and FIT.fullmatch(path) is not None
    )


class Putter:
    """Called with each page that the page cache keeps."""

    def __init__(self, shelf: Shelf, follower: Follower) -> None:
        self._shelf, self._follower = shelf, follower
        self._waiting: OrderedDict[str, Entry] = OrderedDict()
        self._some = threading.Condition()
        self._thread: threading.Thread | None = None

    def __call__(self, path: str, entry: Entry) -> None:
        """Have a page put on the shelf soon, in the place of an older one that still waits."""
        if not is_file(path, entry):
            return
        with self._some:
            self._waiting[path] = entry
            if len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="page-files", daemon=True)
                self._thread.start()
            self._some.notify()

    def put(self, path: str, entry: Entry) -> bool:
        """Put a page on the shelf now; says whether it is there. Raises ``OSError`` and ``sqlite3.Error``."""
        generation, stamps = self._shelf.current(), self._follower.stamps
        if generation is None or stamps is None or not is_file(path, entry):
            return False
        if (generation.belongs_to, generation.made_by) != (stamps.name, self._shelf.maker):
            return False
        if shutil.disk_usage(generation.folder).free < SPARE_BYTES:
            return False
        true = self._true(entry)
        shows = dict(zip(entry.slots, map(number, entry.stamps), strict=True))
        return true() and generation.put(path, entry.body, ends=entry.ends, shows=shows, true=true)

    def _true(self, entry: Entry) -> Callable[[], bool]:
        stamps = self._follower.stamps

        def true() -> bool:
            now = time.time()
            return (
                stamps is not None
                and now < min(entry.ends, self._follower.trusted_until)
                and stamps.whole
                and stamps.read(entry.slots) == entry.stamps
            )

        return true

    def _run(self) -> None:
        while True:
            with self._some:
                while not self._waiting:
                    self._some.wait()
                path, entry = self._waiting.popitem(last=False)
            try:
                generation = self._shelf.current()
                if generation is not None and not generation.has(path):
                    self.put(path, entry)
            except FAULTS as error:
                logger.warning("%s could not become a file: %s", path, error)
            except Exception:
                logger.exception("%s could not become a file", path)
