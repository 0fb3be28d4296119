"""What a host's robots.txt asks of programs (RFC 9309), read once a day."""

from __future__ import annotations

import datetime as dt
import re
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
DISALLOW = "disallow|dissallow|dissalow|disalow|diasllow|disallaw"
"""As it is often misspelt; Protego keeps to these too."""
LINE = re.compile(
    rf"\s*(user[- ]?agent|allow|{DISALLOW}|crawl[- ]delay|request-rate|visit-time)(?:\s*:|\s|\Z)(.*)", re.IGNORECASE
)
"""A line of use: what it is about, and its value. Some leave out the colon or the hyphen."""
MOST_RULES = 2000
"""How many different lines of a host are kept to, from the first on: matching takes time and space by their number."""
LONGEST_RULES = 64 * 1024
"""Letters that all of them may have."""


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
    def of(
        cls, target: Target, product: str, *, memory: RobotsMemory, ask: Callable[[Target], Answer | Trouble]
    ) -> Rules:
        """Those of a target's host: remembered for a day, else asked for. Without an answer all is allowed.

        Also where the server fails, unlike in RFC 9309: what fails is to be told as that, not as what nobody may ask.
        """
        known, now = memory.get(target.origin), timezone.now()
        if known is not None and now - known[1] < KEPT_FOR:
            return cls(known[0])
        text = addressed(_asked(target, ask), product)
        memory.put(target.origin, text, now)
        return cls(text)

    def allow(self, url: str, product: str) -> bool:
        """Whether a program of this name may ask for an address. What cannot be understood forbids nothing."""
        parsed = self._parsed(product)
        try:
            return parsed is None or bool(parsed.can_fetch(url, product))
        except (ValueError, RecursionError, IndexError):
            return True

    def pause(self, product: str) -> float:
        """The seconds between two requests that a program of this name is asked to keep."""
        parsed = self._parsed(product) if "crawl" in self.text.lower() else None
        try:
            return min(max((parsed and parsed.crawl_delay(product)) or 0.0, 0.0), LONGEST_PAUSE)
        except (ValueError, RecursionError, IndexError):
            return 0

    def _parsed(self, product: str) -> Protego | None:
        """Only what addresses the program is parsed, also of a text that was kept whole: each rule is an object."""
        text = addressed(self.text, product)
        try:
            return Protego.parse(text) if text else None
        except (ValueError, RecursionError, IndexError):
            return None


def addressed(text: str, product: str) -> str:
    """The rules for a program of this name, under one name: those of the groups that name it best, else of "*".

    A group is kept by each of its names in memory, so that thousands of names with thousands of rules would fill it.
    """
    lines = [
        (match[1].lower(), match[2].partition("#")[0].strip()) for match in map(LINE.match, text.splitlines()) if match
    ]
    names = {_name(value, product) for key, value in lines if key.startswith("user")} - {""}
    best = max(names, key=lambda name: (name != "*", len(name)), default=None)
    kept: dict[str, None] = {}
    ours = among_names = False
    left = LONGEST_RULES
    for key, value in lines:
        is_name = key.startswith("user")
        if is_name:
            ours = (ours and among_names) or _name(value, product) == best
        elif ours and len(kept) < MOST_RULES and (rule := f"{key}: {value}") not in kept and len(rule) <= left:
            kept[rule] = None
            left -= len(rule)
        among_names = is_name
    return "\n".join((f"user-agent: {best}", *kept)) if best else ""


def _name(value: str, product: str) -> str:
    """The name of a program if it is one of ours, or "*"; empty for another's."""
    name = value.lower().replace("*", "")
    return value if value == "*" else name if product.lower().startswith(name) else ""


def _asked(target: Target, ask: Callable[[Target], Answer | Trouble]) -> str:
    """The host's robots.txt; empty where there is none or none that can be read."""
    answer = ask(replace(target, path="/robots.txt"))
    if isinstance(answer, Trouble) or answer.status != 200 or answer.media_type == "text/html":  # noqa: PLR2004
        return ""
    return decode(answer.body, answer.headers.get("content-type", "")).replace("\x00", "")
