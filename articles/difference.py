"""What changed between two documents: words inserted and removed, points moved, sources changed. Pure.

Sections and points are matched by their stable ids, so a point that was moved is not one removed and one added.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from articles import richtext
from articles.document import Document, Point, Section

_T = TypeVar("_T")
_Part = Section | Point
_TOKEN = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"<li>")
_BLOCK_END = re.compile(r"</(?:p|li)>")


class Status(StrEnum):
    """What happened to a part, or to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that stayed, came or went."""

    status: Status
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a part, word by word. ``marks_only``: the words are the same, their marks (bold, lists) are not."""

    name: str
    words: tuple[Words, ...]
    marks_only: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return self.marks_only or any(run.status != Status.SAME for run in self.words)


@dataclass(frozen=True, slots=True)
class PointChange:
    """What happened to a point. ``moved``: it stands in another place than those around it would explain."""

    status: Status
    moved: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happened to a section and its points, in the order of the newer document; what was removed comes last."""

    status: Status
    moved: bool
    heading: str
    fields: tuple[Field, ...]
    points: tuple[PointChange, ...]

    @property
    def touched(self) -> bool:
        """Whether anything in it differs."""
        return self.status != Status.SAME or self.moved or any(p.status != Status.SAME or p.moved for p in self.points)


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two documents."""

    front: tuple[Field, ...]
    sections: tuple[SectionChange, ...]
    sources_added: tuple[str, ...]
    sources_removed: tuple[str, ...]
    sources_changed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the documents say the same in the same order."""
        parts = (any(field.changed for field in self.front), any(section.touched for section in self.sections))
        return not any(parts) and not (self.sources_added or self.sources_removed or self.sources_changed)


def between(old: Document, new: Document) -> Difference:
    """What changed from ``old`` to ``new``."""
    before = {source.key: source for source in old.sources}
    after = {source.key: source for source in new.sources}
    old, new = _with_titles(old), _with_titles(new)
    return Difference(
        front=_fields(_front(old), _front(new)),
        sections=tuple(_sections(old, new)),
        sources_added=tuple(source.title for key, source in after.items() if key not in before),
        sources_removed=tuple(source.title for key, source in before.items() if key not in after),
        sources_changed=tuple(source.title for key, source in after.items() if key in before and before[key] != source),
    )


def words(old: str, new: str) -> tuple[Words, ...]:
    """Two plain texts, word by word."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    runs: list[Words] = []
    for operation, a1, a2, b1, b2 in SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if operation == "equal":
            runs.append(Words(Status.SAME, "".join(a[a1:a2])))
            continue
        if a1 < a2:
            runs.append(Words(Status.REMOVED, "".join(a[a1:a2])))
        if b1 < b2:
            runs.append(Words(Status.ADDED, "".join(b[b1:b2])))
    return tuple(runs)


def readable(html: str) -> str:
    """Rich text as plain text that still shows its lists, paragraphs and where its links lead."""
    text = _BLOCK_END.sub("\n", _ITEM.sub("• ", _LINK.sub(r"\2 (\1)", html)))
    return richtext.without_marks(text).strip()


def moved(old: Sequence[_T], new: Sequence[_T]) -> set[_T]:
    """Which of the things that both orders share have to be moved to get from one to the other: as few as possible.

    The longest run that keeps its order (a longest increasing subsequence) stays where it is.
    """
    position = {item: place for place, item in enumerate(old)}
    shared = [item for item in new if item in position]
    tails: list[int] = []
    chain: list[int] = []
    for item in shared:
        length = bisect_left(tails, position[item])
        tails[length : length + 1] = [position[item]]
        chain.append(length)
    stay: set[_T] = set()
    wanted, limit = len(tails) - 1, len(old)
    for item, length in zip(reversed(shared), reversed(chain), strict=True):
        if length == wanted and position[item] < limit:
            stay.add(item)
            limit, wanted = position[item], wanted - 1
    return set(shared) - stay


