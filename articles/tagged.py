"""The pages of tags: what stands at an address, what is under a tag, and the list of all tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from articles import filing, selectors
from articles.listing import by_title, is_longer, newest, topics_of
from articles.models import Edition, Placement, State, Tag, TagChange, Tagging
from articles.models.tags import TagQuerySet
from freshness import keys
from freshness.reading import show, showing
from resources.models import Organisation

TABLES = ("articles_tag", "articles_tagname", "articles_placement", "resources_organisation")
"""What the page of a tag shows of these may be any row; of articles, it is what is published under the tag."""
MOST = 100
"""How many articles stand on one page of a tag."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A tag by its name in the language of the page, and the tags that are its parts."""

    name: str
    tag: Tag
    parts: list[Listed]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that stands on the page of a tag."""

    name: str
    tag: Tag
    parent: Listed | None
    parts: list[Listed]
    editions: list[Edition]
    organisations: list[Organisation]
    older: int | None = None
    """Where there are more articles than one page takes: the one before which the next page begins."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be found here."""
        return not (self.editions or self.organisations or self.parts)


def at(slug: str) -> Tag | None:
    """The tag that has an address or had it, live or retired. One query where it has it."""
    found = Tag.objects.select_related("moved_to").filter(slug=slug).first()
    if found is None:
        led = TagChange.objects.filter(old_slug=slug).select_related("tag__moved_to").first()
        found = led.tag if led else None
    return found


def slug_now(slug: str, **_: object) -> str | None:
    """The slug that answers for one that a tag had, or of a retired tag; nothing where it is as it was, or where
    readers have no page of it. Two queries at most.
    """
    found = at(slug)
    leads = found and (found.moved_to or found)
    return leads.slug if leads and leads.slug != slug and is_shown(leads) else None


def is_shown(tag: Tag) -> bool:
    """Whether there is something under a tag, in the language of the address. One query."""
    return with_page(get_language() or settings.LANGUAGE_CODE).filter(pk=tag.pk).exists()


def with_page(language: str) -> TagQuerySet:
    """The tags of which there is a page in a language: there is something under them, or under a part of them."""
    something = _with_something(language)
    return Tag.objects.live().filter(Q(pk__in=something.values("pk")) | Q(pk__in=something.values("parent")))


def listed(language: str) -> list[Listed]:
    """Every tag under which there is something in a language, each with its parts. One query."""
    found = _named(_with_something(language), language)
    top = [each for each in found if each.tag.parent_id is None]
    keys = {each.tag.pk for each in top}
    for each in top:
        each.parts.extend(part for part in found if part.tag.parent_id == each.tag.pk)
    return [*top, *(each for each in found if each.tag.parent_id is not None and each.tag.parent_id not in keys)]


def shown(tag: Tag, language: str, before: int | None = None) -> Shown:
    """The page of a live tag in a language: its articles by title; where there are many, the newest first, from an
    article on where ``before`` names it.
    """
    with showing(*TABLES, keys.published_under(tag.pk)):
        editions, older = _articles(tag, language, before)
        around = _named(
            _with_something(language).filter(parent=tag) | Tag.objects.filter(pk__in=[tag.pk, tag.parent_id or 0]),
            language,
        )
    show(*topics_of(editions))
    by_key = {each.tag.pk: each for each in around}
    return Shown(
        name=by_key[tag.pk].name,
        tag=tag,
        parent=by_key.get(tag.parent_id or 0),
        parts=[each for each in around if each.tag.parent_id == tag.pk],
        editions=editions,
        organisations=selectors.support_for_tag(tag),
        older=older,
    )


def _articles(tag: Tag, language: str, before: int | None) -> tuple[list[Edition], int | None]:
    under = selectors.listed(language).filter(article__tags=tag)
    if not before and not is_longer(under, MOST):
        return by_title(under.order_by()), None
    rows = Tagging.objects.filter(tag=tag, article__language=language, article__editions__state=State.PUBLISHED)
    found = newest(under, rows, MOST + 1, before, article="article_id")
    return found[:MOST], found[MOST - 1].article_id if len(found) > MOST else None


def _with_something(language: str) -> TagQuerySet:
    published = filing.published(language).filter(tags=OuterRef("pk"))
    placed = Placement.objects.filter(tag=OuterRef("pk"), organisation__in=Organisation.objects.shown())
    used = Tag.objects.live().alias(one=filing.first(published))
    return used.filter(Q(one__isnull=False) | Q(Exists(placed)))


def _named(tags: TagQuerySet, language: str) -> list[Listed]:
    rows: Any = tags.named(language)
    return sorted((Listed(each.local_name, each, []) for each in rows), key=lambda each: each.name.casefold())
