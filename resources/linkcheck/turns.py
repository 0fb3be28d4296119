"""Whose turn it is: one request at a time to a host, a pause between two, and no host in the way of another."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")
SLOW_SECONDS = 5.0
"""A host that took longer than this the last time is slow."""


@dataclass(slots=True)
class _Host(Generic[Item]):
    waiting: list[Item] = field(default_factory=list)
    free_at: float = 0.0
    asked: bool = False
    slow: bool = False
    place: int = 0


class Turns(Generic[Item]):
    """What waits to be checked, host by host. Knows no clock: every time is passed in, in seconds.

    ``places``: how many hosts may be asked at once. Slow hosts get at most half of them, so that the others go on.
    """

    def __init__(self, places: int) -> None:
        self._places_of_slow = max(1, places // 2)
        self._hosts: dict[str, _Host[Item]] = {}
        self._line: list[tuple[float, int, str]] = []
        self._number = 0
        self._slow_asked = 0
        self.waiting = 0

    def add(self, host: str, item: Item, *, slow: bool = False, not_before: float = 0.0) -> None:
        """Put something in its host's line. ``slow``: known to be, ``not_before``: when the host may be asked."""
        entry = self._hosts.setdefault(host, _Host(slow=slow))
        entry.waiting.append(item)
        entry.free_at = max(entry.free_at, not_before)
        self.waiting += 1
        self._put_in_line(host, entry)

    def take(self, now: float) -> tuple[str, Item] | None:
        """What may be asked now, of the host that has been free for longest; None where nothing may.

        Its host is then being asked, until ``done``.
        """
        passed_over = []
        found = None
        while self._line and self._line[0][0] <= now:
            place = heapq.heappop(self._line)
            entry = self._hosts.get(place[2])
            if entry is None or entry.place != place[1]:  # taken or dropped since
                continue
            if entry.free_at > place[0]:  # put off since
                entry.place = 0
                self._put_in_line(place[2], entry)
            elif entry.slow and self._slow_asked >= self._places_of_slow:
                passed_over.append(place)
            else:
                found = (place[2], self._begin(entry))
                break
        for place in passed_over:
            heapq.heappush(self._line, place)
        return found

    def done(self, host: str, now: float, *, took: float, pause: float) -> None:
        """A host has answered, or not, after ``took`` seconds; it is left alone for ``pause`` seconds."""
        entry = self._hosts[host]
        entry.asked = False
        if entry.slow:
            self._slow_asked -= 1
        entry.slow = took >= SLOW_SECONDS
        entry.free_at = max(entry.free_at, now + pause)
        self._put_in_line(host, entry)

    def is_free(self, host: str, now: float) -> bool:
        """Whether nobody asks a host now, and its pause is over."""
        entry = self._hosts.get(host)
        return entry is None or (not entry.asked and entry.free_at <= now)

    def take_at_once(self, host: str) -> None:
        """A free host is being asked out of its turn, until ``done``."""
        entry = self._hosts.setdefault(host, _Host())
        entry.asked, entry.place = True, 0
        self._slow_asked += entry.slow

    def drop(self, host: str) -> list[Item]:
        """Take everything of a host out of the line; gives it back."""
        entry = self._hosts.get(host)
        if entry is None:
            return []
        dropped, entry.waiting, entry.place = entry.waiting, [], 0
        self.waiting -= len(dropped)
        return dropped

    def __contains__(self, host: str) -> bool:
        return host in self._hosts

    def busy(self) -> list[str]:
        """The hosts that something waits for."""
        return [name for name, entry in self._hosts.items() if entry.waiting]

    def waits_for(self, host: str) -> bool:
        """Whether something waits for a host."""
        entry = self._hosts.get(host)
        return entry is not None and bool(entry.waiting)

    def seconds_to_next(self, now: float) -> float:
        """How long until somebody may have a turn, as far as time alone decides; infinite where nothing waits."""
        return max(0.0, self._line[0][0] - now) if self._line else math.inf

    def forget(self, now: float) -> list[str]:
        """Forget the hosts that nothing waits for and that may be asked again; gives back which."""
        idle = [
            name
            for name, entry in self._hosts.items()
            if not entry.waiting and not entry.asked and entry.free_at <= now
        ]
        for name in idle:
            del self._hosts[name]
        return idle

    def _begin(self, entry: _Host[Item]) -> Item:
        entry.place, entry.asked = 0, True
        self._slow_asked += entry.slow
        self.waiting -= 1
        return entry.waiting.pop(0)

    def _put_in_line(self, host: str, entry: _Host[Item]) -> None:
        if entry.waiting and not entry.asked and not entry.place:
            self._number += 1
            entry.place = self._number
            heapq.heappush(self._line, (entry.free_at, self._number, host))
