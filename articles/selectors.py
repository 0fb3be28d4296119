"""What public pages read. Each function is a fixed number of queries, whatever the amount of content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Lower
from django.utils.translation import get_language

from accounts import once
from accounts.models import SIGNED
from articles import prepared
from articles.document import Document, unseal
from articles.models import Article, Edition, Source, Standing, State, Tag, Topic, TopicKind
from articles.models.editions import MAX_EDITION, EditionQuerySet
from resources.models import Organisation


def current_language() -> str:
    """The language of the address that is being answered; the site's first where there is none."""
    return get_language() or settings.LANGUAGE_CODE


def standings(document: Document) -> dict[str, str]:
    """Today's standing of those sources that a document cites and that are not current, by their keys. One query."""
    cited = Source.objects.filter(key__in=document.cited_keys()).exclude(standing=Standing.CURRENT)
    return dict(cited.values_list("key", "standing"))


def edition_shown(slug: str, language: str) -> Edition | None:
    """The edition that readers of an address get: the published one, else the one withdrawn last, else nothing."""
    return _with_text(_shown(prepared.used(), slug=slug, language=language))


def edition_numbered(slug: str, language: str, number: int) -> Edition | None:
    """An edition that was ever published, by its number."""
    if number > MAX_EDITION:
        return None
    return _with_text(_numbered(prepared.used(), slug=slug, language=language, number=number))


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
    return _history(slug=slug, language=language)


def two_editions(slug: str, language: str, old: int, new: int) -> tuple[Edition, Edition] | None:
    """Two editions that were ever published, by their numbers; nothing where one of them is not."""
    numbers = [number for number in (old, new) if number <= MAX_EDITION]
    found = Edition.objects.sealed().filter(article__slug=slug, article__language=language, number__in=numbers)
    by_number = {edition.number: edition for edition in found.select_related("article")}
    return (by_number[old], by_number[new]) if old in by_number and new in by_number else None


def document_of(edition: Edition) -> Document:
    """The sealed document of an edition that was published. Raises ``ValueError`` for any other."""
    if edition.sealed_json is None:
        raise ValueError(f"{edition} is not sealed")
    return unseal(edition.sealed_json)


def paths(linked: Iterable[UUID], *, published: bool = True) -> dict[UUID, str]:
    """Where the articles are that prose links by their identities: those that readers can open, or all that there are.
    One query, none where nothing is linked.
    """
    if not (asked := list(linked)):
        return {}
    readable = Article.objects.filter(editions__state=State.PUBLISHED) if published else Article.objects
    found = readable.filter(uuid__in=asked)
    return {article.uuid: article.get_absolute_url() for article in found}


def listed(language: str) -> QuerySet[Edition]:
    """The published editions of a language with what lists show, by title."""
    return (
        Edition.objects.published()
        .filter(article__language=language)
        .select_related("article__medicine", "article__condition")
        .defer("sealed_json")
        .order_by(Lower("title"), "pk")
    )


def support_for_tag(tag: Tag) -> list[Organisation]:
    """The organisations placed on a tag, in order, each with its offered contacts."""
    return list(
        Organisation.objects.shown()
        .with_offered_contacts()
        .filter(placements__tag=tag)
        .order_by("placements__position", "name")
    )


SHOWN: Final = (
    *("number", "state", "unreviewed", "title", "published_at", "saved_at", "change", "public_note", "next_review_due"),
    *("withdrawn_at", "withdrawal_reason", "redirect_to"),
    *(f"article__{name}" for name in ("slug", "language", "medicine", "condition", "translation_of")),
    *(
        f"{review}__{name}"
        for review in ("approval", "last_review")
        for name in (*SIGNED, "byline", "decided_at", "declaration")
    ),
)
"""What public pages show of an edition, beside its text."""

PREPARED: Final = ("prepared__signature", "prepared__html", "prepared__facts")
"""The page that is kept of it."""


@once.written
def _shown(used: str, /, *, slug: str, language: str) -> EditionQuerySet:
    # "published" stands before "withdrawn" in the alphabet too.
    found = _with_people(used).filter(state__in=[State.PUBLISHED, State.WITHDRAWN])
    return found.filter(article__slug=slug, article__language=language).order_by("state", "-number")[:1]


@once.written
def _numbered(used: str, /, *, slug: str, language: str, number: int) -> EditionQuerySet:
    found = _with_people(used).sealed().filter(number=number)
    return found.filter(article__slug=slug, article__language=language)[:1]


@once.written
def _history(*, slug: str, language: str) -> EditionQuerySet:
    found = Edition.objects.sealed().filter(article__slug=slug, article__language=language).order_by("-number")
    return found.select_related("article", "approval", "last_review").only(*SHOWN)


def _with_people(used: str) -> EditionQuerySet:
    """Editions with all that is shown of them; with their text, as ``text``, where no page is kept that is used."""
    kept = When(prepared__signature=used, state=State.PUBLISHED, then=Value(None, TextField()))
    found = Edition.objects.select_related("article", "approval", "last_review", "prepared").only(*SHOWN, *PREPARED)
    return found.annotate(text=Case(kept, default=F("sealed_json")))


def _with_text(found: Sequence[Any]) -> Edition | None:
    """The edition that was found, with its text where that was read."""
    if not found:
        return None
    edition: Edition = found[0]
    if (text := found[0].text) is not None:
        edition.sealed_json = text
    return edition
