"""The addresses that are checked: which ones, and when."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.errors import InvalidRequest
from accounts.models import User
from resources.linkcheck.addresses import Refused, parse
from resources.models import ADDRESSES, LONGEST_URL, Contact, Link, Organisation, OrganisationKind, Pace, Reason
from resources.workflow import acting
from resources.workflow.noting import put

_Any = TypeVar("_Any")
SPREAD = 0.1
"""The part of an interval over which checks are spread, so that what was added together is not checked together."""


def host_of(url: str) -> str:
    """Scheme, host and port of an address, as the checker takes turns by. Raises ``ValueError`` for no address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no address on the web")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with suppress(Refused):  # as it is asked: names in other scripts, numbers in any notation
        return parse(url).origin
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
    wanted = _quickest(addresses)
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
    """Follow the addresses of what was just written, from now on. A fixed number of queries for 500 of them.

    A contact whose new address is known not to work is marked at once.
    """
    wanted = _quickest(each for record in records for each in addresses_of(record))
    for urls in _in_parts(list(wanted)):
        known = {link.url: link for link in Link.objects.filter(url__in=urls)}
        new = (Link(url=url, **_columns(url, wanted[url])) for url in urls if url not in known)
        Link.objects.bulk_create(new, ignore_conflicts=True)
        for link in known.values():
            if not link.in_use or wanted[link.url] == Pace.CRISIS != link.pace:
                _use(link.pk, wanted[link.url])
            if link.broken_since is not None:
                acting.act(link)


def _quickest(addresses: Iterable[tuple[str, Pace]]) -> dict[str, Pace]:
    """Each address on the web with its pace; one that has two has the quicker one."""
    wanted: dict[str, Pace] = {}
    for url, pace in addresses:
        if may_be_followed(url) and wanted.get(url) != Pace.CRISIS:
            wanted[url] = pace
    return wanted


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


def hold_records(records: Iterable[Organisation | Contact]) -> None:
    """Hold the links of records that are about to be written, before the records themselves (``acting.hold``)."""
    urls = (each.value if isinstance(each, Contact) else each.registry_url for each in records)
    for some in _in_parts([url for url in dict.fromkeys(urls) if "://" in url]):
        acting.hold(*some)


def refuse_forbidden(record: Organisation | Contact) -> None:
    """Raise ``InvalidRequest`` where a contact's address leads where no public page is: nobody's word mends that."""
    urls = [url for url, _ in addresses_of(record)] if isinstance(record, Contact) else []
    if Link.objects.filter(url__in=urls, reason=Reason.FORBIDDEN).exists():
        raise InvalidRequest("This address leads where no public page is. Enter another one.")


def accept_record(record: Organisation | Contact, *, by: User) -> None:
    """Somebody verified a record: what stands at its addresses now is right, and what the checker found is settled.

    Whatever else has that address works again too. Nobody's word makes an address work that leads where no public page
    is: what has it stays broken.
    """
    accept_records([record], by=by)


def accept_records(records: Iterable[Organisation | Contact], *, by: User) -> None:
    """The same for many records that somebody verified."""
    urls = list(dict.fromkeys(url for record in records for url, _ in addresses_of(record)))
    for some in _in_parts(urls):
        for link in Link.objects.select_for_update(no_key=True).filter(url__in=some).order_by("pk"):
            was_broken = link.broken_since is not None
            acting.accept(link, by)
            if was_broken:
                acting.act(link, by=by)


def claim(link: Link, *, seen: dt.datetime) -> bool:
    """Take a link that was due at ``seen`` for a check: whether nobody else has. Its next check is an interval on.

    So a checker that is killed in the middle leaves nothing that would be checked twice within its interval. What is
    failing is due again after a day, as it would be had the check been kept.
    """
    now = timezone.now()
    usual = interval(link.pace, link.url)
    wait = usual if link.failing_since is None else min(usual, acting.RETRY)
    return Link.objects.filter(pk=link.pk, next_check_at=seen).update(next_check_at=now + wait) == 1


def put_off(links: Iterable[Link], *, until: dt.datetime) -> None:
    """These were claimed, but nothing was found out about them: they are due at ``until``, or as before if later."""
    for link in links:
        Link.objects.filter(pk=link.pk).update(next_check_at=max(link.next_check_at, until))


def _columns(url: str, pace: Pace) -> dict[str, Any]:
    now = timezone.now()
    return {"host": host_of(url), "pace": pace, "added_at": now, "next_check_at": now}


def may_be_followed(url: str) -> bool:
    """Whether it is an address on the web, and none that is too long to be kept."""
    try:
        return len(url.encode()) <= LONGEST_URL and bool(host_of(url))
    except ValueError:
        return False


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
