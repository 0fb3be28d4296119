"""What hosts' robots.txt say, as one run remembers it: recalled from the database, and kept there."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict

from django.utils import timezone

from resources import workflow
from resources.linkcheck.robots import KEPT_FOR
from resources.models import LinkHost

MOST_HOSTS = 1000
"""How many are held in memory: the last ones."""


class HostRobots:
    """Threads ask it and tell it; the database is used in the calling thread only, by ``recall`` and ``keep_new``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[str, dt.datetime]] = OrderedDict()
        self._new: dict[str, tuple[str, dt.datetime]] = {}

    def get(self, host: str) -> tuple[str, dt.datetime] | None:
        """The text that was fetched, and when; None where nothing is remembered."""
        with self._lock:
            return self._known.get(host)

    def put(self, host: str, text: str, fetched_at: dt.datetime) -> None:
        """Remember a text: empty where all is allowed."""
        with self._lock:
            self._remember(host, (text, fetched_at))
            self._new[host] = (text, fetched_at)

    def recall(self, host: str) -> None:
        """Take over what the database knows of a host, if that is young enough."""
        if self.get(host) is not None:
            return
        since = timezone.now() - KEPT_FOR
        known = LinkHost.objects.filter(host=host, robots_at__gt=since).values_list("robots", "robots_at").first()
        if known is not None and known[1] is not None:
            with self._lock:
                self._remember(host, (known[0], known[1]))

    def keep_new(self) -> None:
        """Write what threads have fetched since to the database."""
        with self._lock:
            new, self._new = self._new, {}
        for host, (text, fetched_at) in new.items():
            workflow.remember_robots(host, text=text, fetched_at=fetched_at)

    def _remember(self, host: str, known: tuple[str, dt.datetime]) -> None:
        self._known[host] = known
        self._known.move_to_end(host)
        if len(self._known) > MOST_HOSTS:
            self._known.popitem(last=False)
