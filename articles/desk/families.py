"""What the lists of the desk are made of: a family of lists for each kind of thing, and one list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from articles.desk import columns, filters, standing
from articles.desk.columns import Column


@dataclass(frozen=True, slots=True)
class Family:
    """What lists of one kind of thing share. ``whole``: the rows with all that their columns show.

    ``checked``: makes the rows of the list from those of the database, where these are not yet what it shows.
    """

    columns: tuple[Column, ...]
    filters: type[filters.Filters]
    whole: Callable[[QuerySet[Any]], QuerySet[Any]]
    checked: Callable[[QuerySet[Any]], Sequence[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One list. ``empty``: what to do where nothing is in it. ``order``: a column's key, with a dash for the reverse.

    ``shown``: the keys of the columns on the page; CSV has all of the family's. ``left_out``: filters that mean
    nothing here. ``group``: under which heading it is offered.
    """

    name: str
    heading: str
    says: str
    empty: str
    family: Family
    rows: Callable[[User], QuerySet[Any, Any]]
    shown: tuple[str, ...]
    order: str
    group: str
    left_out: tuple[str, ...] = ("state",)


EDITIONS = Family(columns.EDITIONS, filters.EditionFilters, columns.whole_editions)
SOURCES = Family(columns.SOURCES, filters.SourceFilters, columns.whole_sources)
REVIEWS = Family(columns.REVIEWS, filters.ReviewFilters, columns.whole_reviews)
FINDINGS = Family(columns.FINDINGS, filters.EditionFilters, standing.whole, standing.findings)
