"""The page of an organisation: how it stands with its contacts, checks, readers' reports, and its whole history."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.desk import pages
from articles.desk.support import acts
from articles.desk.support.acts import Offer
from articles.desk.support.items import Item, load
from articles.desk.support.queue import What
from articles.models import Source, Topic, TopicCode, TopicName
from resources import changes
from resources.changes import Change
from resources.models import Contact, LinkCheck, Organisation, ReaderReport

CHECKS = 20
"""How many checks of an address are shown."""
ENTRIES = 50
REPORTS = 50
CREATED, DELETED = "+", "-"
_ABOUT: dict[type, str] = {Organisation: "The organisation", Source: "The source", Topic: "The topic"}
_VERBS = {CREATED: "entered", "~": "changed", DELETED: "deleted"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the history: what it was done to, in words, by whom and why, and field by field."""

    when: dt.datetime
    who: str
    about: str
    verb: str
    why: str
    changes: Sequence[Change]


@dataclass(slots=True)
class Card:
    """An item with its forms, the last checks of its address, and all that readers reported."""

    item: Item
    offers: list[Offer]
    checks: list[LinkCheck] = field(default_factory=list)
    reports: list[ReaderReport] = field(default_factory=list)


@require_safe
@pages.for_readers
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation as it stands, with all that can be done to it and all that was."""
    organisation = get_object_or_404(Organisation, pk=pk)
    contacts = list(organisation.contacts.values_list("pk", flat=True))
    items = load([(What.ORGANISATION, pk), *((What.CONTACT, key) for key in contacts)])
    user = pages.person(request)
    cards = [Card(item, acts.offers(item, user)) for item in items]
    _add_checks(cards)
    _add_reports(cards)
    page = Paginator(history(pk), ENTRIES).get_page(request.GET.get("page"))
    placements = organisation.placements.select_related("tag", "article")
    context: dict[str, Any] = {
        "organisation": cards[0].item.organisation,
        "whole": cards[0],
        "cards": cards[1:],
        "placements": placements,
        "entries": in_words(list(page.object_list)),
        "page": page,
        "range": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return pages.page(request, "support/record.html", context, title=organisation.name)


def history(organisation: int) -> list[tuple[Any, Any]]:
    """Every row of the history of an organisation and of all contacts it ever had, newest first, each with the one
    before it. Two queries.
    """
    own = Organisation.history.filter(id=organisation).select_related("history_user")
    contacts = Contact.history.filter(organisation=organisation).select_related("history_user")
    return with_before([*own, *contacts])


def with_before(rows: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Rows of history of several records, newest first, each with the one of its record before it."""
    found: list[tuple[Any, Any]] = []
    last: dict[tuple[type, int], Any] = {}
    for row in sorted(rows, key=lambda row: (row.history_date, row.history_id)):
        which = (type(row), row.id)
        found.append((row, last.get(which)))
        last[which] = row
    return found[::-1]


def in_words(rows: Sequence[tuple[Any, Any]]) -> list[Entry]:
    """Rows of history, each with the one before it, for people. One query."""
    people = changes.names([row for pair in rows for row in pair if row is not None])
    return [_entry(row, before, people) for row, before in rows]


def _entry(row: Any, before: Any, people: dict[int, str]) -> Entry:
    alive = before is not None and row.history_type != DELETED
    changed = changes.between(before, row, people) if alive else []
    about = _about(row)
    return Entry(row.history_date, _who(row), about, _VERBS[row.history_type], row.history_change_reason or "", changed)


def _about(row: Any) -> str:
    """What a row of history is about, in words; a deleted record is told by what it was."""
    model = type(row).instance_type
    if model is TopicName:
        return f"The name “{row.name}”"
    if model is TopicCode:
        return f"The code {row.get_system_display()} {row.value}"
    return _ABOUT.get(model) or str(row.instance)


def _who(row: Any) -> str:
    """Whoever did it. What nobody did was done by the link checker, but for how records were entered at first."""
    if row.history_user:
        return str(row.history_user)
    return "" if row.history_type == CREATED else "the link checker"


def _add_checks(cards: Sequence[Card]) -> None:
    """The last checks of each address. One query."""
    place = Window(RowNumber(), partition_by=F("link"), order_by=F("checked_at").desc())
    links = [card.item.link for card in cards if card.item.link]
    by_link: dict[int, list[LinkCheck]] = defaultdict(list)
    for check in LinkCheck.objects.filter(link__in=links).annotate(place=place).filter(place__lte=CHECKS):
        by_link[check.link_id].append(check)
    for card in cards:
        card.checks = by_link[card.item.link.pk] if card.item.link else []


def _add_reports(cards: Sequence[Card]) -> None:
    """What readers reported of each contact, newest first. One query."""
    contacts = [card.item.pk for card in cards if card.item.contact]
    by_contact: dict[int, list[ReaderReport]] = defaultdict(list)
    for report in ReaderReport.objects.filter(contact__in=contacts).select_related("settled_by")[:REPORTS]:
        by_contact[report.contact_id].append(report)
    for card in cards:
        card.reports = by_contact[card.item.pk] if card.item.contact else []
