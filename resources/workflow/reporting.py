"""What readers report, and curators settle."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.models import User
from accounts.plain_text import plain
from accounts.roles import Role
from resources.models import Contact, ReaderReport, Trouble

HOUR = dt.timedelta(hours=1)
MOST_OF_A_CONTACT = 5
"""Reports of one contact that are kept in an hour; more of them would tell curators nothing more."""
MOST_OF_ALL = 120
"""Reports of all contacts that are kept in an hour, so that nobody can fill the curators' queue."""


@transaction.atomic
def report(contact: Contact, *, trouble: Trouble) -> bool:
    """A reader says that a contact did not work. Whether it was kept: not beyond so many of them in an hour.

    Raises ``InvalidRequest`` for what readers are not offered.
    """
    if not Contact.objects.offered().filter(pk=contact.pk).exists():
        raise InvalidRequest("We do not offer this number or address any more.")
    lately = ReaderReport.objects.filter(reported_at__gt=timezone.now() - HOUR)
    if lately.filter(contact=contact).count() >= MOST_OF_A_CONTACT or lately.count() >= MOST_OF_ALL:
        return False
    ReaderReport.objects.create(contact=contact, trouble=trouble, reported_at=timezone.now())
    return True


@transaction.atomic
def settle(contact: Contact, *, outcome: str, by: User, seen: int | None = None) -> int:
    """A curator looked into what readers reported of a contact; gives back how many reports that settled.

    ``seen``: the key of the newest report that they had before them; what came after it stays open. Raises
    ``NotAllowed``, ``LostRace`` where somebody settled them, ``InvalidRequest`` without an outcome or report.
    """
    if not by.has_perm("resources.change_contact"):
        raise NotAllowed.needs("settle reports", Role.CURATOR)
    outcome = plain(outcome)[:300]
    if not outcome:
        raise InvalidRequest("Say what you found.")
    settled = settle_all(contact, outcome=outcome, by=by, seen=seen)
    if not settled:
        last = contact.reports.filter(settled_at__isnull=False).order_by("-settled_at").first()
        if last:
            raise LostRace(f"“{last.outcome}”", who=last.settled_by, when=last.settled_at, what="The report")
        raise InvalidRequest("Nothing is reported of it any more.")
    return settled


def settle_all(contact: Contact, *, outcome: str, by: User, seen: int | None = None) -> int:
    """Settle every open report of a contact (up to the one ``seen``), as a part of what the caller does to it."""
    now = timezone.now()
    reports = contact.reports.open() if seen is None else contact.reports.open().filter(pk__lte=seen)
    return reports.update(settled_at=now, settled_by=by, outcome=outcome)
