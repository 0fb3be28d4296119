"""Moments in the time that people live by, and the nights on which clocks are put forward or back. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LONGEST_WAIT = dt.timedelta(days=400)
"""How far ahead the next change of the clocks is looked for: it comes within a year where there is one."""


class NoSuchTime(ValueError):
    """The clocks are put forward over this time, so that it does not exist on that day."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment (in UTC) that somebody named by its local time. ``twice``: that time comes twice; this is the first."""

    at: dt.datetime
    twice: bool


def moment(local: dt.datetime, zone: dt.tzinfo) -> Moment:
    """The moment of a local date and time (without a zone) in a zone; the first, where it comes twice.

    Raises ``NoSuchTime`` in words where clocks are put forward over it.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(dt.UTC), twice=False)
    if first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == local:
        return Moment(first.astimezone(dt.UTC), twice=True)
    # In a gap, the offset from before it counts on to what clocks show after it, and the other way round.
    after, before = (each.astimezone(dt.UTC).astimezone(zone) for each in (first, second))
    raise NoSuchTime(
        f"{local:%H:%M} does not exist on {local:%-d %B %Y}: clocks are put forward over it. "
        f"Choose {before:%H:%M} ({before:%Z}) or {after:%H:%M} ({after:%Z})."
    )


def next_change(after: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    """When clocks change next after a moment (aware), in UTC, to the minute; None where not within a year or so."""
    low, high = after.astimezone(dt.UTC), None
    offset, step = low.astimezone(zone).utcoffset(), dt.timedelta(days=7)
    while low < after + LONGEST_WAIT:
        if (low + step).astimezone(zone).utcoffset() != offset:
            high = low + step
            break
        low += step
    if high is None:
        return None
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return (high + dt.timedelta(seconds=30)).replace(second=0, microsecond=0)


def clocks(now: dt.datetime, zone: dt.tzinfo) -> str:
    """What the clocks of a zone show, and until when: "GMT until 29 March 2026, then BST"."""
    shown, change = now.astimezone(zone), next_change(now, zone)
    if change is None:
        return f"{shown:%Z}"
    then = change.astimezone(zone)
    return f"{shown:%Z} until {then:%-d %B %Y}, then {then:%Z}"
