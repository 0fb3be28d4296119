"""Runs for tests: real links and threads, a clock that does not wait, and a book that writes down what it is told."""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from resources import workflow
from resources.findings import Finding
from resources.linkcheck.book import Answer, Clock, Outcome
from resources.linkcheck.running import Run
from resources.models import Link, Reason, Verdict

WORKS = Finding(Reason.WORKS, "It works.")
GONE = Finding(Reason.GONE, "Not found.")
NO_HOST = Finding(Reason.NO_HOST, "No such host.")


def works(_: Link) -> Finding:
    """Every page works."""
    return WORKS


def is_gone(_: Link) -> Finding:
    """Every page is gone."""
    return GONE


def has_no_host(_: Link) -> Finding:
    """No host exists."""
    return NO_HOST


def link(url: str, **columns: Any) -> Link:
    """A link that is due."""
    now = timezone.now()
    given = {"host": workflow.host_of(url), "added_at": now, "next_check_at": now - dt.timedelta(minutes=1)}
    return Link.objects.create(url=url, **(given | columns))


def known_good(url: str, **columns: Any) -> Link:
    """A link that worked a day ago and is due in some days."""
    now = timezone.now()
    checked: dict[str, Any] = {"verdict": Verdict.OK, "reason": Reason.WORKS, "checked_at": now - dt.timedelta(days=1)}
    return link(url, **({"next_check_at": now + dt.timedelta(days=6)} | checked | columns))


def links(hosts: int, each: int = 1) -> None:
    """Links that are due, so many of each host."""
    now = timezone.now()
    Link.objects.bulk_create(
        Link(
            url=f"https://h{host}.example/{page}", host=f"https://h{host}.example:443", added_at=now, next_check_at=now
        )
        for host in range(hosts)
        for page in range(each)
    )


class QuickClock(Clock):
    """Time that passes only where somebody would wait for it."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.run: Run | None = None

    def now(self) -> float:
        return self.time

    def wait(self, results: queue.SimpleQueue[Answer], seconds: float) -> Answer | None:
        """A result that comes now; where nobody is being asked any more, the time that was to be waited passes."""
        try:
            return results.get(timeout=5 if self.run and self.run._asked else 0.001)
        except queue.Empty:
            self.time += seconds
            return None


@dataclass
class Notes:
    """A book that keeps what happened, and writes through the workflow."""

    pause: float = 2
    claimed: list[str] = field(default_factory=list)
    kept: dict[str, Finding] = field(default_factory=dict)
    off: list[str] = field(default_factory=list)
    beats_left: float = float("inf")
    pauses: dict[str, float] = field(default_factory=dict)

    def claim(self, of: Link) -> bool:
        self.claimed.append(of.url)
        return workflow.claim(of, seen=of.next_check_at)

    def meet(self, host: str) -> float:
        return 0

    def keep(self, of: Link, finding: Finding) -> None:
        self.kept[of.url] = finding
        workflow.record_check(of, finding)

    def put_off(self, some: list[Link]) -> None:
        self.off += [each.url for each in some]
        workflow.put_off(some, until=timezone.now() + dt.timedelta(minutes=15))

    def pause_after(self, host: str, finding: Finding | None) -> float:
        return self.pauses.get(host, self.pause)

    def forget(self, hosts: list[str]) -> None:
        pass

    def beat(self) -> bool:
        self.beats_left -= 1
        return self.beats_left >= 0


@dataclass
class Scene:
    """One run, and when each address was asked."""

    answers: Callable[[Link], Finding] = works
    book: Notes = field(default_factory=Notes)
    clock: QuickClock = field(default_factory=QuickClock)
    asked: list[tuple[str, str, float]] = field(default_factory=list)
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stop: threading.Event = field(default_factory=threading.Event)

    def check(self, of: Link) -> Finding:
        """What the threads call."""
        with self.lock:
            self.asked.append((of.url, of.host, self.clock.now()))
            self.at_once[of.host] += 1
            self.at_once["*"] += 1
            for name in (of.host, "*"):
                self.most_at_once[name] = max(self.most_at_once[name], self.at_once[name])
        try:
            return self.answers(of)
        finally:
            with self.lock:
                self.at_once[of.host] -= 1
                self.at_once["*"] -= 1

    def run(self, **given: Any) -> Outcome:
        """Run over what is due."""
        usual: dict[str, Any] = {"links": lambda: Link.objects.due(timezone.now()), "threads": 4, "clock": self.clock}
        self.clock.run = Run(check=self.check, book=self.book, stop=self.stop, **(usual | given))
        return self.clock.run.go()

    def urls(self) -> list[str]:
        """What was asked, in order."""
        return [url for url, _, _ in self.asked]
