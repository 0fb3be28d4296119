"""The addresses that are checked: which ones, when, and what becomes of what was found."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.models import User
from accounts.roles import Role
from resources.findings import Finding
from resources.models import (
    ADDRESSES,
    FAILURES,
    SETTLED_FOR,
    Contact,
    Link,
    LinkCheck,
    MayBreak,
    Organisation,
    OrganisationKind,
    Pace,
    Reason,
)
from resources.workflow.noting import WORKING, keep, put

_Any = TypeVar("_Any")
RETRY = dt.timedelta(days=1)
"""What fails is looked at again after a day, whatever its pace, so that three failures over 48 hours can be told."""
FAILURES_NEEDED = 3
FAILING_FOR = dt.timedelta(hours=48)
"""How often and for how long an address must have failed before readers are not given it any more."""
LONGEST_URL = 2000
SPREAD = 0.1
"""The part of an interval over which checks are spread, so that what was added together is not checked together."""


def host_of(url: str) -> str:
    """Scheme, host and port of an address, as the checker takes turns by. Raises ``ValueError`` for no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no address on the web")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.scheme}://{parts.hostname.lower().rstrip('.')}:{port}"[:300]


def interval(pace: str, url: str) -> dt.timedelta:
    """The time between two checks of an address: that of its pace, spread by up to a tenth by the address itself."""
    days = settings.LINK_CHECK_DAYS[pace]
    share = int.from_bytes(hashlib.sha256(url.encode()).digest()[:4], "big") / 2**32
    return dt.timedelta(days=days * (1 - SPREAD * share))


def follow(addresses: Iterable[tuple[str, Pace]]) -> int:
    """Check exactly these addresses from now on; gives back how many are new. What nothing leads to any more rests.

    An address with two paces has the quicker one. What is no address on the web is left out. Written in parts, each a
    transaction of its own, so that nobody else's writing waits for all of it.
    """
    # Read before the addresses: what somebody adds while they are gathered is not known here, and so does not rest.
    known = {url: (pk, pace, in_use) for pk, url, pace, in_use in _columns_of_all()}
    wanted: dict[str, Pace] = {}
    for url, pace in addresses:
        if len(url) <= LONGEST_URL and _host_or_none(url) and wanted.get(url) != Pace.CRISIS:
            wanted[url] = pace
    new = [url for url in wanted if url not in known]
    for some in _in_parts(new):
        links = [Link(url=url, **_columns(url, wanted[url])) for url in some]
        Link.objects.bulk_create(links, ignore_conflicts=True)
    for url, (pk, known_pace, in_use) in known.items():
        if url in wanted and (not in_use or known_pace != wanted[url]):
            _use(pk, wanted[url])
    resting = [pk for url, (pk, _, in_use) in known.items() if in_use and url not in wanted]
    for pks in _in_parts(resting):
        Link.objects.filter(pk__in=pks).update(in_use=False)
    return len(new)


def follow_record(record: Organisation | Contact) -> None:
    """Follow the address of an organisation or contact that was just written, if it has one, from now on."""
    follow_records([record])


def follow_records(records: Iterable[Organisation | Contact]) -> None:
    """Follow the addresses of what was just written, from now on. A fixed number of queries for 500 of them."""
    wanted: dict[str, Pace] = {}
    for url, pace in (each for record in records for each in addresses_of(record)):
        if len(url) <= LONGEST_URL and _host_or_none(url) and wanted.get(url) != Pace.CRISIS:
            wanted[url] = pace
    for urls in _in_parts(list(wanted)):
        known = {link.url: link for link in Link.objects.filter(url__in=urls)}
        new = (Link(url=url, **_columns(url, wanted[url])) for url in urls if url not in known)
        Link.objects.bulk_create(new, ignore_conflicts=True)
        for link in known.values():
            if not link.in_use or wanted[link.url] == Pace.CRISIS != link.pace:
                _use(link.pk, wanted[link.url])


@transaction.atomic
def _use(pk: int, pace: Pace) -> None:
    """Follow a known address again, or at another pace: it is due when that pace says so, seen from its last check."""
    link = Link.objects.select_for_update(no_key=True).get(pk=pk)
    put(link, {"in_use": True, "pace": pace})
    if link.checked_at is None:
        link.next_check_at = timezone.now()
    else:
        link.next_check_at = min(link.next_check_at, link.checked_at + interval(pace, link.url))
    link.save(update_fields=["in_use", "pace", "next_check_at"])


def _columns_of_all() -> Iterator[tuple[int, str, str, bool]]:
    return Link.objects.order_by().values_list("pk", "url", "pace", "in_use").iterator()


def accept_record(record: Organisation | Contact, *, by: User) -> None:
    """Somebody verified a record: what stands at its addresses now is right, and what the checker found is settled."""
    accept_records([record], by=by)


def accept_records(records: Iterable[Organisation | Contact], *, by: User) -> None:
    """The same for many records that somebody verified."""
    urls = list(dict.fromkeys(url for record in records for url, _ in addresses_of(record)))
    for some in _in_parts(urls):
        for link in Link.objects.select_for_update(no_key=True).filter(url__in=some).order_by("pk"):
            _accept(link, by)


