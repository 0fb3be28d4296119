"""What surrounds a text on its page, each piece made by the template of its own: all of it as it is now.

A piece is made of plain values, and so the same again whenever they are: it is taken from memory then.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts import once
from accounts.addresses import with_slug
from articles import related as relations
from articles.models import Edition
from articles.surroundings import Row, Signature, organisations_of
from resources.grouping import by_country

NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class SupportShown:
    """The organisations on a page: their part of it, its entry in the contents, and the crisis lines in a few words."""

    support: SafeString = NOTHING
    listed: SafeString = NOTHING
    crisis: SafeString = NOTHING


def support(rows: list[Row]) -> SupportShown:
    """The organisations of a page, as ``surroundings.support_rows`` reads them."""
    return _support(tuple(rows), get_language() or "")


@once.made(64)
def _support(rows: tuple[Row, ...], _language: str) -> SupportShown:
    found = by_country(organisations_of(rows))
    if not found:
        return SupportShown()
    return SupportShown(
        support=render_to_string("components/support.html", {"support": found}),
        listed=render_to_string("components/support_listed.html"),
        crisis=render_to_string("components/crisis.html", {"lines": found.lines}) if found.lines else NOTHING,
    )


def related(rows: tuple[Row, ...], here: relations.Here, tags: list[tuple[str, str]]) -> SafeString:
    """The related articles, as ``related.found`` reads them. ``tags``: of the article here, slugs and names."""
    return _related(rows, here, tuple(tags), get_language() or "") if rows else NOTHING


@once.made(256)
def _related(
    rows: tuple[Row, ...], here: relations.Here, tags: tuple[tuple[str, str], ...], _language: str
) -> SafeString:
    return render_to_string("components/related.html", {"related": relations.told(rows, here, dict(tags))})


def notices(edition: Edition, *, current: bool, overdue: bool, warnings: list[tuple[int, str]]) -> SafeString:
    """What a reader must know before the text: that nobody reviewed it, that it is overdue, a source that fell."""
    return _piece(
        "notices",
        **_facts(edition),
        current=current,
        overdue=overdue,
        warnings=tuple(warnings),
        state=edition.state,
        withdrawn_at=edition.withdrawn_at,
        withdrawal_reason=edition.withdrawal_reason,
        unreviewed=edition.unreviewed and not edition.reviewed,
        corrected=edition.change == "correction",
    )


def trust(edition: Edition, authors: list[Signature]) -> SafeString:
    """Who wrote and reviewed it, and when, in a line."""
    return _piece("trust", **_facts(edition), authors=tuple(authors))


def draft() -> SafeString:
    """What stands there of a draft instead."""
    return _piece("draft")


def made(edition: Edition, authors: list[Signature], tags: list[tuple[str, str]], canonical: str) -> SafeString:
    """How the page was made."""
    return _piece(
        "made",
        **_facts(edition),
        authors=tuple(authors),
        tags=tuple((with_slug("articles:tag", slug), name) for slug, name in tags),
        canonical=canonical,
    )


def _facts(edition: Edition) -> dict[str, Hashable]:
    return {
        "number": edition.number,
        "address": edition.article.get_absolute_url(),
        "published_at": edition.published_at,
        "next_review_due": edition.next_review_due,
        "public_note": edition.public_note,
        "reviewed": Signature.of(edition.reviewed) if edition.reviewed else None,
    }


def _piece(name: str, **values: Hashable) -> SafeString:
    return _made(name, get_language() or "", timezone.get_current_timezone_name(), tuple(values.items()))


@once.made(1024)
def _made(name: str, _language: str, _time_zone: str, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(f"components/{name}.html", dict(values))
