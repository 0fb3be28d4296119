"""One request at a time to a host, also where redirects of others lead to it, by http or https."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_HOSTS = 500


@dataclass(slots=True)
class _Host:
    asking: bool = False
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
    def turn(self, name: str) -> Iterator[None]:
        """Wait until a host may be asked, and ask it."""
        with self._changed:
            host = self._enter(name)
        try:
            yield
        finally:
            with self._changed:
                host.asking = False
                host.free_at = time.monotonic() + self.pause
                self._changed.notify_all()

    def _enter(self, name: str) -> _Host:
        visit = getattr(self._of_thread, "visit", None)
        host = self._hosts.setdefault(name, _Host())
        host.waiting += 1
        while host.asking or (host.visit is not visit and time.monotonic() < host.free_at):
            # Whoever asks has a deadline, so that nobody waits for ever.
            self._changed.wait(None if host.asking else max(0.0, host.free_at - time.monotonic()))
        host.waiting -= 1
        host.asking = True
        host.visit = visit
        if len(self._hosts) > MOST_HOSTS:
            now = time.monotonic()
            self._hosts = {
                each: entry
                for each, entry in self._hosts.items()
                if entry.asking or entry.waiting or entry.free_at > now
            }
        return host
