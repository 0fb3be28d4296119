"""What is in the curators' queue, as questions to the database. The front page counts by the very same ones.

Each kind is made of parts: contacts, organisations, sources of articles, and addresses in the text of published pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from articles.models import PageLink, Source, State
from resources.models import ADDRESSES, Contact, Link, Organisation, OrganisationKind, ReaderReport, Verdict

SOON = dt.timedelta(days=30)
"""How long before a verification lapses it is due."""
NEVER = dt.date(1, 1, 1)
ORDER = ("item_first", "item_since", "item_what", "item_key")
"""What every part is given to be put in order with the others; no model has fields of these names."""


class What(StrEnum):
    """What an item of the queue is."""

    CONTACT = "contact"
    ORGANISATION = "organisation"
    SOURCE = "source"
    PAGE = "page"
    """An address in the text of published pages; its key is that of the link."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one model that belong to a kind. ``first``: a number, lower ones stand first; ``since``: a day."""

    what: What
    rows: QuerySet[Any]
    first: Any
    since: Any


@dataclass(frozen=True, slots=True)
class Kind:
    """One tab of the queue. ``empty``: what it means that nothing is in it."""

    name: str
    heading: str
    says: str
    empty: str
    parts: Callable[[], list[Part]]


def _broken() -> list[Part]:
    in_text = _in_text(Link.objects.broken())
    registers = _shown().filter(registry_url__in=Link.objects.broken().values("url"))
    return [
        Part(
            What.CONTACT,
            _contacts().filter(broken_since__isnull=False),
            _danger("value") + _crisis(),
            F("broken_since"),
        ),
        Part(What.ORGANISATION, registers, _danger("registry_url") + Value(1), _found_on("registry_url")),
        Part(
            What.SOURCE,
            Source.objects.with_address().filter(broken_since__isnull=False),
            _danger("address") + Value(2),
            F("broken_since"),
        ),
        Part(What.PAGE, in_text, _danger("url") + Value(3), TruncDate("broken_since")),
    ]


def _changed() -> list[Part]:
    links = Link.objects.changed()
    urls = links.values("url")
    contacts = _contacts().filter(kind__in=ADDRESSES, value__in=urls, broken_since__isnull=True)
    return [
        Part(What.CONTACT, contacts, _crisis(), _found_on("value")),
        Part(What.ORGANISATION, _shown().filter(registry_url__in=urls), Value(1), _found_on("registry_url")),
        Part(
            What.SOURCE,
            Source.objects.with_address().filter(address__in=urls, broken_since__isnull=True),
            Value(2),
            _found_on("address"),
        ),
        Part(What.PAGE, _in_text(links), Value(3), TruncDate("checked_at")),
    ]


def _due() -> list[Part]:
    day = timezone.localdate() + SOON
    contacts = Contact.objects.lapsed(day).filter(organisation__verified_on__isnull=False)
    long_ago = day - dt.timedelta(days=settings.ADDRESS_VERIFICATION_DAYS)
    crisis = Case(When(kind=OrganisationKind.CRISIS, then=0), default=1, output_field=IntegerField())
    return [
        Part(What.CONTACT, contacts, _crisis(), F("verified_on")),
        Part(
            What.ORGANISATION, Organisation.objects.shown().filter(verified_on__lt=long_ago), crisis, F("verified_on")
        ),
    ]


def _reported() -> list[Part]:
    waiting = ReaderReport.objects.open().filter(contact=OuterRef("pk")).order_by()
    first = waiting.values("contact").annotate(first=Min("reported_at")).values("first")
    return [Part(What.CONTACT, _contacts().filter(Exists(waiting)), _crisis(), TruncDate(Subquery(first)))]


def _proposed() -> list[Part]:
    return [Part(What.ORGANISATION, Organisation.objects.proposed(), Value(0), TruncDate("proposed_at"))]


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "broken",
            "Broken",
            "Numbers and addresses that are known not to work, or that lead somewhere dangerous. Readers are not given "
            "broken contacts; what pages cite and link, they still meet.",
            "Nothing is known to be broken: the link checker found nothing where it could look, and nobody marked "
            "anything. What readers report waits under its own name.",
            _broken,
        ),
        Kind(
            "changed",
            "Changed",
            "Addresses that answer, but not as they did: they moved, became something else, or turn the link checker "
            "away. Those of crisis lines also when they have failed once: readers are given them until they failed "
            "three times in 48 hours. Open each, then say what is right.",
            "No address answers in another way than when somebody last looked at it, and none of a crisis line has "
            "failed.",
            _changed,
        ),
        Kind(
            "due",
            "Verification due",
            f"Not verified for too long, never, or too long ago within {SOON.days} days. Readers are not given what "
            "lapsed, except for numbers of crisis lines.",
            f"Everything that readers are given was verified, and none of it lapses within {SOON.days} days.",
            _due,
        ),
        Kind(
            "reported",
            "Reported by readers",
            "What readers said did not work. Try it yourself, then say what you found.",
            "No reader has said that something did not work, or all of it is settled.",
            _reported,
        ),
        Kind(
            "proposed",
            "Proposed",
            "Organisations that somebody proposed and nobody has verified. Readers are not shown them.",
            "No organisation waits for its first verification. Anybody at the desk can propose one.",
            _proposed,
        ),
    )
}
"""The kinds of the queue, in the order of their tabs."""


def counted(names: list[str], narrowed: Callable[[Part], QuerySet[Any]] | None = None) -> list[QuerySet[Any, Any]]:
    """For each part of the kinds: its kind's name and how many rows it has, to be joined into one query."""
    return [
        (narrowed(part) if narrowed else part.rows)
        .order_by()
        .annotate(named=Value(name, CharField()))
        .values("named")
        .annotate(number=Count("pk"))
        .values_list("named", "number")
        for name in names
        for part in KINDS[name].parts()
    ]


def keys(kind: Kind, narrowed: Callable[[Part], QuerySet[Any]], first: int, last: int) -> list[tuple[What, int]]:
    """The items of a kind from one place to another, in order. One query."""
    parts = [_ordered(part, narrowed(part)) for part in kind.parts()]
    whole = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    rows = whole.order_by(*ORDER)[first:last]
    return [(What(what), key) for _, _, what, key in rows]


def _ordered(part: Part, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    asked = rows.order_by().annotate(
        item_first=part.first if not isinstance(part.first, Value) else Value(part.first.value, IntegerField()),
        item_since=Coalesce(part.since, Value(NEVER), output_field=DateField()),
        item_what=Value(part.what.value, CharField()),
        item_key=F("pk"),
    )
    return cast("QuerySet[Any, Any]", asked.values_list(*ORDER))


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.filter(organisation__archived=False)


def _shown() -> QuerySet[Organisation]:
    return Organisation.objects.filter(archived=False)


def _in_text(links: QuerySet[Link]) -> QuerySet[Link]:
    return links.filter(Exists(PageLink.objects.filter(url=OuterRef("url"), edition__state=State.PUBLISHED)))


def _danger(column: str) -> Any:
    """Nought where an address is dangerous, else what puts the row behind all that are."""
    dangerous = Link.objects.broken().filter(url=OuterRef(column), verdict=Verdict.DANGER)
    return Case(When(Exists(dangerous), then=0), default=4, output_field=IntegerField())


def _crisis() -> Any:
    return Case(When(organisation__kind=OrganisationKind.CRISIS, then=0), default=1, output_field=IntegerField())


def _found_on(column: str) -> Any:
    """The day on which an address was checked last."""
    day = Link.objects.filter(url=OuterRef(column)).annotate(day=TruncDate("checked_at")).values("day")[:1]
    return Subquery(day)
