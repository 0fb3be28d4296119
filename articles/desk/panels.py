"""What waits for somebody: for each role the lists that it works through, with the first rows of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Value
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from articles.desk import addresses
from articles.desk.families import Listing
from articles.desk.listings import LISTINGS
from articles.desk.support import queue
from articles.models import Edition, Review, State

FIRST = 5
"""How many rows of a list the front page shows."""

WAITING = {
    Role.AUTHOR: ("changes-requested",),
    Role.REVIEWER: ("my-reviews", "to-claim", "overdue"),
    Role.PUBLISHER: ("changes-requested", "approved", "identities", "overdue"),
    Role.CURATOR: (),
    Role.ADMINISTRATOR: (),
}
"""The lists that wait for each role. A link curator has the queue of support links instead."""

WRITING = (Role.AUTHOR, Role.PUBLISHER)

_WHEN = {
    "changes-requested": ("Asked for", "moved_at"),
    "my-drafts": ("Saved", "saved_at"),
    "my-reviews": ("Submitted", "submitted_at"),
    "to-claim": ("Submitted", "submitted_at"),
    "approved": ("Approved", "moved_at"),
    "identities": ("Decided", "decided_at"),
    "scheduled": ("To be published", "publish_at"),
    "overdue": ("Was due", "next_review_due"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, where it leads, what it is about, and since when or for when, in a word and a moment."""

    title: str
    address: str
    about: str
    verb: str
    when: dt.datetime | dt.date | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A list on the front page: how many are in it, and the first of them."""

    listing: Listing
    count: int
    rows: Sequence[Row]


def counts(user: User, names: Iterable[str]) -> dict[str, int]:
    """How many rows each list has, and each kind of the curators' queue, in one query."""
    parts: list[Any] = [
        LISTINGS[name].rows(user).order_by().annotate(named=Value(name)).values("named").annotate(rows=Count("pk"))
        for name in names
    ]
    lists = [part.values_list("named", "rows") for part in parts]
    first, *others = lists + queue.counted(list(queue.KINDS))
    found: Counter[str] = Counter(dict.fromkeys([*names, *queue.KINDS], 0))
    for name, number in first.union(*others, all=True):
        found[name] += number
    return found


def waiting(roles: Iterable[Role]) -> list[str]:
    """The lists that wait for somebody with these roles, each once."""
    return list(dict.fromkeys(name for role in Role if role in roles for name in WAITING[role]))


def panel(name: str, user: User, count: int) -> Panel:
    """A list with its first rows: one query where there are any."""
    listing = LISTINGS[name]
    if not count:
        return Panel(listing, 0, ())
    key = listing.order.removeprefix("-")
    by = F(key).desc(nulls_last=True) if listing.order.startswith("-") else F(key).asc(nulls_last=True)
    rows = listing.rows(user).order_by(by, "pk")
    return Panel(listing, count, [_row(name, row) for row in _with_names(rows)[:FIRST]])


def _with_names(rows: Any) -> Any:
    """The rows with no more than a line shows."""
    if rows.model is Edition:
        return rows.select_related("article__medicine", "article__condition")
    return rows.select_related("edition__article").defer("edition__sealed_json")


def _row(name: str, row: Edition | Review) -> Row:
    verb, column = _WHEN[name]
    when = getattr(row, column)
    if isinstance(row, Review):
        title, about = row.edition.title, f"{row.get_decision_display()} by {row.signed_name}"
        address = addresses.of_edition(row.edition)
    else:
        title, about = row.title, _subject(row)
        address = addresses.of_edition(row)
        if name == "my-drafts" and row.state == State.DRAFT:
            address = reverse("admin:desk-edit", args=[row.pk])
    return Row(title, address, about, verb, when, exact=name == "scheduled")


def _subject(edition: Edition) -> str:
    topics = filter(None, (edition.article.medicine, edition.article.condition))
    return " · ".join([*map(str, topics), f"edition {edition.number}"])
