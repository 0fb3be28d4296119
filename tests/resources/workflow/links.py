"""One address, what checks find there, and a contact that leads to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from resources import workflow
from resources.findings import Finding, Fingerprint
from resources.models import Contact, Link, Pace, Reason
from tests import makers

URL = "https://www.example.org/help"
WORKS = Finding(Reason.WORKS, "It works.", status=200, seen=Fingerprint("Help", "00ff00ff00ff00ff"), etag='"1"')
GONE = Finding(Reason.GONE, "The page is not found.", fix="Find its new address.", status=404)
PARKED = Finding(Reason.PARKED, "For sale.", status=200, seen=Fingerprint("Sale", "1111111111111111"))
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def only() -> Link:
    return Link.objects.get()


def followed(url: str = URL, pace: Pace = Pace.USUAL) -> Link:
    workflow.follow([(url, pace)])
    return Link.objects.get(url=url)


def website(**columns: Any) -> Contact:
    return makers.contact(kind="website", value=URL, **columns)
