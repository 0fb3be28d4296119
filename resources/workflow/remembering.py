"""What the link checker remembers of hosts, and for how long it keeps old checks."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from resources.models import LinkCheck, LinkHost, Verdict

HOSTS_FOR = dt.timedelta(days=14)
PART = 1000


def remember_robots(host: str, *, text: str, fetched_at: dt.datetime) -> None:
    """Keep a host's robots.txt as it was read."""
    LinkHost.objects.update_or_create(host=host, defaults={"robots": text, "robots_at": fetched_at})


def leave_alone(host: str, *, until: dt.datetime) -> None:
    """A host is not asked before a moment: it said so, or does not answer."""
    LinkHost.objects.update_or_create(host=host, defaults={"not_before": until})


def forget_old_checks(*, days: int) -> int:
    """Remove checks that are older than so many days, but never the newest of a link; gives back how many.

    The newest that found danger stays as well: as long as it is known, no caution gives readers the address back.
    In parts, so that nobody else's writing waits for all of it.
    """
    newer = LinkCheck.objects.filter(link=OuterRef("link"), pk__gt=OuterRef("pk"))
    newest_danger = Q(verdict=Verdict.DANGER) & ~Exists(newer.filter(verdict=Verdict.DANGER))
    old = LinkCheck.objects.filter(Exists(newer), checked_at__lt=timezone.now() - dt.timedelta(days=days))
    old = old.exclude(newest_danger)
    removed = 0
    while some := list(old.order_by("pk").values_list("pk", flat=True)[:PART]):
        LinkCheck.objects.filter(pk__in=some).delete()
        removed += len(some)
    return removed


def forget_old_hosts() -> None:
    """Remove what is remembered of hosts that nobody has asked for long."""
    long_ago = timezone.now() - HOSTS_FOR
    unread = Q(robots_at=None) | Q(robots_at__lt=long_ago)
    LinkHost.objects.filter(unread & (Q(not_before=None) | Q(not_before__lt=long_ago))).delete()
