"""A text as a reviewer reads it: what changed in it, the sources as they stand today, what was said about each part.

The desk and the page of an invited clinician show the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from articles import crosslinks, presentation, rows, selectors
from articles.comments import Thread, comments_by_part, unresolved
from articles.difference import Cited, Difference, PointChange, SectionChange, between
from articles.document import Document, SourceRecord, unseal
from articles.models import Edition, Source, Standing
from articles.wording import Field, Status


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source where it is cited. ``warning``: why it can no longer be relied on, or found."""

    cited: Cited
    warning: str

    @property
    def record(self) -> SourceRecord:
        """What the citation says of it."""
        return self.cited.record


@dataclass(frozen=True, slots=True)
class PartShown:
    """A section or point with what changed in it, its sources, what was said about it and, of a section, its points.

    ``place``: where it stands, in words.
    """

    change: SectionChange | PointChange
    place: str
    sources: tuple[SourceShown, ...]
    threads: tuple[Thread, ...]
    points: tuple[PartShown, ...] = ()

    @property
    def unresolved(self) -> int:
        """How many comments on it still wait for somebody."""
        return unresolved(self.threads)


@dataclass(frozen=True, slots=True)
class TextShown:
    """The whole text of an edition against the one before it.

    ``sha256``: what a decision on it is bound to. ``base``: the edition that readers had before it, if there was one.
    ``threads``: what was said about the whole text; ``homeless``: about parts that stand in neither text.
    """

    document: Document
    sha256: str
    base: Edition | None
    difference: Difference
    sections: tuple[PartShown, ...]
    sources: tuple[SourceShown, ...]
    threads: tuple[Thread, ...]
    homeless: tuple[Thread, ...]
    unresolved: int
    places: Mapping[UUID, str] = field(repr=False)

    @property
    def front(self) -> tuple[Field, ...]:
        """The title, summary and answer box."""
        return self.difference.front

    @property
    def first(self) -> bool:
        """Whether there is nothing to compare it with."""
        return self.base is None


def base_of(edition: Edition) -> Edition | None:
    """The edition that readers had before this one: the latest that was published under a lower number."""
    return edition.article.editions.sealed().filter(number__lt=edition.number).order_by("-number").first()


def document_of(edition: Edition) -> Document:
    """The text of an edition: what was sealed, or what its rows hold."""
    return rows.read(edition) if edition.sealed_json is None else unseal(edition.sealed_json)


def compared(old: Document | None, new: Document) -> Difference:
    """What changed between two texts, as those who work on them read it: also with links to what is not published.

    One query, none where neither links an article.
    """
    paths = selectors.paths(crosslinks.identities(old, new), published=False)
    return between(old and crosslinks.shown(old, paths), crosslinks.shown(new, paths))


def show(edition: Edition) -> TextShown:
    """Make the text of an edition ready for its reviewer. A fixed number of queries."""
    base, document = base_of(edition), document_of(edition)
    old = document_of(base) if base else None
    difference = compared(old, document)
    cited_keys = {*document.cited_keys(), *(old.cited_keys() if old else ())}
    library = {source.key: source for source in Source.objects.filter(key__in=cited_keys)}
    threads = comments_by_part(edition)
    sections = tuple(_section(each, library, threads) for each in difference.sections)
    places = {part.change.id: part.place for section in sections for part in (section, *section.points)}
    homeless = [
        thread for part, found in threads.items() if part is not None and part not in places for thread in found
    ]
    cited = tuple(Cited(Status.SAME, record) for record in document.sources)
    return TextShown(
        document=document,
        sha256=edition.sealed_sha256 or document.sha256(),
        base=base,
        difference=difference,
        sections=sections,
        sources=_sources(cited, library),
        threads=threads.get(None, ()),
        homeless=tuple(homeless),
        unresolved=sum(map(unresolved, threads.values())),
        places=places,
    )


def _section(
    change: SectionChange, library: Mapping[str, Source], threads: Mapping[UUID | None, tuple[Thread, ...]]
) -> PartShown:
    place = f"“{change.heading}”"

    def shown(part: SectionChange | PointChange, place: str, **more: Any) -> PartShown:
        return PartShown(part, place, _sources(part.sources, library), threads.get(part.id, ()), **more)

    points = (shown(point, f"{place} › “{point.term}”") for point in change.points)
    return shown(change, place, points=tuple(points))


def _sources(cited: Sequence[Cited], library: Mapping[str, Source]) -> tuple[SourceShown, ...]:
    return tuple(SourceShown(each, _warning(library.get(each.record.key))) for each in cited)


def _warning(source: Source | None) -> str:
    """What a reader of a citation is to know of its source as it is today."""
    if source is None:
        return "This source is no longer in the library."
    words = [presentation.STANDINGS.get(source.standing, "")]
    if source.standing != Standing.CURRENT and source.standing_note:
        words.append(source.standing_note)
    if source.broken_since:
        words.append(f"Its address has not worked since {source.broken_since:%-d %B %Y}.")
    return " ".join(filter(None, words))
