"""The time of the site, in which people at the desk name and read the moments of publishing."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from articles.workflow import said


def site_zone() -> ZoneInfo:
    """The time zone of the site."""
    return ZoneInfo(settings.TIME_ZONE)


def site_time(moment: dt.datetime) -> str:
    """A moment in the time of the site, which is named: 29 March 2026, 03:30 BST (Europe/London)."""
    return f"{said(moment)} ({settings.TIME_ZONE})"
