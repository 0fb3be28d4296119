"""Telling the cache before the site what has changed: read from the journal, after its commit, until it was taken.

How far it was told stands in the database, so a killed worker, a cache that does not answer, or several workers at once
lose nothing: every change is told at least once. One worker at a time tells; one that dies holds the turn for
``HELD`` at most.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from freshness import journal
from freshness.keys import EVERYTHING
from freshness.models import EdgeState
from rlsinfo.edge.address import Edge
from rlsinfo.edge.services import batches, purge
from rlsinfo.edge.tagging import MANY, tag

HELD = dt.timedelta(seconds=30)
AGAIN_AFTER = dt.timedelta(seconds=30)
"""A purge is repeated after so long: by then whatever the cache was fetching during the first one has arrived."""
ALIVE = dt.timedelta(seconds=10)
"""Varnish is told how new pages must be at least so often, as it forgets when it starts anew."""
MOST_CALLS = 20
"""Where more would be needed, everything is purged by one: services allow only so many a minute."""


class LostTurnError(Exception):
    """Another worker has the turn."""


class Purger:
    """One worker's part in it."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self._me = get_random_string(32)
        self._seen: frozenset[int] = frozenset()
        self._spoke: dt.datetime | None = None

    def once(self) -> bool:
        """Tell what is new, and repeat what is due to be repeated. Says whether there was anything to do.

        Raises ``NotTakenError``; what was not taken is told again the next time.
        """
        state = self._state()
        read = journal.read(connection, state.position)
        news = [key for pk, key in read.changes if pk not in self._seen]
        repeated = state.marked_at is not None and state.marked_at <= timezone.now() - AGAIN_AFTER
        silent = not self.edge.repeats and (self._spoke is None or self._spoke <= timezone.now() - ALIVE)
        if not (news or repeated or silent):
            if read.changes and read.position != state.position:  # told already, while an older transaction ran
                self._states().filter(held_until=None, position=state.position).update(position=read.position)
            return False
        try:
            self._take_turn()
            if news or silent:
                reach = read.reach if news else state.reach
                self._tell(news, reach)
                self._note(read.position, reach)
                self._seen = read.seen
            if repeated:
                again = journal.read(connection, state.again)
                self._tell([key for _, key in again.changes], again.reach)
                self._states(mine=True).update(again=F("marked"), marked_at=None)
                self._note_repetition(since=state.marked_at)
        except LostTurnError:
            return False
        finally:
            self._states(mine=True).update(held_by="", held_until=None)
        return True

    def _state(self) -> EdgeState:
        """How far the cache was told; of a cache that nobody knew yet: nothing of what it has is known to be true."""
        state = self._states().first()
        if state is None:
            now = journal.now(connection)
            state, made = EdgeState.objects.get_or_create(
                name=self.edge.name, defaults=dict.fromkeys(("position", "reach", "again"), now)
            )
            if made:
                journal.note(connection, EVERYTHING)
        return state

    def _tell(self, keys: list[str], position: int) -> None:
        parts = list(batches(self.edge, sorted({tag(key) for key in keys} | {MANY}) if keys else []))
        if len(parts) > MOST_CALLS:
            parts = [[EVERYTHING]]
        for part in parts or ([[]] if not self.edge.repeats else []):
            self._take_turn()
            purge(self.edge, part, position)
        self._spoke = timezone.now()

    def _note(self, position: int, reach: int) -> None:
        """Note up to where was told, and that this is to be repeated, unless an earlier repetition is still to come."""
        done = {} if self.edge.repeats else {"again": position}
        self._states(mine=True).update(position=position, reach=reach, told_at=timezone.now(), **done)
        self._mark(self._states(mine=True))

    def _note_repetition(self, *, since: dt.datetime | None) -> None:
        """Note that what was told since the last time that was noted is to be repeated.

        While an old transaction runs on PostgreSQL, positions alone do not tell that.
        """
        self._mark(self._states(mine=True).exclude(again=F("position"), told_at__lte=since))

    def _mark(self, states: QuerySet[EdgeState]) -> None:
        if self.edge.repeats:
            states.filter(marked_at=None).update(marked=F("position"), marked_at=timezone.now())

    def _states(self, *, mine: bool = False) -> QuerySet[EdgeState]:
        found = EdgeState.objects.filter(name=self.edge.name)
        return found.filter(held_by=self._me) if mine else found

    def _take_turn(self) -> None:
        now = timezone.now()
        free = Q(held_until=None) | Q(held_until__lt=now) | Q(held_by=self._me)
        if not self._states().filter(free).update(held_by=self._me, held_until=now + HELD):
            raise LostTurnError
