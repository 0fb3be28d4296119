"""What a run of checks asks of the database and of time, and what it says in the end."""

from __future__ import annotations

import queue
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from resources.findings import Finding
from resources.models import Link


class Book(Protocol):
    """What a run asks of the database, always from the calling thread."""

    def claim(self, link: Link) -> bool:
        """Take a link for a check, as it was read: whether nobody else has."""

    def meet(self, host: str) -> float:
        """A host is asked soon, for the first time or since it was forgotten: in how many seconds it may be."""

    def keep(self, link: Link, finding: Finding) -> None:
        """Keep what a check found, and let it act."""

    def put_off(self, links: list[Link]) -> None:
        """These were claimed, but nothing was found out about them: they are due again soon."""

    def pause_after(self, host: str, finding: Finding | None) -> float:
        """For how many seconds a host that was just asked is left alone."""

    def forget(self, hosts: list[str]) -> None:
        """Nothing waits for these hosts any more."""

    def beat(self) -> bool:
        """Called about twice a second: whether the run may go on."""


class End(StrEnum):
    """Why a run ended."""

    DONE = "done"
    STOPPED = "stopped"
    OWN_NETWORK = "own network"


@dataclass(slots=True)
class Outcome:
    """What a run did: why it ended, and how many checks came to which verdict.

    ``unsure``: failures that nothing was kept of, since they may be our own network's. ``faults``: of the checker.
    """

    end: End = End.DONE
    verdicts: Counter[str] = field(default_factory=Counter)
    unsure: int = 0
    faults: int = 0
    witnesses: int = 0


class Clock:
    """The time of a run, in seconds, and waiting for a result."""

    def now(self) -> float:
        """Seconds that only grow."""
        return time.monotonic()

    def wait(self, results: queue.SimpleQueue[Answer], seconds: float) -> Answer | None:
        """The next result; None where none comes within so many seconds."""
        try:
            return results.get(timeout=seconds) if seconds > 0 else results.get_nowait()
        except queue.Empty:
            return None


class Answer(NamedTuple):
    """What came of one check: a finding, or a fault of the checker. ``began``: seconds of the run's clock."""

    link: Link
    finding: Finding | None
    began: float
    took: float


class Held(NamedTuple):
    """A failure that waits for a witness."""

    link: Link
    finding: Finding
    began: float
