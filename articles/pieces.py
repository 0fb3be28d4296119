"""What surrounds a text on its page, each piece made by the template of its own: all of it as it is now.

A piece is made of plain values, and so the same again whenever they are: it is taken from memory then.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts import frame, once
from accounts.addresses import with_slug
from accounts.once import Found
from articles import prepared
from articles import related as relations
from articles.models import ChangeKind, Edition
from articles.prepared import Prepared
from articles.surroundings import Row, Signature, organisations_of
from resources.grouping import by_country

Facts = dict[str, Hashable]

NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class SupportShown:
    """The organisations on a page: their part of it, its entry in the contents, and the crisis lines in a few words."""

    support: SafeString = NOTHING
    listed: SafeString = NOTHING
    crisis: SafeString = NOTHING


def support(found: Found) -> SupportShown:
    """The organisations of a page, as ``surroundings.support`` finds them."""
    return _support(found, get_language() or "")


@once.made(64)
def _support(found: Found, _language: str) -> SupportShown:
    shown = by_country(organisations_of(found))
    if not shown:
        return SupportShown()
    return SupportShown(
        support=_rendered("support", {"support": shown}),
        listed=_rendered("support_listed", {}),
        crisis=_rendered("crisis", {"lines": shown.lines}) if shown.lines else NOTHING,
    )


def related(rows: tuple[Row, ...], here: relations.Here, tags: list[tuple[str, str]]) -> SafeString:
    """The related articles, as ``related.found`` reads them. ``tags``: of the article here, slugs and names."""
    return _related(rows, here, tuple(tags), get_language() or "") if rows else NOTHING


@once.made(256)
def _related(
    rows: tuple[Row, ...], here: relations.Here, tags: tuple[tuple[str, str], ...], _language: str
) -> SafeString:
    return _rendered("related", {"related": relations.told(rows, here, dict(tags))})


def facts(edition: Edition, address: str, authors: list[Signature]) -> Facts:
    """What is told of an edition. ``address``: the path of its article's page."""
    reviewed = edition.reviewed
    return {
        "number": edition.number,
        "address": address,
        "published_at": edition.published_at,
        "next_review_due": edition.next_review_due,
        "public_note": edition.public_note,
        "reviewed": Signature.of(reviewed) if reviewed else None,
        "authors": tuple(authors),
    }


def notices(
    edition: Edition, known: Facts, *, current: bool, overdue: bool, warnings: list[tuple[int, str]]
) -> SafeString:
    """What a reader must know before the text: that nobody reviewed it, that it is overdue, a source that fell."""
    return _piece(
        "notices",
        **known,
        current=current,
        overdue=overdue,
        warnings=tuple(warnings),
        state=edition.state,
        withdrawn_at=edition.withdrawn_at,
        withdrawal_reason=edition.withdrawal_reason,
        unreviewed=edition.unreviewed and not known["reviewed"],
        corrected=edition.change == ChangeKind.CORRECTION,
    )


def trust(known: Facts) -> SafeString:
    """Who wrote and reviewed it, and when, in a line."""
    return _piece("trust", **known)


def draft() -> SafeString:
    """What stands there of a draft instead."""
    return _piece("draft")


def made(known: Facts, tags: list[tuple[str, str]]) -> SafeString:
    """How the page was made."""
    return _piece("made", **known, tags=tuple(tags))


def alternates(languages: list[tuple[str, str]]) -> SafeString:
    """The address of the article in each language that this site has, for the head."""
    return _piece("alternates", alternates=tuple(languages), site_url=settings.SITE_URL)


def trail(way: list[tuple[str, str]]) -> SafeString:
    """The way to the page."""
    return _piece("trail", trail=tuple(way))


def whole(text: Prepared, *, current: bool, **values: str | int) -> SafeString:
    """The whole page: its frame, made once for all articles of a language, filled with what is its own."""
    known = (settings.STATIC_URL, *frame.site().values())
    parts = _shell(get_language() or "", known, text.language, current)
    own: dict[str, str | int] = {"title": text.title, "summary": text.summary, **values}
    return prepared.filled(parts, own)


@once.made(32)
def _shell(_language: str, _known: tuple[str, ...], language: str, current: bool) -> tuple[str, ...]:  # noqa: FBT001 (values by which it is remembered)
    own = {name: prepared.hole(name) for name in ("number", "canonical", "alternates", "json_ld", "trail", "body")}
    text = {"language": language, "title": prepared.hole("title"), "summary": prepared.hole("summary")}
    if not current:
        own["json_ld"] = NOTHING
    context = frame.everywhere() | own | {"text": text, "current": current}
    return tuple(prepared.parts_of(render_to_string("articles/article.html", context)))


def _piece(name: str, **values: Hashable) -> SafeString:
    return _made(name, get_language() or "", timezone.get_current_timezone_name(), tuple(values.items()))


@once.made(1024)
def _made(name: str, _language: str, _time_zone: str, values: tuple[tuple[str, Hashable], ...]) -> SafeString:
    context: dict[str, Any] = dict(values)
    if "tags" in context:
        context["tags"] = [(with_slug("articles:tag", slug), tag) for slug, tag in context["tags"]]
    return _rendered(name, context)


def _rendered(name: str, context: dict[str, Any]) -> SafeString:
    return SafeString(render_to_string(f"components/{name}.html", context).rstrip("\n"))
