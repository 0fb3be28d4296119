"""What the A to Z and the hubs read. Each function is a fixed number of queries, whatever the amount of content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, Q, Value

from articles import selectors
from articles.hubs.grouping import HELP, QUESTIONS, QUICK, Part
from articles.models import Edition, Section, Tag, Topic, TopicCode, TopicName
from resources.models import Contact, Organisation, OrganisationKind
from resources.selectors import with_their_contacts

TAGS = 12
"""How many tags a hub names."""


def titles(language: str) -> list[Edition]:
    """The published articles of a language with no more than an A to Z needs. One query."""
    found = selectors.listed(language).only(
        "title",
        *(f"article__{field}" for field in ("slug", "language")),
        *(f"article__{topic}__{field}" for topic in ("medicine", "condition") for field in ("slug", "kind", "name")),
    )
    return list(found.order_by())


def names(language: str) -> dict[int, list[str]]:
    """The names that readers of a language are shown, by the key of their topic. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for topic, name in TopicName.objects.shown(language).values_list("topic", "name"):
        found[topic].append(name)
    return found


def names_and_codes(topic: Topic, language: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The names of a topic that readers of a language are shown (kind, name, country), and its codes (system, value),
    each in order. One query.
    """
    names = TopicName.objects.shown(language).filter(topic=topic).order_by()
    codes = TopicCode.objects.filter(topic=topic).order_by()
    rows = names.values_list(Value("name"), "kind", "name", "country").union(
        codes.values_list(Value("code"), "system", "value", Value("")), all=True
    )
    found: list[tuple[str, str, str, str]] = sorted(rows, key=lambda row: (row[2].casefold(), row))
    return (
        [(kind, name, country) for what, kind, name, country in found if what == "name"],
        sorted((system, value) for what, system, value, _ in found if what == "code"),
    )


def parts(editions: Sequence[Edition]) -> dict[int, list[Part]]:
    """Those sections of published editions that a hub leads to, by the key of their edition. One query.

    The rows of a sealed edition never change (a guard keeps them), so they say what its document says, and cost less
    than reading whole documents.
    """
    found: dict[int, list[Part]] = defaultdict(list)
    kinds = {HELP, *QUICK, *QUESTIONS}
    rows = Section.objects.filter(edition__in=[edition.pk for edition in editions], kind__in=kinds)
    for edition, kind, heading in rows.values_list("edition", "kind", "heading"):
        found[edition].append(Part(kind, heading))
    return found


def organisations(editions: Sequence[Edition]) -> list[Organisation]:
    """The organisations placed on articles or on their tags, each once with its offered contacts. One query.

    Without crisis lines: a list that is cut short could miss those of the reader's country, so hubs lead to all.
    """
    articles = [edition.article_id for edition in editions]
    here = Q(organisation__placements__article__in=articles)
    placed = here | Q(organisation__placements__tag__articles__in=articles)
    contacts = (
        Contact.objects.offered()
        .filter(placed)
        .exclude(organisation__kind=OrganisationKind.CRISIS)
        .annotate(place=Min("organisation__placements__position"))
        .select_related("organisation")
        .order_by("place", "organisation__name", "position", "pk")
    )
    return with_their_contacts(contacts)


def tags(editions: Sequence[Edition], language: str) -> list[Any]:
    """The tags that most of some articles have, each by its name in a language (``local_name``). One query."""
    articles = [edition.article_id for edition in editions]
    used = Count("taggings", filter=Q(taggings__article__in=articles))
    found = Tag.objects.live().named(language).annotate(used=used).filter(used__gt=0)
    return list(found.order_by("-used", "name")[:TAGS])
