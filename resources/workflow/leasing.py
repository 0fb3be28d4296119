"""Who checks links now: one process at a time, so that no host is asked by two. A process that dies loses its turn."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from resources.models import CheckerLease

LASTS = dt.timedelta(seconds=30)
"""How long a turn lasts unless it is renewed."""


def take_lease(holder: str) -> CheckerLease | None:
    """Take the turn for ``LASTS``. None: it is ours; else whose it is."""
    now = timezone.now()
    CheckerLease.objects.get_or_create(name="links", defaults={"until": now})
    free = CheckerLease.objects.filter(Q(holder="") | Q(until__lte=now) | Q(holder=holder))
    if free.update(holder=holder, until=now + LASTS):
        return None
    return CheckerLease.objects.get()


def renew_lease(holder: str) -> bool:
    """Keep the turn for another ``LASTS``; whether it was still ours."""
    return bool(CheckerLease.objects.filter(holder=holder).update(until=timezone.now() + LASTS))


def give_lease_back(holder: str) -> None:
    """End the turn, if it is still ours."""
    CheckerLease.objects.filter(holder=holder).update(holder="", until=timezone.now())
