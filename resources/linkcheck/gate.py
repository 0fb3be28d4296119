"""One request at a time to a host, also where redirects of others lead to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

LONGEST_WAIT_SECONDS = 4.0
"""How long a redirect waits for its turn. Its check has a deadline, which our waiting must not use up."""
MOST_HOSTS = 500


@dataclass(slots=True)
class _Host:
    asking: int = 0
    waiting: int = 0
    visit: object = None
    free_at: float = 0.0


class Gate:
    """Who may ask a host now. Used by all threads of a run.

    Requests of one visit (robots.txt, HEAD, GET) follow each other at once; between two visits lie ``pause`` seconds.
    """

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self._of_thread = threading.local()

    def begin(self) -> None:
        """This thread begins another visit."""
        self._of_thread.visit = object()

    @contextmanager
    def turn(self, origin: str) -> Iterator[None]:
        """Wait until a host may be asked, and ask it."""
        with self._changed:
            host = self._enter(origin)
        try:
            yield
        finally:
            with self._changed:
                host.asking -= 1
                host.free_at = time.monotonic() + self.pause
                self._changed.notify_all()

    def _enter(self, origin: str) -> _Host:
        visit = getattr(self._of_thread, "visit", None)
        now = time.monotonic()
        until = now + LONGEST_WAIT_SECONDS
        host = self._hosts.setdefault(origin, _Host())
        host.waiting += 1
        while now < until and (host.asking or (host.visit is not visit and now < host.free_at)):
            self._changed.wait((until if host.asking else min(until, host.free_at)) - now)
            now = time.monotonic()
        host.waiting -= 1
        host.asking += 1
        host.visit = visit
        if len(self._hosts) > MOST_HOSTS:
            self._hosts = {
                name: entry
                for name, entry in self._hosts.items()
                if entry.asking or entry.waiting or entry.free_at > now
            }
        return host
