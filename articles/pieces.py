"""What surrounds a text on its page, each piece made by the template of its own: all of it as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts import once
from articles.related import Related
from articles.surroundings import Row, organisations_of
from resources.grouping import by_country

NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class SupportShown:
    """The organisations on a page: their part of it, its entry in the contents, and the crisis lines in a few words."""

    support: SafeString = NOTHING
    listed: SafeString = NOTHING
    crisis: SafeString = NOTHING


def support(rows: Iterable[Row]) -> SupportShown:
    """The organisations of a page, as ``surroundings.support_rows`` reads them.

    Most pages have the same as others: what was made of the same rows a moment ago is taken again.
    """
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


def related(articles: Sequence[Related]) -> SafeString:
    """The related articles."""
    return render_to_string("components/related.html", {"related": articles}) if articles else NOTHING


def notices(context: dict[str, Any]) -> SafeString:
    """What a reader must know before the text: that nobody reviewed it, that it is overdue, a source that fell."""
    return render_to_string("components/notices.html", context)


def trust(context: dict[str, Any]) -> SafeString:
    """Who wrote and reviewed it, and when, in a line."""
    return render_to_string("components/trust.html", context)


def draft() -> SafeString:
    """What stands there of a draft instead."""
    return render_to_string("components/draft.html")


def made(context: dict[str, Any]) -> SafeString:
    """How the page was made."""
    return render_to_string("components/made.html", context)
