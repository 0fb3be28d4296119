"""What a host's robots.txt asks of programs (RFC 9309), read once a day."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.utils import timezone
from protego import Protego

from resources.linkcheck.addresses import Target
from resources.linkcheck.fetching import Answer
from resources.linkcheck.reading import decode
from resources.linkcheck.troubles import Trouble

KEPT_FOR = dt.timedelta(days=1)
"""For how long a host's robots.txt is believed."""
LONGEST_PAUSE = 120.0
"""Seconds. A host that asks for more is left alone for this long between two requests all the same."""
OF_USE = ("user-agent", "user agent", "useragent", "allow", "disallow", "crawl-delay", "crawl delay")


class RobotsMemory(Protocol):
    """What is remembered of hosts, by origin (https://example.org:443). Called from several threads."""

    def get(self, host: str) -> tuple[str, dt.datetime] | None:
        """The text that was fetched, and when; None where nothing is remembered."""

    def put(self, host: str, text: str, fetched_at: dt.datetime) -> None:
        """Remember a text: empty where all is allowed."""


@dataclass(slots=True)
class Memory:
    """A memory that lasts as long as the process."""

    known: dict[str, tuple[str, dt.datetime]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, host: str) -> tuple[str, dt.datetime] | None:
        """As ``RobotsMemory``."""
        with self.lock:
            return self.known.get(host)

    def put(self, host: str, text: str, fetched_at: dt.datetime) -> None:
        """As ``RobotsMemory``."""
        with self.lock:
            self.known[host] = text, fetched_at


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host; without text, everything is allowed."""

    text: str = ""

    @classmethod
    def of(cls, target: Target, *, memory: RobotsMemory, ask: Callable[[Target], Answer | Trouble]) -> Rules:
        """Those of a target's host: remembered for a day, else asked for. Without an answer all is allowed.

        Also where the server fails, unlike in RFC 9309: what fails is to be told as that, not as what nobody may ask.
        """
        known, now = memory.get(target.origin), timezone.now()
        if known is not None and now - known[1] < KEPT_FOR:
            return cls(known[0])
        text = _asked(target, ask)
        memory.put(target.origin, text, now)
        return cls(text)

    def allow(self, url: str, product: str) -> bool:
        """Whether a program of this name may ask for an address. What cannot be understood forbids nothing."""
        if not self.text:
            return True
        try:
            return bool(Protego.parse(self.text).can_fetch(url, product))
        except (ValueError, RecursionError, IndexError):
            return True

    def pause(self, product: str) -> float:
        """The seconds between two requests that a program of this name is asked to keep."""
        if "crawl" not in self.text.lower():
            return 0
        try:
            return min(max(Protego.parse(self.text).crawl_delay(product) or 0.0, 0.0), LONGEST_PAUSE)
        except (ValueError, RecursionError, IndexError):
            return 0


def _asked(target: Target, ask: Callable[[Target], Answer | Trouble]) -> str:
    """The text of the host's robots.txt as far as it is of use; empty where there is none or none that can be read."""
    answer = ask(replace(target, path="/robots.txt"))
    if isinstance(answer, Trouble) or answer.status != 200 or answer.media_type == "text/html":  # noqa: PLR2004
        return ""
    lines = decode(answer.body, answer.headers.get("content-type", "")).replace("\x00", "").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip().lower().startswith(OF_USE))
