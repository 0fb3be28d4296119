"""What a finding does: to its link, and to what leads there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.models import User
from accounts.roles import Role
from resources.findings import Finding
from resources.models import (
    ADDRESSES,
    COMPARED,
    FAILURES,
    LONGEST_URL,
    SETTLED_FOR,
    Contact,
    Link,
    LinkCheck,
    MayBreak,
    Reason,
    Verdict,
)
from resources.workflow.noting import WORKING, keep, put

ACCEPTED = "Its address is right as it is"
"""Why something is not broken any more that the link checker still finds as it was."""
RETRY = dt.timedelta(days=1)
"""What fails is looked at again after a day, whatever its pace, so that three failures over 48 hours can be told."""
FAILURES_NEEDED = 3
FAILING_FOR = dt.timedelta(hours=48)
"""How often and for how long an address must have failed before readers are not given it any more."""


@transaction.atomic
def record_check(link: Link, finding: Finding) -> Link:
    """Keep what a check found, and let it act: what is established not to work is not given to readers any more.

    Danger acts at once. Anything else that is broken takes three failures over 48 hours. One success restores it; so
    does a caution, but not after danger: a parked domain that turns programs away today is no better for it.
    """
    now = timezone.now()
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    found = _found(finding)
    LinkCheck.objects.create(link=link, checked_at=now, took_ms=finding.took_ms, read_bytes=finding.read_bytes, **found)
    put(link, found | {"checked_at": now, "suggested_url": finding.suggested_url[:LONGEST_URL]})
    if finding.seen is not None:
        put(link, {"found_title": finding.seen.title[:300], "found_print": finding.seen.text})
        put(link, {"etag": finding.etag[:300], "last_modified": finding.last_modified[:100]})
        if link.accepted_at is None and finding.reason == Reason.WORKS:
            _accept_print(link, now)
    if finding.verdict in FAILURES and not _settled(link, now):
        _failed(link, finding, now)
    elif finding.verdict == Verdict.CAUTION and _was_dangerous(link):
        link.next_check_at = min(link.next_check_at, now + RETRY)
    else:
        put(link, {"failures": 0, "failing_since": None, "broken_since": None})
    link.save()
    act(link)
    return link


@transaction.atomic
def settle_link(link: Link, *, by: User, seen: str = "") -> Link:
    """A curator opened an address and it is right as it is: the same finding is not shown to them again for 90 days.

    ``seen``: how the link stood (``Link.stand``) when they had it before them. Raises ``NotAllowed``, ``LostRace``
    where something else was found since then or somebody settled it, ``InvalidRequest`` where it leads where no public
    page is.
    """
    if not by.has_perm("resources.change_contact"):
        raise NotAllowed.needs("settle what the link checker found", Role.CURATOR)
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    if seen and link.stand != seen:
        raise LostRace(f"it was checked again. {link.summary}", who=None, when=link.checked_at, what="The address")
    if seen and _settled(link, timezone.now()):
        raise LostRace("it was called right as it is", who=link.settled_by, when=link.settled_at)
    if link.reason == Reason.FORBIDDEN:
        raise InvalidRequest("This address leads where no public page is. Enter another one.")
    accept(link, by)
    act(link, by=by)
    return link


def accept(link: Link, by: User) -> None:
    """What was found at a link is right as it is. Part of what the caller does in one transaction, which holds it."""
    now = timezone.now()
    if link.checked_at and link.reason not in (Reason.WORKS, Reason.FORBIDDEN):
        put(link, {"settled_reason": link.reason, "settled_url": link.suggested_url})
        put(link, {"settled_at": now, "settled_by": by})
        put(link, {"failures": 0, "failing_since": None, "broken_since": None})
    _accept_print(link, now)
    link.save()


def _accept_print(link: Link, now: dt.datetime) -> None:
    if link.found_title or link.found_print:
        put(link, {"accepted_title": link.found_title, "accepted_print": link.found_print, "accepted_at": now})


def _failed(link: Link, finding: Finding, now: dt.datetime) -> None:
    link.failures += 1
    link.failing_since = link.failing_since or now
    link.next_check_at = min(link.next_check_at, now + RETRY)
    for_long = link.failures >= FAILURES_NEEDED and now - link.failing_since >= FAILING_FOR
    if finding.verdict == Verdict.DANGER or for_long:
        link.broken_since = link.broken_since or link.failing_since


def _was_dangerous(link: Link) -> bool:
    """Whether danger was found at an address that is broken, since it began to fail."""
    if link.broken_since is None or link.failing_since is None:
        return False
    return link.checks.filter(verdict=Verdict.DANGER, checked_at__gte=link.failing_since).exists()


def _settled(link: Link, now: dt.datetime) -> bool:
    """Whether a curator has looked at this very finding lately and accepted it.

    Of a page that became something else: at this very page, since accepting it made it the one to compare with.
    """
    if link.settled_at is None or link.reason == Reason.FORBIDDEN or now - link.settled_at >= SETTLED_FOR:
        return False
    if link.reason in COMPARED and not link.is_as_accepted:
        return False
    return link.settled_reason == link.reason and link.settled_url == link.suggested_url


def hold(*urls: str) -> None:
    """Hold the links of these addresses until the transaction ends, as a part of what the caller does.

    Before what leads to them: whoever keeps a finding does so too, and otherwise two could wait for each other.
    """
    links = Link.objects.select_for_update(no_key=True).filter(url__in=urls).order_by("pk")
    list(links.values_list("pk", flat=True))


def act(link: Link, *, by: User | None = None) -> None:
    """Mark contacts with this address as broken or working. What a person marked, a person takes back.

    ``by``: who accepted what stands there; nobody where the link checker found it.
    """
    contacts = Contact.objects.select_for_update(no_key=True).filter(kind__in=ADDRESSES, value=link.url)
    for contact in contacts.order_by("pk"):
        mark(contact, link, by=by)


def mark(record: MayBreak, link: Link, *, by: User | None = None) -> None:
    """Mark what leads to a link as broken or working, as the link stands. What a person marked, a person takes back.

    ``by``: who accepted what stands there; nobody where the link checker found it. Part of what its caller does in one
    transaction.
    """
    if link.broken_since is not None and record.broken_since is None:
        since = timezone.localdate(link.broken_since)
        put(record, {"broken_since": since, "broken_why": link.summary, "broken_by": None})
        keep(record, by=None, why=f"The link checker found: {link.summary}")
    elif link.broken_since is None and record.broken_since is not None and record.broken_by_id is None:
        put(record, WORKING)
        keep(record, by=by, why=ACCEPTED if by else "The link checker found that it works again")


def _found(finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict,
        "reason": finding.reason,
        "summary": finding.summary[:300],
        "fix": finding.fix[:300],
        "status": finding.status,
        "final_url": finding.final_url[:LONGEST_URL],
    }
