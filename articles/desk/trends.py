"""How things went over the last year, derived from editions and events: nothing is counted and kept for it."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from articles.models import Edition, Event, EventKind, State
from articles.models.editions import SEALED_STATES

MONTHS = 12
DAY = 24 * 60 * 60

_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_MOVED = re.compile(rf"moved from ({_DAY}) to ({_DAY})")


class _Seconds(Func):
    """A moment in whole seconds since 1970: a number is read ten times as fast as a moment."""

    template = "CAST(STRFTIME('%%%%s', %(expressions)s) AS INTEGER)"
    output_field = models.IntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any) -> tuple[str, Any]:
        template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s)) AS BIGINT)"
        return self.as_sql(compiler, connection, template=template, **how)


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many published pages were past their review date at the beginning of a day; of the last one, now."""

    day: dt.date
    pages: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a month's editions took: the median of days from draft to published, where there are any."""

    month: dt.date
    days: float | None
    editions: int

    @property
    def words(self) -> str:
        """How long it took, in whole days."""
        if self.days is None:
            return "–"
        whole = round(self.days)
        return f"{whole} day{'s' * (whole != 1)}" if whole else "less than a day"

    @property
    def last(self) -> dt.date:
        """The last day of the month."""
        return _next(self.month) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Change:
    """The day of a review was moved at a moment, from one day to another."""

    at: dt.datetime
    before: dt.date


def months(today: dt.date, number: int) -> list[dt.date]:
    """The first day of the last months, the present one last."""
    count = today.year * 12 + today.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(count - number + 1, count + 1)]


def overdue(today: dt.date) -> list[Overdue]:
    """Pages that were overdue on the first of each of the last twelve months, and are today. Two queries.

    What stood published on a day is known from when editions were published, superseded and withdrawn; which review
    date they had then, from the events that moved it.
    """
    days = [*months(today, MONTHS), today]
    moments = [*map(_midnight, days[:-1]), timezone.now()]
    changes = _changes(moments[0])
    past = Q(next_review_due__lt=today) & (Q(state=State.PUBLISHED) | Q(moved_at__gt=moments[0]))
    rows = Edition.objects.filter(past | Q(pk__in=changes), state__in=SEALED_STATES)
    counts = [0] * len(days)
    for edition in rows.order_by().only("state", "published_at", "moved_at", "next_review_due"):
        moved = changes.get(edition.pk, ())
        for number, (day, moment) in enumerate(zip(days, moments, strict=True)):
            counts[number] += _shown(edition, moment) and _due_at(moment, edition, moved) < day
    return [Overdue(day, pages) for day, pages in zip(days, counts, strict=True)]


def _shown(edition: Edition, moment: dt.datetime) -> bool:
    """Whether readers had an edition at a moment. What superseded or withdrew it moved it last."""
    begun = edition.published_at is not None and edition.published_at < moment
    return begun and (edition.state == State.PUBLISHED or edition.moved_at > moment)


def _changes(since: dt.datetime) -> dict[int, list[_Change]]:
    """When the review dates of editions were moved since then, oldest first."""
    events = Event.objects.filter(
        kind__in=[EventKind.REVIEWED, EventKind.REVIEW_MOVED], happened_at__gte=since, edition__isnull=False
    )
    found: dict[int, list[_Change]] = defaultdict(list)
    for pk, at, words in events.order_by("happened_at", "pk").values_list("edition_id", "happened_at", "words"):
        if pk is not None and (match := _MOVED.search(words)):
            found[pk].append(_Change(at, dt.datetime.strptime(match[1], "%d %B %Y").date()))  # noqa: DTZ007 (a day)
    return found


def _due_at(moment: dt.datetime, edition: Edition, changes: Sequence[_Change]) -> dt.date:
    """The day on which a review was due, as it stood at a moment: what the first later change replaced."""
    now = edition.next_review_due or dt.date.max
    return next((change.before for change in changes if change.at > moment), now)


def pace(today: dt.date) -> list[Pace]:
    """The median of days from the start of a draft to its publication, for each of the last twelve months. One query.

    Starter content, which the loader publishes at once, is not counted.
    """
    firsts = months(today, MONTHS)
    begins = [*map(_midnight, firsts)]
    seconds = [begin.timestamp() for begin in begins]
    took: list[list[float]] = [[] for _ in firsts]
    editions = Edition.objects.filter(state__in=SEALED_STATES, unreviewed=False, published_at__gte=begins[0])
    for started, published in editions.order_by().values_list(_Seconds("created_at"), _Seconds("published_at")):
        took[bisect_right(seconds, published) - 1].append((published - started) / DAY)
    return [Pace(first, median(days) if days else None, len(days)) for first, days in zip(firsts, took, strict=True)]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _next(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=32)).replace(day=1)
