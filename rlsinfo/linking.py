"""Checking the links of this site: what is followed, whose turn it is, and what becomes of each finding."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles import following
from articles.workflow import mark_sources
from resources import workflow
from resources.findings import Finding
from resources.linkcheck.book import End, Outcome
from resources.linkcheck.checking import check
from resources.linkcheck.gate import Gate
from resources.linkcheck.running import Run, unwatched
from resources.linkcheck.visitor import Visitor, visitor_from_settings
from resources.linkcheck.witnesses import Witnesses
from resources.models import CheckerLease, Link, LinkHost, Reason
from resources.models.links import LinkQuerySet
from rlsinfo.robots import HostRobots

logger = logging.getLogger("rlsinfo.links")

RENEW_SECONDS = 10
FOLLOW_SECONDS = 3600
TRY_AGAIN = dt.timedelta(minutes=15)
"""When links are due again of which nothing was found out, since our own network failed."""
SILENT_FOR = dt.timedelta(hours=1)
"""How long a host is left alone that did not answer in time twice in a row."""
SILENT_TWICE = 2
LONGEST_WAIT = dt.timedelta(days=1)
"""The most that a host gets of what it asks for."""


class Busy(Exception):
    """Another process checks links now. ``lease`` says which, and until when it has the turn."""

    def __init__(self, lease: CheckerLease) -> None:
        super().__init__(f"{lease.holder} checks links now")
        self.lease = lease


@contextmanager
def the_turn(who: str) -> Iterator[str]:
    """Have the turn to check links, as the only process; yields its name. Raises ``Busy``."""
    holder = f"{who}, process {os.getpid()} ({secrets.token_hex(4)})"
    if taken := workflow.take_lease(holder):
        raise Busy(taken)
    try:
        yield holder
    finally:
        workflow.give_lease_back(holder)


@dataclass
class Following:
    """Follows what this site leads to, as it is now, once an hour."""

    _at: float = float("-inf")

    def if_due(self) -> None:
        """Follow, unless that was done in the last hour."""
        if time.monotonic() - self._at >= FOLLOW_SECONDS:
            workflow.follow(following.addresses())
            self._at = time.monotonic()


def keep(link: Link, finding: Finding) -> None:
    """Keep what a check found, and mark what leads there, contacts and sources, in one transaction."""
    with transaction.atomic():
        mark_sources(workflow.record_check(link, finding))


def due() -> LinkQuerySet:
    """The links whose next check has come."""
    return Link.objects.due(timezone.now())


@dataclass
class Ledger:
    """What a run asks of this site's database (``resources.linkcheck.book.Book``)."""

    holder: str
    visitor: Visitor
    robots: HostRobots
    following: Following = field(default_factory=Following)
    _renewed: float = field(default_factory=time.monotonic)
    _silent: dict[str, int] = field(default_factory=dict)

    def claim(self, link: Link) -> bool:
        """Take a link for a check, as it was read: whether nobody else has."""
        if link.final_url and (led_to := _host_or_none(link.final_url)):
            self.robots.recall(led_to)
        return workflow.claim(link, seen=link.next_check_at)

    def meet(self, host: str) -> float:
        """Recall what is known of a host; in how many seconds it may be asked."""
        self.robots.recall(host)
        until = LinkHost.objects.filter(host=host).values_list("not_before", flat=True).first()
        return max(0.0, (until - timezone.now()).total_seconds()) if until else 0

    def keep(self, link: Link, finding: Finding) -> None:
        """Keep what a check found, and let it act."""
        keep(link, finding)

    def put_off(self, links: list[Link]) -> None:
        """These are due again in a quarter of an hour."""
        workflow.put_off(links, until=timezone.now() + TRY_AGAIN)

    def pause_after(self, host: str, finding: Finding | None) -> float:
        """The polite interval, or what the host asks for if that is longer. A silent host is left alone for an hour."""
        self.robots.keep_new()
        silent = finding is not None and finding.reason == Reason.SLOW
        self._silent[host] = self._silent.get(host, 0) + 1 if silent else 0
        wait = dt.timedelta(seconds=finding.wait_seconds if finding else 0)
        if self._silent[host] >= SILENT_TWICE:
            wait = max(wait, SILENT_FOR)
        wait = min(wait, LONGEST_WAIT)
        if wait:
            workflow.leave_alone(host, until=timezone.now() + wait)
        return max(settings.LINK_CHECK_PAUSE_SECONDS, self.visitor.pause_for(host), wait.total_seconds())

    def forget(self, hosts: list[str]) -> None:
        """Nothing waits for these hosts any more."""
        for host in hosts:
            self._silent.pop(host, None)

    def beat(self) -> bool:
        """Renew the turn in time, and follow what is new; whether the turn is still ours."""
        if time.monotonic() - self._renewed < RENEW_SECONDS:
            return True
        self._renewed = time.monotonic()
        if not workflow.renew_lease(self.holder):
            logger.warning("Another process has taken over checking links; this one stops.")
            return False
        self.following.if_due()
        return True


def run(
    links: Callable[[], LinkQuerySet],
    *,
    holder: str,
    following: Following,
    stop: threading.Event | None = None,
    progress: Callable[[Link, Finding], None] = unwatched,
    witnesses: Witnesses | None = None,
) -> Outcome:
    """Check links as the one who has the turn. Logs where our own network failed."""
    gate, robots = Gate(settings.LINK_CHECK_PAUSE_SECONDS), HostRobots()
    visitor = visitor_from_settings(robots=robots, turn=gate.turn)

    def visit(link: Link) -> Finding:
        gate.begin()
        return check(link, visitor=visitor)

    outcome = Run(
        links=links,
        check=visit,
        book=Ledger(holder=holder, visitor=visitor, robots=robots, following=following),
        threads=settings.LINK_CHECK_THREADS,
        stop=stop or threading.Event(),
        progress=progress,
        witnesses=witnesses or Witnesses(),
    ).go()
    if outcome.end == End.OWN_NETWORK:
        logger.warning("%s", own_network(outcome))
    return outcome


def own_network(outcome: Outcome) -> str:
    """That a run ended since our own network is likely to fail. Failures that others had vouched for were kept."""
    return (
        "Links cannot be checked now: too few of the hosts that worked before answer, so the network or name server "
        f"of this machine is likely at fault. None of the failures in doubt ({outcome.unsure}) was kept."
    )


def _host_or_none(url: str) -> str | None:
    try:
        return workflow.host_of(url)
    except ValueError:
        return None
