"""The page of a sealed text made ahead: what the text alone decides, with holes for all that changes by itself.

A hole stands for what surrounds the text (notices, organisations, related articles, how it was made), for the warning
behind a source, and for a link to another article. A page is what stands around the holes and what they are filled
with, whether it was made ahead (``PreparedPage``) or a moment ago: the same templates, once. Kept pages carry a
signature of the code that made them and are not used by other code. Readers never write: what is outdated is made anew
by whoever publishes or starts the site (ADR 26).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

import django
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from articles import crosslinks, presentation, richtext
from articles.document import Document, unseal
from articles.models import Edition, PreparedPage
from articles.outline import BY_KEY, anchor_of
from articles.readiness import needs_crisis_lines
from freshness.making import fingerprint
from resources.structured import as_data

AROUND: Final = ("notices", "trust", "listed", "crisis", "support", "related", "made")
"""What surrounds a text on its page, in the order of the page."""

MADE_BY: Final = (
    "articles/*.py",
    "articles/readiness/*.py",
    "resources/structured.py",
    "templates/articles/body.html",
    "templates/components/*.html",
)
"""The files that decide how a text is shown, and more: a page made anew in vain costs less than one that is not."""

ADDRESS: Final = "\x1f"
"""Stands for the page's own address in its data. JSON writes this character otherwise, so it is nothing else there."""

# No text has it: plain text is escaped, and prose has the elements of ``richtext.MARKS`` only.
_HOLE = re.compile(r"<hole ([^>]*)>")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page made ahead. ``html``: with its holes; ``data``: what the text adds to the page's structured data, as the
    members of an object; ``crisis``: whether crisis lines stand with it whoever placed them.
    """

    html: str
    title: str
    summary: str
    language: str
    cited: tuple[str, ...]
    linked: tuple[UUID, ...]
    crisis: bool
    data: str

    def filled(self, around: Mapping[str, str], standings: Mapping[str, str], paths: Mapping[UUID, str]) -> SafeString:
        """The page with what surrounds it, today's standings of sources, and the paths of articles today."""
        holes: dict[str, str] = dict(around)
        for key, standing in standings.items():
            holes[f"source {key}"] = presentation.warning_behind(standing)
        for identity, path in paths.items():
            holes[f"to {identity}"] = mark_safe(richtext.opened(path))  # noqa: S308 (escaped there)
            holes[f"end {identity}"] = mark_safe(richtext.CLOSED)  # noqa: S308
        return filled(parts_of(self.html), holes)

    def warnings(self, standings: Mapping[str, str]) -> list[tuple[int, str]]:
        """The numbers of the sources that no longer stand, each with what readers are told."""
        told = [(number, presentation.warning_of(standings.get(key, ""))) for number, key in enumerate(self.cited, 1)]
        return [(number, words) for number, words in told if words]


def prepare(document: Document) -> Prepared:
    """Make the page of a text ahead, in the language that is active."""
    shown = presentation.show(document, {}, lambda key: hole(f"source {key}"))
    return Prepared(
        html=richtext.linked(
            body(shown, {name: hole(name) for name in AROUND}),
            lambda identity, words: f"{hole(f'to {identity}')}{words}{hole(f'end {identity}')}",
        ),
        title=document.title,
        summary=document.summary,
        language=document.language,
        cited=document.cited_keys(),
        linked=crosslinks.identities(document),
        crisis=needs_crisis_lines(document),
        data=_data(document),
    )


def body(shown: presentation.DocumentShown, around: Mapping[str, SafeString]) -> SafeString:
    """The page of a text without its frame, by the templates of readers."""
    return render_to_string("articles/body.html", {"page": shown, "around": around})


def hole(name: str) -> SafeString:
    """What stands for something in a page that is made ahead."""
    return mark_safe(f"<hole {name}>")  # noqa: S308 (our own names, keys of sources and identities)


