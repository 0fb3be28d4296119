"""What public pages read. Each function is a fixed number of queries, whatever the amount of content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Lower
from django.utils.translation import get_language

from articles.document import Document, unseal
from articles.models import (
    Article,
    Contribution,
    Edition,
    Source,
    Standing,
    State,
    Tag,
    Topic,
    TopicCode,
    TopicKind,
    TopicName,
)
from articles.models.editions import MAX_EDITION, EditionQuerySet
from resources.models import Contact, Organisation, OrganisationKind
from resources.selectors import with_their_contacts


@dataclass(slots=True)
class Surroundings:
    """The small lists around an article: its tags, its slug in each language, its topics' names and codes, the
    standing of those cited sources that are not current, and the paths of the articles that its prose links. One query
    (a union) instead of six, for the page's budget.
    """

    tags: list[tuple[str, str]] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    standings: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[UUID, str] = field(default_factory=dict)


def current_language() -> str:
    """The language of the address that is being answered; the site's first where there is none."""
    return get_language() or settings.LANGUAGE_CODE


def standings(document: Document) -> dict[str, str]:
    """Today's standing of those sources that a document cites and that are not current, by their keys. One query."""
    cited = Source.objects.filter(key__in=document.cited_keys()).exclude(standing=Standing.CURRENT)
    return dict(cited.values_list("key", "standing"))


def edition_shown(slug: str, language: str) -> Edition | None:
    """The edition that readers of an address get: the published one, else the one withdrawn last, else nothing."""
    # "published" stands before "withdrawn" in the alphabet too.
    found = _with_people().filter(
        article__slug=slug, article__language=language, state__in=[State.PUBLISHED, State.WITHDRAWN]
    )
    return found.order_by("state", "-number").first()


def edition_numbered(slug: str, language: str, number: int) -> Edition | None:
    """An edition that was ever published, by its number."""
    return _ever_published(slug, language, number).first()


def slug_of_article(slug: str, **_: object) -> str | None:
    """The slug that an article of the language of the address has now, for one that it had; if it was published."""
    found = Article.objects.filter(former_slugs__slug=slug, language=current_language())
    found = found.filter(Exists(Edition.objects.sealed().filter(article=OuterRef("pk"))))
    return found.values_list("slug", flat=True).first()


def slug_of_topic(slug: str, kind: TopicKind, **_: object) -> str | None:
    """The slug that a topic of a kind has now, for one that it had; if its hub is there for readers."""
    about = Edition.objects.published().filter(
        **{f"article__{kind}": OuterRef("pk")}, article__language=current_language()
    )
    found = Topic.objects.filter(Exists(about), former_slugs__slug=slug, kind=kind)
    return found.values_list("slug", flat=True).first()


def sealed_editions(slug: str, language: str) -> list[Edition]:
    """Every edition of an article that was ever published, newest first."""
    return list(_ever_published(slug, language).defer("sealed_json").order_by("-number"))


def two_editions(slug: str, language: str, old: int, new: int) -> tuple[Edition, Edition] | None:
    """Two editions that were ever published, by their numbers; nothing where one of them is not."""
    by_number = {edition.number: edition for edition in _ever_published(slug, language, old, new)}
    return (by_number[old], by_number[new]) if old in by_number and new in by_number else None


def document_of(edition: Edition) -> Document:
    """The sealed document of an edition that was published. Raises ``ValueError`` for any other."""
    if edition.sealed_json is None:
        raise ValueError(f"{edition} is not sealed")
    return unseal(edition.sealed_json)


def authors(edition: Edition) -> list[Contribution]:
    """Who wrote, as they signed; somebody without a public name is not named."""
    return list(edition.contributions.exclude(signed_name="").select_related("byline"))


def paths(linked: Iterable[UUID], *, published: bool = True) -> dict[UUID, str]:
    """Where the articles are that prose links by their identities: those that readers can open, or all that there are.
    One query, none where nothing is linked.
    """
    if not (asked := list(linked)):
        return {}
    found = _linked(asked) if published else Article.objects.filter(uuid__in=asked)
    return {article.uuid: article.get_absolute_url() for article in found}