def _with_titles(document: Document) -> Document:
    """The document with its citations by title, as people know a source, instead of by key."""
    titles = {source.key: source.title for source in document.sources}

    def named(part: _Part) -> dict[str, tuple[str, ...]]:
        return {"sources": tuple(titles.get(key, key) for key in part.sources)}

    sections = tuple(
        section.model_copy(
            update=named(section) | {"points": tuple(point.model_copy(update=named(point)) for point in section.points)}
        )
        for section in document.sections
    )
    return document.model_copy(update={"sections": sections})


def _front(document: Document) -> dict[str, str]:
    what, how_common, what_to_do, when_urgent = document.answer.texts()
    return {
        "Title": document.title,
        "Summary": document.summary,
        "In short": what,
        "How common": how_common,
        "What to do": what_to_do,
        "When it is urgent": when_urgent,
    }


def _fields(old: dict[str, str], new: dict[str, str]) -> tuple[Field, ...]:
    """The fields that either side has, each word by word."""
    found = []
    for name in dict.fromkeys([*new, *old]):
        before, after = old.get(name, ""), new.get(name, "")
        if before or after:
            plain_before, plain_after = readable(before), readable(after)
            found.append(Field(name, words(plain_before, plain_after), plain_before == plain_after and before != after))
    return tuple(found)


def _sections(old: Document, new: Document) -> Iterator[SectionChange]:
    before = {section.id: section for section in old.sections}
    after = {section.id for section in new.sections}
    homes = {point.id: (section.id, point) for section in old.sections for point in section.points}
    stays = {point.id for section in new.sections for point in section.points}
    shifted = moved(list(before), [section.id for section in new.sections])
    for section in new.sections:
        yield _section(before.get(section.id), section, homes, stays, shifted=section.id in shifted)
    for section in old.sections:
        if section.id not in after:
            fields = _fields(_texts(section), {})
            yield SectionChange(
                Status.REMOVED, moved=False, heading=section.heading, fields=fields, points=_gone(section, stays)
            )


def _section(
    old: Section | None, new: Section, homes: dict[UUID, tuple[UUID, Point]], stays: set[UUID], *, shifted: bool
) -> SectionChange:
    """``homes``: each old point with the section where it stood. ``stays``: the points that the newer document has."""
    fields = _fields(_texts(old) if old else {}, _texts(new))
    within = moved([point.id for point in old.points] if old else [], [point.id for point in new.points])
    points = []
    for point in new.points:
        home, before = homes.get(point.id, (None, None))
        elsewhere = home not in (None, new.id) or point.id in within
        points.append(_point(before, point, shifted=elsewhere))
    changed = any(field.changed for field in fields)
    status = Status.ADDED if old is None else Status.CHANGED if changed else Status.SAME
    gone = _gone(old, stays) if old else ()
    return SectionChange(status, shifted, new.heading, fields, (*points, *gone))


def _gone(section: Section, stays: set[UUID]) -> tuple[PointChange, ...]:
    return tuple(_point(point, None, shifted=False) for point in section.points if point.id not in stays)


def _point(old: Point | None, new: Point | None, *, shifted: bool) -> PointChange:
    fields = _fields(_parts(old) if old else {}, _parts(new) if new else {})
    changed = any(field.changed for field in fields)
    if old is None:
        return PointChange(Status.ADDED, moved=False, fields=fields)
    if new is None:
        return PointChange(Status.REMOVED, moved=False, fields=fields)
    return PointChange(Status.CHANGED if changed else Status.SAME, shifted, fields)


def _texts(section: Section) -> dict[str, str]:
    return {
        "Heading": section.heading,
        "Introduction": section.introduction,
        "Sources of the introduction": "; ".join(section.sources),
    }


def _parts(point: Point) -> dict[str, str]:
    """Every part of a point in words."""
    parts = {"Term": point.term, "Text": point.text, "Sources": "; ".join(point.sources)}
    if point.urgency:
        parts["Urgency"] = _plain(point.urgency)
    for part in filter(None, (point.estimate, point.treatment)):
        for name, value in part.model_dump(mode="json").items():
            if value not in (None, ""):
                parts[_plain(name).capitalize()] = _plain(str(value))
    return parts


def _plain(name: str) -> str:
    return name.replace("_", " ")
