"""What an invited clinician reads: the text as readers would get it, or what changed; what they said and decided.

A fixed number of queries, whatever the size of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles import changes, checking, comments, page, selectors
from articles.comments import Thread
from articles.document import Document, Section
from articles.models import Edition, Invitation, Review
from articles.presentation import DocumentShown, SectionShown, SourceShown

TEXT, CHANGES, SIDE = "text", "changes", "side"
VIEWS = ((TEXT, "The whole text"), (CHANGES, "What changed"), (SIDE, "Side by side"))
WHOLE = "whole"
"""The key of the form for comments on the whole text."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what the clinician said about it and its points, and what a new comment can be about.

    ``key``: its id, as templates compare it. ``shown`` and ``sources`` are of the whole text, ``changed`` of its
    changes; a section that went has only that, and no new comment can be about it.
    """

    key: str
    choices: tuple[tuple[str, str], ...]
    threads: tuple[Thread, ...]
    shown: SectionShown | None = None
    sources: tuple[SourceShown, ...] = ()
    changed: changes.PartShown | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One edition in review with its text of now (``sha256``), the edition that readers had before (``base``), the
    clinician's comments by what they are about, and their decisions, the latest first.
    """

    invitation: Invitation
    edition: Edition
    document: Document
    sha256: str
    base: Edition | None
    threads: dict[UUID | None, tuple[Thread, ...]]
    reviews: tuple[Review, ...]

    @property
    def decided(self) -> Review | None:
        """Their decision on this very text that waits for somebody to confirm who they are."""
        return next((r for r in self.reviews if r.document_sha256 == self.sha256 and not _check_of(r)), None)

    @property
    def refused(self) -> bool:
        """Whether the last thing that happened is that nobody could confirm who they are."""
        check = _check_of(self.reviews[0]) if self.reviews else None
        return check is not None and not check.confirmed

    def place(self, part: UUID | None) -> str:
        """A section or point in words; empty for the whole text, and for what is not in it."""
        for section in self.document.sections:
            if section.id == part:
                return f"“{section.heading}”"
            for point in section.points:
                if point.id == part:
                    return f"“{section.heading}” › “{point.term}”"
        return ""


def read(invitation: Invitation) -> Reading:
    """The edition of an invitation."""
    edition = invitation.edition
    document = changes.document_of(edition)
    said = comments.comments_by_part(edition)
    own = {part: tuple(t for t in found if t.first.invitation_id == invitation.pk) for part, found in said.items()}
    return Reading(
        invitation=invitation,
        edition=edition,
        document=document,
        sha256=document.sha256(),
        base=changes.base_of(edition),
        threads={part: found for part, found in own.items() if found},
        reviews=latest_reviews(invitation),
    )


def latest_reviews(invitation: Invitation) -> tuple[Review, ...]:
    """What the clinician decided, the latest first, each with whether somebody has confirmed who they are."""
    return tuple(invitation.reviews.select_related("identity_check"))


def context(reading: Reading, view: str, about: str | None) -> dict[str, Any]:
    """What the templates are given. ``view``: the text, or its changes where there is something to compare it with;
    ``about``: the section or point of a comment that was refused, whose form is shown again.
    """
    view = view if reading.base and view in (CHANGES, SIDE) else TEXT
    own = _text(reading) if view == TEXT else _changes(reading)
    parts: tuple[Part, ...] = own["parts"]
    return own | {
        "reading": reading,
        "edition": reading.edition,
        "invitation": reading.invitation,
        "view": view,
        "views": VIEWS if reading.base else (),
        "side": view == SIDE,
        "aside": checking.check(reading.edition, reading.document).set_aside,
        "whole": tuple(_elsewhere(reading, parts)),
        "comment_at": next((part.key for part in parts if about and about in dict(part.choices)), WHOLE),
    }


def _text(reading: Reading) -> dict[str, Any]:
    """The whole text, made by the templates of readers."""
    document = reading.document
    shown = page.preview(reading.edition, document, selectors.standings(document))
    return shown | {"parts": tuple(_parts_of_text(reading, shown["page"]))}


def _changes(reading: Reading) -> dict[str, Any]:
    """What changed, as the desk shows it to reviewers."""
    text = changes.show(reading.edition)
    sections = {section.id: section for section in reading.document.sections}
    parts = (
        Part(
            key=str(each.change.id),
            choices=_choices(sections[each.change.id]) if each.change.id in sections else (),
            threads=_threads(reading, [each.change.id, *(point.change.id for point in each.points)]),
            changed=each,
        )
        for each in text.sections
    )
    return {"text": text, "parts": tuple(parts)}


def _parts_of_text(reading: Reading, shown: DocumentShown) -> Iterator[Part]:
    sources = {source.record.key: source for source in shown.sources}
    for section, as_shown in zip(reading.document.sections, shown.sections, strict=True):
        cited = {*section.sources, *(key for point in section.points for key in point.sources)}
        yield Part(
            key=str(section.id),
            choices=_choices(section),
            threads=_threads(reading, [section.id, *(point.id for point in section.points)]),
            shown=as_shown,
            sources=tuple(source for key, source in sources.items() if key in cited),
        )


def _choices(section: Section) -> tuple[tuple[str, str], ...]:
    return ((str(section.id), "the whole section"), *((str(point.id), point.term) for point in section.points))


def _threads(reading: Reading, ids: Iterable[UUID]) -> tuple[Thread, ...]:
    return tuple(thread for part in ids for thread in reading.threads.get(part, ()))


def _elsewhere(reading: Reading, parts: Iterable[Part]) -> Iterator[Thread]:
    """What was said about the whole text, and about parts that went."""
    placed = {thread.first.pk for part in parts for thread in part.threads}
    for found in reading.threads.values():
        yield from (thread for thread in found if thread.first.pk not in placed)


def _check_of(review: Review) -> Any:
    return getattr(review, "identity_check", None)
