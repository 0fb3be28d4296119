"""What changed between two documents: words inserted and removed, points moved, sources changed. Pure.

Sections and points are matched by their stable ids, so a point that was moved is not one removed and one added.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from articles.document import Document, Point, Section, SourceRecord
from articles.wording import Field, Status, fields_of

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source on which a part rests. ``moved``: it is cited in another place among the others than before."""

    status: Status
    record: SourceRecord
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Whether it came, went or was moved."""
        return self.status != Status.SAME or self.moved


@dataclass(frozen=True, slots=True)
class PointChange:
    """What happened to a point. ``moved``: it stands in another place than those around it would explain, and
    ``came_from`` names the section where it stood, if that is another one.
    """

    id: UUID
    term: str
    status: Status
    moved: bool
    fields: tuple[Field, ...]
    sources: tuple[Cited, ...]
    came_from: str = ""

    @property
    def touched(self) -> bool:
        """Whether anything in it differs."""
        return self.status != Status.SAME or self.moved

    @property
    def sources_changed(self) -> bool:
        """Whether it rests on other sources than before."""
        return any(cited.changed for cited in self.sources)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What happened to a section and its points, in the order of the newer document; what was removed comes last."""

    id: UUID
    status: Status
    moved: bool
    heading: str
    fields: tuple[Field, ...]
    sources: tuple[Cited, ...]
    points: tuple[PointChange, ...]

    @property
    def touched(self) -> bool:
        """Whether anything in it differs."""
        return self.status != Status.SAME or self.moved or any(point.touched for point in self.points)

    @property
    def sources_changed(self) -> bool:
        """Whether its introduction rests on other sources than before."""
        return any(cited.changed for cited in self.sources)


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source that is described in other words than before: the parts of its description that changed."""

    record: SourceRecord
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two documents."""

    front: tuple[Field, ...]
    sections: tuple[SectionChange, ...]
    sources_added: tuple[SourceRecord, ...]
    sources_removed: tuple[SourceRecord, ...]
    sources_changed: tuple[SourceChange, ...]

    @property
    def empty(self) -> bool:
        """Whether the documents say the same in the same order."""
        parts = (any(field.changed for field in self.front), any(section.touched for section in self.sections))
        return not any(parts) and not (self.sources_added or self.sources_removed or self.sources_changed)


def between(old: Document | None, new: Document) -> Difference:
    """What changed from ``old`` to ``new``; all of it where nothing stood there before."""
    before = {source.key: source for source in old.sources} if old else {}
    after = {source.key: source for source in new.sources}
    return Difference(
        front=fields_of(_front(old) if old else {}, _front(new)),
        sections=tuple(_Comparison(old, new).sections()),
        sources_added=tuple(source for key, source in after.items() if key not in before),
        sources_removed=tuple(source for key, source in before.items() if key not in after),
        sources_changed=tuple(
            _source(before[key], source) for key, source in after.items() if key in before and before[key] != source
        ),
    )


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


class _Comparison:
    """Two documents that are being compared: where each point stood, where it stands, and what their sources are."""

    def __init__(self, old: Document | None, new: Document) -> None:
        self.old, self.new = old.sections if old else (), new.sections
        self.before = {section.id: section for section in self.old}
        self.homes = {point.id: (section, point) for section in self.old for point in section.points}
        self.stays = {point.id for section in self.new for point in section.points}
        self.records = {source.key: source for source in (*(old.sources if old else ()), *new.sources)}

    def sections(self) -> Iterator[SectionChange]:
        """Those of the newer document in their order, then those that went."""
        shifted = moved(list(self.before), [section.id for section in self.new])
        for section in self.new:
            yield self._section(self.before.get(section.id), section, shifted=section.id in shifted)
        after = {section.id for section in self.new}
        for section in self.old:
            if section.id not in after:
                fields = fields_of(_texts(section), {})
                cited = self._cited(section.sources, ())
                yield SectionChange(
                    section.id,
                    Status.REMOVED,
                    moved=False,
                    heading=section.heading,
                    fields=fields,
                    sources=cited,
                    points=self._gone(section),
                )

    def _section(self, old: Section | None, new: Section, *, shifted: bool) -> SectionChange:
        fields = fields_of(_texts(old) if old else {}, _texts(new))
        cited = self._cited(old.sources if old else (), new.sources)
        within = moved([point.id for point in old.points] if old else [], [point.id for point in new.points])
        points = []
        for point in new.points:
            home, before = self.homes.get(point.id, (None, None))
            came_from = home.heading if home and home.id != new.id else ""
            points.append(self._point(before, point, shifted=bool(came_from) or point.id in within, home=came_from))
        status = Status.ADDED if old is None else _status(fields, cited)
        gone = self._gone(old) if old else ()
        return SectionChange(new.id, status, shifted, new.heading, fields, cited, (*points, *gone))

    def _gone(self, section: Section) -> tuple[PointChange, ...]:
        return tuple(self._point(point, None) for point in section.points if point.id not in self.stays)

    def _point(self, old: Point | None, new: Point | None, *, shifted: bool = False, home: str = "") -> PointChange:
        fields = fields_of(_parts(old) if old else {}, _parts(new) if new else {})
        cited = self._cited(old.sources if old else (), new.sources if new else ())
        status = Status.ADDED if old is None else Status.REMOVED if new is None else _status(fields, cited)
        known = new or old
        if known is None:
            raise ValueError("neither document has this point")
        return PointChange(known.id, known.term, status, shifted, fields, cited, home)

    def _cited(self, old: Sequence[str], new: Sequence[str]) -> tuple[Cited, ...]:
        shifted = moved(old, new)
        came = [Cited(Status.SAME if key in old else Status.ADDED, self._record(key), key in shifted) for key in new]
        return (*came, *(Cited(Status.REMOVED, self._record(key)) for key in old if key not in new))

    def _record(self, key: str) -> SourceRecord:
        # A document that was not given its sources knows them by their keys alone.
        return self.records.get(key) or SourceRecord(key=key, kind="source", title=key)


def _status(fields: Sequence[Field], cited: Sequence[Cited]) -> Status:
    changed = any(field.changed for field in fields) or any(each.changed for each in cited)
    return Status.CHANGED if changed else Status.SAME


def _source(old: SourceRecord, new: SourceRecord) -> SourceChange:
    fields = fields_of(_described(old), _described(new))
    return SourceChange(new, tuple(field for field in fields if field.changed))


def _described(source: SourceRecord) -> dict[str, str]:
    parts = source.model_dump(mode="json", exclude={"key"})
    names = {"doi": "DOI", "pmid": "PMID", "url": "Address", "container": "Journal or series"}
    return {names.get(name, name.capitalize()): str(value or "") for name, value in parts.items()}


def _texts(section: Section) -> dict[str, str]:
    return {"Heading": section.heading, "Introduction": section.introduction}


def _parts(point: Point) -> dict[str, str]:
    """Every part of a point in words, but for its sources."""
    parts = {"Term": point.term, "Text": point.text}
    if point.urgency:
        parts["Urgency"] = _plain(point.urgency)
    for part in filter(None, (point.estimate, point.treatment)):
        for name, value in part.model_dump(mode="json").items():
            if value not in (None, ""):
                parts[_plain(name).capitalize()] = _plain(str(value))
    return parts


def _plain(name: str) -> str:
    return name.replace("_", " ")