def surroundings(article: Article, cited: Iterable[str], linked: Iterable[UUID] = ()) -> Surroundings:
    """The small lists around an article. ``linked``: the identities of the articles that its prose links."""
    topics = [topic.pk for topic in (article.medicine, article.condition) if topic]
    names = TopicName.objects.shown(article.language).filter(topic__in=topics)
    family = article.translation_of_id or article.pk
    rows = _rows(
        "tag", Tag.objects.filter(articles=article).named(article.language), "slug", "local_name", "slug"
    ).union(
        _rows("code", TopicCode.objects.filter(topic__in=topics), "system", "value", "topic__slug"),
        _rows("name", names, "name", "kind", "topic__slug"),
        _rows("source", Source.objects.filter(key__in=list(cited)), "key", "standing", "key"),
        _rows(
            "language",
            Article.objects.filter(Q(pk=family) | Q(translation_of=family), editions__state=State.PUBLISHED),
            "language",
            "slug",
            "slug",
        ),
        # As text: a union has one type for each column.
        _rows("link", _linked(linked).annotate(identity=Cast("uuid", CharField())), "identity", "slug", "language"),
        all=True,
    )
    found = Surroundings()
    for what, key, value, owner in sorted(rows):
        if what == "tag":
            found.tags.append((key, value))
        elif what == "language":
            found.alternates[key] = value
        elif what == "link":
            found.paths[UUID(key)] = Article(slug=value, language=owner).get_absolute_url()
        elif what == "code":
            found.codes[owner].append((key, value))
        elif what == "name":
            found.names[owner].append(key)
        elif value != Standing.CURRENT:
            found.standings[key] = value
    return found


def listed(language: str) -> QuerySet[Edition]:
    """The published editions of a language with what lists show, by title."""
    return (
        Edition.objects.published()
        .filter(article__language=language)
        .select_related("article__medicine", "article__condition")
        .defer("sealed_json")
        .order_by(Lower("title"), "pk")
    )


def support_for(article: Article, *, with_crisis_lines: bool) -> list[Organisation]:
    """The organisations placed on an article or its tags, each with its offered contacts, in order. One query.

    ``with_crisis_lines``: and after them every crisis line of the directory, wherever it is placed.
    """
    placed = Q(organisation__placements__article=article) | Q(organisation__placements__tag__articles=article)
    crisis = Q(organisation__kind=OrganisationKind.CRISIS)
    contacts = (
        Contact.objects.offered()
        .filter(placed | crisis if with_crisis_lines else placed)
        .annotate(place=Min("organisation__placements__position", filter=placed))
        .select_related("organisation")
        .order_by(F("place").asc(nulls_last=True), "organisation__name", "position", "pk")
    )
    return with_their_contacts(contacts)


def support_for_tag(tag: Tag) -> list[Organisation]:
    """The organisations placed on a tag, in order, each with its offered contacts."""
    return list(
        Organisation.objects.shown()
        .with_offered_contacts()
        .filter(placements__tag=tag)
        .order_by("placements__position", "name")
    )


def _with_people() -> EditionQuerySet:
    return Edition.objects.select_related(
        "article__medicine", "article__condition", "approval__byline", "last_review__byline", "redirect_to"
    )


def _ever_published(slug: str, language: str, *numbers: int) -> EditionQuerySet:
    """The published editions of an article, or those of them with one of the numbers (none that no column can hold)."""
    found = _with_people().sealed().filter(article__slug=slug, article__language=language)
    return found.filter(number__in=[number for number in numbers if number <= MAX_EDITION]) if numbers else found


def _linked(identities: Iterable[UUID]) -> QuerySet[Article]:
    """Those of the articles with these identities that readers can open."""
    return Article.objects.filter(uuid__in=list(identities), editions__state=State.PUBLISHED)


def _rows(what: str, rows: QuerySet[Any], key: str, value: str, owner: str) -> QuerySet[Any, tuple[str, ...]]:
    return rows.order_by().values_list(Value(what), key, value, owner)