def claim(link: Link, *, seen: dt.datetime) -> bool:
    """Take a link that was due at ``seen`` for a check: whether nobody else has. Its next check is an interval on.

    So a checker that is killed in the middle leaves nothing that would be checked twice within its interval.
    """
    now = timezone.now()
    due = Link.objects.filter(pk=link.pk, next_check_at=seen)
    return due.update(next_check_at=now + interval(link.pace, link.url)) == 1


def put_off(links: Iterable[Link], *, until: dt.datetime) -> None:
    """These were claimed, but nothing was found out about them: they are due at ``until``, or as before if later."""
    for link in links:
        Link.objects.filter(pk=link.pk).update(next_check_at=max(link.next_check_at, until))


@transaction.atomic
def record_check(link: Link, finding: Finding) -> Link:
    """Keep what a check found, and let it act: what is established not to work is not given to readers any more.

    Danger acts at once. Anything else that is broken takes three failures over 48 hours. One success restores it.
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
    else:
        put(link, {"failures": 0, "failing_since": None, "broken_since": None})
    link.save()
    _act(link)
    return link


@transaction.atomic
def settle_link(link: Link, *, by: User, seen: str = "") -> Link:
    """A curator opened an address and it is right as it is: the same finding is not shown to them again for 90 days.

    ``seen``: the reason in the finding that they had before them. Raises ``NotAllowed``, ``LostRace`` where something
    else was found since then or somebody settled it, ``InvalidRequest`` where it leads where no public page is.
    """
    if not by.has_perm("resources.change_contact"):
        raise NotAllowed.needs("settle what the link checker found", Role.CURATOR)
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    if seen and link.reason != seen:
        raise LostRace(f"it was checked again. {link.summary}", who=None, when=link.checked_at, what="The address")
    if seen and _settled(link, timezone.now()):
        raise LostRace("said that it is right as it is", who=link.settled_by, when=link.settled_at)
    if link.reason == Reason.FORBIDDEN:
        raise InvalidRequest("This address leads where no public page is. Enter another one.")
    _accept(link, by)
    _act(link)
    return link


def _accept(link: Link, by: User) -> None:
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
    dangerous = finding.reason in (Reason.PARKED, Reason.ELSEWHERE, Reason.FORBIDDEN)
    for_long = link.failures >= FAILURES_NEEDED and now - link.failing_since >= FAILING_FOR
    if dangerous or for_long:
        link.broken_since = link.broken_since or link.failing_since


def _settled(link: Link, now: dt.datetime) -> bool:
    """Whether a curator has looked at this very finding lately and accepted it."""
    if link.settled_at is None or link.reason == Reason.FORBIDDEN or now - link.settled_at >= SETTLED_FOR:
        return False
    return link.settled_reason == link.reason and link.settled_url == link.suggested_url


def _act(link: Link) -> None:
    """Mark contacts with this address as broken or working. What a person marked, a person takes back."""
    contacts = Contact.objects.select_for_update(no_key=True).filter(kind__in=ADDRESSES, value=link.url)
    for contact in contacts:
        mark(contact, link)


def mark(record: MayBreak, link: Link) -> None:
    """Mark what leads to a link as broken or working, as the link stands. What a person marked, a person takes back.

    Part of what its caller does in one transaction.
    """
    if link.broken_since is not None and record.broken_since is None:
        since = timezone.localdate(link.broken_since)
        put(record, {"broken_since": since, "broken_why": link.summary, "broken_by": None})
        keep(record, by=None, why=f"The link checker found: {link.summary}")
    elif link.broken_since is None and record.broken_since is not None and record.broken_by_id is None:
        put(record, WORKING)
        keep(record, by=None, why="The link checker found that it works again")


def _found(finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict,
        "reason": finding.reason,
        "summary": finding.summary[:300],
        "fix": finding.fix[:300],
        "status": finding.status,
        "final_url": finding.final_url[:LONGEST_URL],
    }


def _columns(url: str, pace: Pace) -> dict[str, Any]:
    now = timezone.now()
    return {"host": host_of(url), "pace": pace, "added_at": now, "next_check_at": now}


def _host_or_none(url: str) -> str | None:
    try:
        return host_of(url)
    except ValueError:
        return None


def addresses_of(record: Organisation | Contact) -> list[tuple[str, Pace]]:
    """The addresses on the web that a record leads to, each with its pace."""
    if isinstance(record, Contact):
        crisis = record.organisation.kind == OrganisationKind.CRISIS
        pace = Pace.CRISIS if crisis else Pace.USUAL
        return [(record.value, pace)] if record.kind in ADDRESSES else []
    return [(record.registry_url, Pace.USUAL)] if record.registry_url else []


def _in_parts(everything: list[_Any], size: int = 500) -> Iterator[list[_Any]]:
    for start in range(0, len(everything), size):
        yield everything[start : start + size]