def parts_of(html: str) -> list[str]:
    """A page made ahead, in turn what stands around a hole and the name of the hole."""
    return _HOLE.split(html)


def filled(parts: Sequence[str], holes: Mapping[str, str | int]) -> SafeString:
    """The parts of a page with its holes filled; one for which there is nothing stays empty."""
    whole = list(parts)
    whole[1::2] = [_escaped(holes.get(name, "")) for name in parts[1::2]]
    return mark_safe("".join(whole))  # noqa: S308 (each part came from a template, or was escaped)


def _escaped(value: str | int) -> SafeString:
    return conditional_escape(value if isinstance(value, str) else str(value))


def of(edition: Edition) -> Prepared:
    """The page of a sealed edition: as it is kept, or made now from what was sealed. Nothing is written."""
    kept: PreparedPage | None = getattr(edition, "prepared", None)
    if kept is not None and kept.signature == used():
        facts = json.loads(kept.facts)
        facts |= {"linked": tuple(map(UUID, facts["linked"])), "cited": tuple(facts["cited"])}
        return Prepared(html=kept.html, **facts)
    if edition.sealed_json is None:
        raise ValueError(f"{edition} is not sealed")
    return prepare(unseal(edition.sealed_json))


def keep(edition: Edition, document: Document) -> None:
    """Keep the page of an edition that is being published, in place of the one before it."""
    PreparedPage.objects.filter(edition__article=edition.article_id).exclude(edition=edition).delete()
    _write(edition, document)


def refresh(most: int) -> int:
    """Make at most so many outdated pages anew; gives back how many."""
    editions = [page.edition for page in of_other_code().select_related("edition__article")[:most]]
    editions = editions or list(missing().select_related("article")[:most])
    for edition in editions:
        _write(edition, unseal(edition.sealed_json or ""))
    return len(editions)


def _write(edition: Edition, document: Document) -> None:
    with override(edition.article.language):
        made = prepare(document)
    facts = {name: getattr(made, name) for name in ("title", "summary", "language", "cited", "crisis", "data")}
    page = PreparedPage(
        edition=edition,
        signature=signature(),
        html=made.html,
        facts=json.dumps(facts | {"linked": list(map(str, made.linked))}, ensure_ascii=False),
    )
    columns = ["signature", "html", "facts"]
    PreparedPage.objects.bulk_create([page], update_conflicts=True, unique_fields=["edition"], update_fields=columns)


def of_other_code() -> QuerySet[PreparedPage]:
    """The pages that other code made, without what it made. Whether there are any is found in an index."""
    others = Q(signature__lt=signature()) | Q(signature__gt=signature())
    return PreparedPage.objects.filter(others).defer("html", "facts")


def missing() -> QuerySet[Edition]:
    """The published editions of which no page was ever made ahead. Looks at all that are published."""
    kept = PreparedPage.objects.filter(edition=OuterRef("pk"))
    return Edition.objects.published().filter(~Exists(kept)).order_by("pk")


def used() -> str:
    """The signature of the pages that are shown; none while DEBUG is on, when templates change."""
    return "" if settings.DEBUG else signature()


@cache
def signature() -> str:
    """Of all that decides how a text is shown: Django, our code that reads and shows documents, its templates."""
    return fingerprint(MADE_BY, django.__version__)


def _data(document: Document) -> str:
    members = {
        "hasPart": [_part(section.kind, section.heading) for section in document.sections],
        "citation": [as_data(presentation.link_of(source) or f"{source.title}.") for source in document.sources],
    }
    return ",".join(f'"{name}":[{",".join(parts)}]' for name, parts in members.items())


def _part(kind: str, heading: str) -> str:
    part: dict[str, Any] = {"@type": "HealthTopicContent", "headline": heading}
    if aspect := BY_KEY[kind].aspect:
        part["hasHealthAspect"] = f"https://schema.org/{aspect}"
    return f'{as_data(part)[:-1]},"url":"{ADDRESS}#{anchor_of(kind)}"}}'
