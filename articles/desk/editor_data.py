"""What the edition editor in the browser is told: the document, its sources, the vocabulary, the limits, addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles import crosslinks, outline, presentation, richtext
from articles import document as documents
from articles.desk import linking
from articles.document import Document
from articles.models import Edition, Source
from articles.outline import Certainty, PointKind, Recommendation, Urgency
from articles.readiness.gate import ANSWER_WORDS

OWN_ADDRESSES = {
    "save": "save",
    "check": "check",
    "preview": "preview",
    "presence": "presence",
    "setAside": "set-aside",
}
STILL_HERE = dt.timedelta(seconds=50)
"""The editor says every 20 seconds that it is open; two missed words are forgiven."""

PERS = (10, 100, 1_000, 10_000)
KIND_NAMES = {
    PointKind.PLAIN: "Point",
    PointKind.ESTIMATE: "Estimate",
    PointKind.TREATMENT: "Treatment",
    PointKind.HELP: "Care card",
    PointKind.QUESTION: "Question",
}


def opened(edition: Edition, document: Document, library: Mapping[str, Source], *, by: User) -> dict[str, Any]:
    """Everything that the page starts with."""
    return {
        "edition": edition.pk,
        "me": str(by),
        "may": {"addSource": by.has_perm("articles.add_source")},
        "aboutMedicine": edition.article.medicine_id is not None,
        "language": edition.article.language,
        "choices": choices(),
        "kinds": kinds(about_medicine=edition.article.medicine_id is not None),
        "limits": limits(),
        "marks": sorted(richtext.MARKS),
        "linkSchemes": sorted(richtext.LINK_SCHEMES),
        "urls": addresses(edition),
        **saved(edition, document, library, by=by),
    }


def saved(edition: Edition, document: Document, library: Mapping[str, Source], *, by: User) -> dict[str, Any]:
    """What the server holds: the version, who saved it and when, the document, and what its citations and the
    articles that it links are called.

    ``by``: who asks; ``savedByMe`` tells them that it was they themselves, perhaps in another window.
    """
    return {
        "version": edition.version,
        "savedAt": clock(edition.saved_at),
        "savedBy": str(edition.saved_by),
        "savedByMe": edition.saved_by_id == by.pk,
        "document": plain(document),
        "sources": labels(library.values()),
        "articles": linking.labels(crosslinks.identities(document)),
    }


def others(edition: Edition, *, than: User) -> list[User]:
    """Who else has the draft open now."""
    recent = timezone.now() - STILL_HERE
    found = edition.presences.filter(seen_at__gte=recent).exclude(user=than).select_related("user")
    return [presence.user for presence in found]


def plain(document: Document) -> dict[str, Any]:
    """A document as the editor keeps it: without the records of its sources, which the server looks up itself."""
    return document.model_dump(mode="json", exclude={"sources": True})


def labels(sources: Iterable[Source]) -> dict[str, dict[str, Any]]:
    """What the editor shows of each source, by its key."""
    return {source.key: label(source) for source in sources}


def label(source: Source) -> dict[str, Any]:
    """What the editor shows of one source. ``name``: its first author and year, as one would say it."""
    return {
        "key": source.key,
        "name": _name(source),
        "title": source.title,
        "container": source.container,
        "kind": source.get_kind_display(),
        "standing": source.standing,
        "note": source.standing_note,
        "link": presentation.link_of(source.record()),
    }


def clock(when: dt.datetime) -> str:
    """A time of day, with the day where it is not today."""
    local = timezone.localtime(when)
    today = local.date() == timezone.localdate()
    return f"{local:%H:%M}" if today else f"{local:%H:%M on %-d %B %Y}"


def kinds(*, about_medicine: bool) -> list[dict[str, Any]]:
    """The section kinds in the order of the page, and which of them this edition needs."""
    needed = {kind.key for kind in outline.required_kinds(about_medicine=about_medicine)}
    return [
        {
            "key": kind.key,
            "heading": kind.heading,
            "points": [{"kind": point.value, "name": KIND_NAMES[point]} for point in kind.points],
            "needed": kind.key in needed,
        }
        for kind in outline.SECTION_KINDS
    ]


def choices() -> dict[str, list[tuple[Any, str]]]:
    """The values of each choice with their words."""
    return {
        "recommendation": [(each.value, presentation.RECOMMENDATIONS[each]) for each in Recommendation],
        "certainty": [(each.value, presentation.CERTAINTIES[each] or "Not rated") for each in Certainty],
        "urgency": [(each.value, each.value.replace("_", "-").capitalize()) for each in Urgency],
        "per": [(per, f"{per:,}") for per in PERS],
    }


def limits() -> dict[str, int]:
    """How long each kind of text may be, and how many parts there may be."""
    return {
        "line": documents.LINE,
        "text": documents.TEXT,
        "prose": documents.PROSE,
        "points": documents.MAX_POINTS,
        "answerWords": ANSWER_WORDS,
    }


def addresses(edition: Edition) -> dict[str, str]:
    """Where the editor sends what."""
    own = {name: f"desk-{url}" for name, url in OWN_ADDRESSES.items()}
    shared = {"sources": "desk-sources", "newSource": "desk-source-new", "login": "login"}
    return {
        **{name: reverse(f"admin:{url}", args=[edition.pk]) for name, url in own.items()},
        **{name: reverse(f"admin:{url}") for name, url in shared.items()},
        "articles": reverse("admin:desk-find-article", query={"but": edition.article_id}),
    }


def _name(source: Source) -> str:
    authors = [name.strip() for name in source.authors.split(",") if name.strip()]
    first = authors[0].rstrip(".") if authors else source.container or source.publisher or source.key
    others = len(authors) > 1 or first.endswith(" et al")
    words = first.removesuffix(" et al").split()
    # "Rottach KG" is cited as Rottach; "European Medicines Agency" stays whole.
    if authors and len(words) > 1 and words[-1].isupper():
        words.pop()
    return " ".join([*words, *(["et al."] if others else []), *([str(source.year)] if source.year else [])])
