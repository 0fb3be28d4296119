"""The columns of the desk's lists, on the page and in CSV, and the rows with all that they show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Lower

from articles.desk import addresses, queues
from articles.models import Contribution, Edition, Review, Source, State

Value = str | int | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``sort``: what rows are ordered by; none where that means nothing. ``address``: where it leads."""

    key: str
    label: str
    value: Callable[[Any], Value]
    sort: F | Lower | None = None
    address: Callable[[Any], str] | None = None
    kind: str = "text"
    """How the page shows it: text, number, day, moment or state."""


def _day(key: str, label: str) -> Column:
    return Column(key, label, lambda row: getattr(row, key), F(key), kind="day")


def _moment(key: str, label: str) -> Column:
    return Column(key, label, lambda row: getattr(row, key), F(key), kind="moment")


def _authors(edition: Edition) -> str:
    wrote = [str(each.user) for each in edition.contributions.all() if not each.carried_over]
    return "; ".join(wrote) or str(edition.created_by)


def _reviewer(edition: Edition) -> str:
    if edition.reviewed:
        return edition.reviewed.signed_name
    if edition.claimed_by:
        return f"{edition.claimed_by} (taken on)"
    return "No clinician yet" if edition.unreviewed else ""


def _site(edition: Edition) -> str:
    return settings.SITE_URL + path if (path := addresses.public(edition)) else ""


EDITIONS = (
    Column("title", "Title", lambda row: row.title, Lower("title"), addresses.of_edition),
    Column("slug", "Address", lambda row: row.article.slug, F("article__slug")),
    Column("number", "Edition", lambda row: row.number, F("number"), kind="number"),
    Column("state", "State", lambda row: State(row.state).label, F("state"), kind="state"),
    Column("language", "Language", lambda row: row.article.language, F("article__language")),
    Column("medicine", "Medicine", lambda row: str(row.article.medicine or ""), F("article__medicine__name")),
    Column("condition", "Condition", lambda row: str(row.article.condition or ""), F("article__condition__name")),
    Column("tags", "Tags", lambda row: "; ".join(tag.name for tag in row.article.tags.all())),
    Column("authors", "Authors", _authors),
    Column("reviewer", "Reviewer", _reviewer),
    _moment("created_at", "Draft started"),
    _moment("saved_at", "Last saved"),
    _moment("submitted_at", "Submitted"),
    _moment("moved_at", "In this state since"),
    _moment("publish_at", "To be published"),
    _moment("published_at", "Published"),
    _day("next_review_due", "Next review due"),
    _moment("withdrawn_at", "Withdrawn"),
    Column("withdrawal_reason", "Reason", lambda row: row.withdrawal_reason),
    Column("public", "Public page", _site),
)


def whole_editions(rows: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions with all that their columns show, in a fixed number of queries."""
    wrote = Prefetch("contributions", queryset=Contribution.objects.select_related("user"))
    return rows.select_related(
        "article__medicine", "article__condition", "approval", "last_review", "claimed_by", "created_by"
    ).prefetch_related("article__tags", wrote)


def _pages(source: Any) -> str:
    return addresses.of_list("published", source=source.key)


SOURCES = (
    Column("key", "Key", lambda row: row.key, F("key"), addresses.of_record),
    Column("title", "Title", lambda row: row.title, Lower("title")),
    Column("kind", "Kind", lambda row: row.get_kind_display(), F("kind")),
    Column("year", "Year", lambda row: row.year, F("year"), kind="number"),
    Column("standing", "Standing", lambda row: row.get_standing_display(), F("standing")),
    Column("standing_note", "Why", lambda row: row.standing_note),
    _day("broken_since", "Broken since"),
    Column("pages", "Published pages that cite it", lambda row: row.pages, F("pages"), _pages, kind="number"),
    Column("url", "Address", lambda row: row.url),
    Column("doi", "DOI", lambda row: row.doi),
)


def whole_sources(rows: QuerySet[Source]) -> QuerySet[Source]:
    """Sources, each with the number of published pages that cite it."""
    return queues.with_pages(rows)


def _edition_of(review: Review) -> str:
    return addresses.of_edition(review.edition)


REVIEWS = (
    Column("title", "Title", lambda row: row.edition.title, Lower("edition__title"), _edition_of),
    Column("signed_name", "Signed by", lambda row: row.signed_name, Lower("signed_name")),
    Column("signed_credentials", "Qualification", lambda row: row.signed_credentials),
    Column("signed_registration", "Registration", lambda row: row.signed_registration),
    Column("decision", "Decision", lambda row: row.get_decision_display(), F("decision")),
    _moment("decided_at", "Decided"),
    Column("invited_by", "Invited by", lambda row: str(row.invitation.invited_by)),
)


def whole_reviews(rows: QuerySet[Review]) -> QuerySet[Review]:
    """Reviews with their edition and who asked for them."""
    return rows.select_related("edition__article", "invitation__invited_by").defer("edition__sealed_json")


FINDINGS = (
    Column("title", "Title", lambda row: row.edition.title, Lower("title"), lambda row: row.address),
    Column("slug", "Address", lambda row: row.edition.article.slug, F("article__slug")),
    Column("language", "Language", lambda row: row.edition.article.language, F("article__language")),
    Column("place", "Where", lambda row: row.problem.place),
    Column("rule", "What is wrong", lambda row: row.problem.rule),
    Column(
        "next_review_due", "Next review due", lambda row: row.edition.next_review_due, F("next_review_due"), kind="day"
    ),
)
"""Of problems in published pages; ordered by what is true of the page."""
