"""The page cache: pages are kept while nothing that they show has changed, and made once for all who wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from freshness import reading
from freshness.following import Follower
from freshness.keeping import Kept
from freshness.stamps import Stamps, at, slot
from rlsinfo.edge.tagging import Tagging, adding
from rlsinfo.pagecache.asked import Environ, for_everybody, kept_at, path_of
from rlsinfo.pagecache.entry import Entry, StartResponse

Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Also = Callable[[str, Entry], object]
PATIENCE_SECONDS = 10
"""So long a reader waits for another's request to make the page; then it is made for them alone."""

OFFERED_EVERY_SECONDS = 30
"""A page that is kept is offered again so often to whoever else keeps pages: he may have had to let all of them go."""


class PageCache:
    """A WSGI application around another.

    ``room``: bytes that it may keep, of which ``used`` are taken; the pages asked for longest ago go first.

    ``also``: told of each page that is kept, now and then. ``tagging``: what a cache before the site is told of pages,
    if there is one.
    """

    def __init__(
        self,
        application: Application,
        follower: Follower,
        room: int,
        *,
        also: Also | None = None,
        tagging: Tagging | None = None,
    ) -> None:
        self._also, self._tagging = also, tagging
        self._application, self._follower, self._room = application, follower, room
        self._pages: OrderedDict[str, Entry] = OrderedDict()
        self.used = 0
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory where that is the truth; else ask the application, and keep what may be kept."""
        path = path_of(environ)
        if path is None:
            return self._application(environ, start_response)
        position = self._tagging.position() if self._tagging is not None else 0  # before anything is looked at
        entry = self._true(path)
        if entry is None:
            stamps = self._trusted()
            kept = kept_at(path) if stamps is not None else None
            if stamps is None or kept is None:
                return self._application(environ, start_response)
            entry = self._made_once(path, environ, stamps, kept)
        if environ.get("QUERY_STRING") and (entry.asks or entry.leads_on):  # a redirect takes the query along
            return self._application(environ, start_response)
        if self._tagging is not None and entry.tags and self._true(path) is entry:
            more = self._tagging.headers(entry.tags, ends=entry.ends, position=position)
            start_response = adding(start_response, more)
        return entry.answer(environ, start_response)

    def __len__(self) -> int:
        return len(self._pages)

    def _trusted(self) -> Stamps | None:
        return self._follower.stamps if time.time() < self._follower.trusted_until else None

    def _true(self, path: str) -> Entry | None:
        """The kept page at a path, if nothing that it shows has changed and its time has not come."""
        entry = self._pages.get(path)
        if entry is None:
            return None
        now, follower = time.time(), self._follower
        stamps = follower.stamps
        if now >= follower.trusted_until or stamps is None or now >= entry.ends:
            return None
        # What was read together with the pulse is at least as new as the pulse: a change gives the pulse last.
        pulse = stamps.pulse()
        if pulse != entry.pulse:
            if stamps.read(entry.slots) != entry.stamps:
                self._drop(path, entry)
                return None
            entry.pulse = pulse
        if self._also is not None and now >= entry.offered + OFFERED_EVERY_SECONDS:
            entry.offered = now
            self._also(path, entry)
        with suppress(KeyError):  # somebody else has just dropped it
            self._pages.move_to_end(path)
        return entry

    def _made_once(self, path: str, environ: Environ, stamps: Stamps, kept: Kept) -> Entry:
        """Make a page, or wait while another request makes it."""
        with self._lock:
            making = self._making.setdefault(path, threading.Lock())
        waited = making.acquire(timeout=PATIENCE_SECONDS)
        try:
            return self._true(path) or self._make(path, environ, stamps, kept)
        finally:
            if waited:
                making.release()
            with self._lock:
                if self._making.get(path) is making and not making.locked():
                    del self._making[path]

    def _make(self, path: str, environ: Environ, stamps: Stamps, kept: Kept) -> Entry:
        # In this order: a change gives its stamps first, then a pulse, and both only when it is committed.
        pulse, before = stamps.pulse(), stamps.all()
        with reading.noted() as page:
            entry = made_by(self._application, for_everybody(environ))
            if not kept.told:
                reading.until_midnight()
        entry.asks = page.asks
        entry.slots = sorted({slot(key) for key in page.keys})
        found = at(before, entry.slots)
        if entry.good and not page.untold and found is not None:
            entry.stamps, entry.pulse = found, pulse
            entry.ends = page.ends.timestamp() if page.ends else float("inf")
            if self._tagging is not None:
                entry.tags = self._tagging.tags(page.keys)
            self._keep(path, entry)
            if self._also is not None:
                entry.offered = time.time()
                self._also(path, entry)
        return entry

    def _keep(self, path: str, entry: Entry) -> None:
        if entry.size > self._room // 4:
            return
        with self._lock:
            if (old := self._pages.pop(path, None)) is not None:
                self.used -= old.size
            self._pages[path] = entry
            self.used += entry.size
            while self.used > self._room:
                _, oldest = self._pages.popitem(last=False)
                self.used -= oldest.size

    def _drop(self, path: str, entry: Entry) -> None:
        with self._lock:
            if self._pages.get(path) is entry:
                del self._pages[path]
                self.used -= entry.size


def made_by(application: Application, environ: Environ) -> Entry:
    """What an application answers, whole."""
    said: list[tuple[str, Sequence[tuple[str, str]]]] = []

    def start_response(status: str, headers: Sequence[tuple[str, str]], *_: object) -> None:
        said.append((status, headers))

    parts = application(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = said[-1]
    return Entry(status, headers, body)
