"""A run of checks: links are read a few at a time, asked by threads, and what was found is kept as it comes.

The database is used in the calling thread only. Memory does not grow with the number of links.
"""

from __future__ import annotations

import datetime as dt
import logging
import queue
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain

from django.db import DataError, IntegrityError
from django.utils import timezone

from resources.findings import Finding
from resources.linkcheck.book import Answer, Book, Clock, End, Held, Outcome
from resources.linkcheck.turns import Turns
from resources.linkcheck.witnesses import Witnesses, enough, has_answered, is_doubtful
from resources.models import Link, Reason, Verdict
from resources.models.links import LinkQuerySet

logger = logging.getLogger("rlsinfo.links")

WINDOW = 2000
"""Links that are read ahead, at most."""
OF_EACH_HOST = 10
"""Links of one host among them."""
READ_EVERY_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 120.0
"""A host that is to be left alone for longer is left to a later run."""
MOST_HELD = 10
"""Failures that wait for a witness, before witnesses are called."""
WITNESSES_CALLED = 5
TICK_SECONDS = 0.5


def unwatched(_link: Link, _finding: Finding) -> None:
    """The progress of a run that nobody watches."""


@dataclass
class Run:
    """One run over ``links`` (asked anew at each reading, so that it may depend on the time)."""

    links: Callable[[], LinkQuerySet]
    check: Callable[[Link], Finding]
    book: Book
    threads: int = 16
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[Link, Finding], None] = unwatched
    clock: Clock = field(default_factory=Clock)
    witnesses: Witnesses = field(default_factory=Witnesses)

    def __post_init__(self) -> None:
        self.outcome = Outcome()
        self._turns: Turns[tuple[int, dt.datetime]] = Turns(self.threads)
        self._jobs: queue.SimpleQueue[tuple[Link, float] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._asked: dict[int, Link] = {}
        self._held: list[Held] = []
        self._faulty: set[int] = set()
        self._full_hosts: set[str] = set()
        self._cut = self._dry = False
        self._read_at = self._beat_at = float("-inf")
        self._reading_took = 0.0

    def go(self) -> Outcome:
        """Check until nothing is left, ``stop`` is set, the book says so, or our own network fails."""
        for number in range(self.threads):
            threading.Thread(target=self._work, name=f"link-check-{number}", daemon=True).start()
        try:
            while self._may_go_on() and self._step():
                pass
            self._leave()
        finally:
            for _ in range(self.threads):
                self._jobs.put(None)
        return self.outcome

    def _step(self) -> bool:
        """Start what may be started and take one result; whether anything is left to do."""
        self._read_ahead()
        while len(self._asked) < self.threads and self._start_next():
            pass
        if self._dry and not self._asked:
            return self._decide_held()
        self._take(self._patience())
        if len(self._held) >= MOST_HELD:
            return self._decide_held()
        return True

    def _patience(self) -> float:
        if len(self._asked) >= self.threads:
            return TICK_SECONDS
        return min(TICK_SECONDS, max(0.05, self._turns.seconds_to_next(self.clock.now())))

    def _read_ahead(self) -> None:
        """Read links of hosts that nothing waits for, where there may be some and it is time."""
        now, waiting = self.clock.now(), self._turns.waiting
        hungry = any(not self._turns.waits_for(host) for host in self._full_hosts)
        wanted = not waiting or hungry or (self._cut and waiting < WINDOW // 2)
        spaced = now - self._read_at >= max(READ_EVERY_SECONDS, 10 * self._reading_took)
        idle = not waiting and not self._asked
        if self._dry or not wanted or not (spaced or idle):
            return
        self.book.forget(self._turns.forget(now))
        most = WINDOW - waiting
        found = self._read(most)
        self._cut, self._dry = found == most, not waiting and not found
        self._read_at = self.clock.now()
        self._reading_took = self._read_at - now

    def _read(self, most: int) -> int:
        """Read so many links into the window, from hosts that have none there; gives back how many there were."""
        moment = timezone.now() + dt.timedelta(seconds=LONGEST_PAUSE_SECONDS)
        links = self.links().askable(moment).exclude(host__in=self._turns.busy())
        links = links.exclude(pk__in=[*self._asked, *self._faulty, *(held.link.pk for held in self._held)])
        rows = list(links.by_turns(each=OF_EACH_HOST).values_list("pk", "host", "next_check_at", "reason")[:most])
        of_each = Counter(host for _, host, _, _ in rows)
        now = self.clock.now()
        free = {host: now + self.book.meet(host) for host in of_each if host not in self._turns}
        for pk, host, seen, reason in rows:
            slow = reason == Reason.SLOW
            self._turns.add(host, (pk, seen), slow=slow, not_before=free.get(host, now))
        self._full_hosts = {host for host in self._full_hosts if self._turns.waits_for(host)}
        self._full_hosts |= {host for host, number in of_each.items() if number == OF_EACH_HOST}
        return len(rows)

    def _start_next(self) -> bool:
        """Claim the link whose turn it is and hand it to a thread; whether there was one."""
        now = self.clock.now()
        turn = self._turns.take(now)
        if turn is None:
            return False
        host, (pk, seen) = turn
        link = Link.objects.in_use().filter(pk=pk, next_check_at=seen).first()
        if link is None or not self.book.claim(link):
            self._turns.done(host, now, took=0, pause=0)
        else:
            self._hand_out(link)
        return True

    def _hand_out(self, link: Link) -> None:
        self._asked[link.pk] = link
        self._jobs.put((link, self.clock.now()))

    def _take(self, seconds: float) -> Answer | None:
        """Take one result, if one comes within so many seconds, and keep it unless it needs a witness."""
        answer = self.clock.wait(self._results, seconds)
        if answer is None:
            return None
        link, finding = answer.link, answer.finding
        del self._asked[link.pk]
        pause = self.book.pause_after(link.host, finding)
        if pause > LONGEST_PAUSE_SECONDS:
            self._turns.drop(link.host)
        self._turns.done(link.host, self.clock.now(), took=answer.took, pause=pause)
        if finding is None:
            self._faulty.add(link.pk)
            self.outcome.faults += 1
        elif is_doubtful(link, finding.reason):
            self._held.append(Held(link, finding, answer.began))
            if not link.failures:
                self.witnesses.hear(link.host, answered=False, at=self.clock.now())
        else:
            self._keep(link, finding)
            if finding.verdict == Verdict.OK:
                self.witnesses.hear(link.host, answered=True, at=self.clock.now())
        self._keep_vouched()
        return answer

    def _keep(self, link: Link, finding: Finding) -> None:
        """Keep a finding. One that the database refuses is a fault of the checker, and stops no other."""
        try:
            self.book.keep(link, finding)
        except (DataError, IntegrityError):
            logger.exception("What was found at %s could not be kept: a fault of the checker", link.url)
            self._faulty.add(link.pk)
            self.outcome.faults += 1
            return
        self.outcome.verdicts[finding.verdict] += 1
        self.progress(link, finding)

    def _keep_vouched(self) -> None:
        """Keep the failures that have a witness by now."""
        now, still = self.clock.now(), []
        for held in self._held:
            if self.witnesses.vouch_for(held.link.host, held.finding.reason, began=held.began, now=now):
                self._keep(held.link, held.finding)
            else:
                still.append(held)
        self._held = still

    # Our own network

    def _decide_held(self) -> bool:
        """Find out whether the failures without a witness are our own: call witnesses. Whether the run goes on.

        Witnesses are links of other hosts that worked when they were checked last: those that are due next. Where
        there are too few, any that were never checked.
        """
        if not self._held:
            return False
        called = self._call_witnesses()
        answered = 0
        while self._asked.keys() & called:
            if not self._may_go_on():
                return False
            answer = self._take(TICK_SECONDS)
            if answer and answer.link.pk in called and answer.finding:
                answered += has_answered(answer.link, answer.finding.reason)
        self.outcome.witnesses += len(called)
        if not enough(len(called), answered):
            self.outcome.end = End.OWN_NETWORK
            return False
        self.witnesses.trust(self.clock.now())
        self._keep_vouched()
        return True

    def _call_witnesses(self) -> set[int]:
        """Hand out the links that shall be witnesses; gives back their keys."""
        now, others = self.clock.now(), {held.link.host for held in self._held}
        links = Link.objects.in_use().askable(timezone.now()).exclude(host__in=others)
        known_good = links.filter(verdict=Verdict.OK).order_by("next_check_at")
        # On a new site nothing has worked yet. In no order: what was entered together may have died together.
        never_asked = links.filter(verdict="").order_by("?")
        called: dict[str, Link] = {}
        for link in chain(known_good.iterator(chunk_size=100), never_asked.iterator(chunk_size=100)):
            if link.host not in called and self._turns.is_free(link.host, now) and self.book.claim(link):
                called[link.host] = link
                self._turns.take_at_once(link.host)
                self._hand_out(link)
            if len(called) == WITNESSES_CALLED:
                break
        return {link.pk for link in called.values()}

    # Beginning and end

    def _may_go_on(self) -> bool:
        """Whether nobody has stopped the run. Tells the book that it is alive."""
        now = self.clock.now()
        alive = True
        if now - self._beat_at >= TICK_SECONDS:
            self._beat_at = now
            alive = self.book.beat()
        if self.stop.is_set() or not alive:
            self.outcome.end = End.STOPPED
            return False
        return True

    def _leave(self) -> None:
        """Keep what comes in a moment, and put off what nothing was found out about.

        What is still being asked when somebody stops the run stays claimed: it was asked, and is not again so soon.
        """
        until = self.clock.now() + TICK_SECONDS
        while self._asked and self.clock.now() < until:
            self._take(until - self.clock.now())
        self.outcome.unsure = len(self._held)
        off = [held.link for held in self._held]
        if self.outcome.end == End.OWN_NETWORK:
            off += self._asked.values()
        self.book.put_off(off)

    def _work(self) -> None:
        """What each thread does: check what it is handed."""
        while (job := self._jobs.get()) is not None:
            link, began = job
            start = time.monotonic()
            finding = None
            try:
                finding = self.check(link)
            except Exception:
                logger.exception("%s could not be checked: a fault of the checker", link.url)
            self._results.put(Answer(link, finding, began, time.monotonic() - start))
