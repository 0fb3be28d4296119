"""What the A to Z and the hubs read. Each function is a fixed number of queries, whatever the amount of content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, OuterRef, Prefetch, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Lower

from articles import filing, selectors
from articles.hubs.grouping import HELP, QUESTIONS, QUICK, Part
from articles.listing import by_title, is_longer, newest
from articles.models import Edition, Filed, Section, Tag, Tagging, Topic, TopicCode, TopicKind, TopicName
from freshness import replica
from resources.models import Contact, Organisation, OrganisationKind
from resources.selectors import with_their_contacts

TAGS = 12
"""How many tags a hub names."""


def lines(language: str) -> QuerySet[Filed]:
    """The lines of the A to Z of a language, in their order under each letter."""
    found = Filed.objects.filter(language=language).select_related("article", "topic")
    return found.order_by("letter", "key", "pk")


def lines_about(editions: Sequence[Edition], language: str) -> list[Filed]:
    """The lines of some articles and of the topics that they are about, in order. One query."""
    about = {pk for edition in editions for pk in (edition.article.medicine_id, edition.article.condition_id) if pk}
    articles = [edition.article_id for edition in editions]
    return list(lines(language).filter(Q(article__in=articles) | Q(topic__in=about)))


def letters(language: str) -> list[str]:
    """The letters that have a line. One query, which goes from letter to letter without reading what is under them."""
    least = "SELECT letter FROM articles_filed WHERE language = %s {more} ORDER BY letter LIMIT 1"
    query = (
        f"WITH RECURSIVE found(letter) AS (SELECT * FROM ({least.format(more='')}) one UNION ALL "
        f"SELECT ({least.format(more='AND letter > found.letter')}) FROM found WHERE found.letter IS NOT NULL) "
        "SELECT letter FROM found WHERE letter IS NOT NULL"
    )
    with replica.connection().cursor() as cursor:
        cursor.execute(query, [language, language])
        return [letter for (letter,) in cursor.fetchall()]


def topics(kind: TopicKind, language: str) -> list[Topic]:
    """The topics of a kind that have a published article in a language. One query."""
    one = filing.first(filing.published(language).filter(**{kind: OuterRef("pk")}))
    return list(Topic.objects.filter(kind=kind).alias(one=one).filter(one__isnull=False).order_by(Lower("name")))


def with_names(topics: Sequence[Topic], language: str) -> None:
    """Give topics the names that readers of a language are shown. One query."""
    prefetch_related_objects(topics, Prefetch("names", TopicName.objects.shown(language)))


def editions_about(subject: Topic, language: str, most: int) -> tuple[list[Edition], bool]:
    """The published articles about a topic, by title; where there are more than ``most``, so many of them (those about
    it alone, then the newest), and that there are more. Two queries, five where there are more.
    """
    about = selectors.listed(language).filter(**{f"article__{subject.kind}": subject})
    if not is_longer(about, most):
        return by_title(about.order_by()), False
    other = "condition" if subject.kind == TopicKind.MEDICINE else "medicine"
    rows = filing.published(language).filter(**{subject.kind: subject})
    alone = newest(about, rows.filter(**{other: None}), most // 2)
    taken = {edition.pk for edition in alone}
    found = [*alone, *(edition for edition in newest(about, rows, most) if edition.pk not in taken)][:most]
    return by_title(found), True


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
    tags = Tagging.objects.filter(article__in=articles).values("tag")
    placed = Q(organisation__placements__article__in=articles) | Q(organisation__placements__tag__in=tags)
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
    found = Tag.objects.live().named(language).filter(taggings__article__in=articles).annotate(used=Count("taggings"))
    return list(found.order_by("-used", "name")[:TAGS])
