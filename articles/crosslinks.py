"""Links from the prose of a document to articles of this site, which it keeps by their identities (ADR 21). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from articles import richtext
from articles.document import Document, Point, Section


@dataclass(frozen=True, slots=True)
class CrossLink:
    """A link in prose to an article. ``place``: where, in words; ``target``: its address for machines
    (``places.Problem``); ``words``: of the link.
    """

    place: str
    target: str
    identity: UUID
    words: str


def of(document: Document) -> tuple[CrossLink, ...]:
    """The links of a document to articles, in order."""
    return tuple(
        CrossLink(f"{place} › {name}", f"{part.id}.{name}", identity, words)
        for place, part in document.parts()
        for name, text in [_prose_of(part)]
        for identity, words in richtext.article_links(text)
    )


def identities(*documents: Document | None) -> tuple[UUID, ...]:
    """The identities of the articles that documents link, each once."""
    return tuple(dict.fromkeys(link.identity for document in documents if document for link in of(document)))


def shown(document: Document, paths: Mapping[UUID, str]) -> Document:
    """A document as it is shown: links to articles lead to their paths, and are words alone where there is none.

    For people to read, never to be kept or sealed: the identities are gone from it.
    """
    if not identities(document):
        return document
    sections = (
        section.model_copy(update={**_shown(section, paths), "points": tuple(_point(p, paths) for p in section.points)})
        for section in document.sections
    )
    return document.model_copy(update={"sections": tuple(sections)})


def _point(point: Point, paths: Mapping[UUID, str]) -> Point:
    return point.model_copy(update=_shown(point, paths))


def _shown(part: Section | Point, paths: Mapping[UUID, str]) -> dict[str, str]:
    name, text = _prose_of(part)
    return {name: richtext.resolved(text, paths)}


def _prose_of(part: Section | Point) -> tuple[str, str]:
    """The rich text of a part, with the name of its field."""
    return ("introduction", part.introduction) if isinstance(part, Section) else ("text", part.text)
