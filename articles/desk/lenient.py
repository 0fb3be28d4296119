"""A document out of unfinished data, for the preview: what is valid as it is, what is not as far as it goes.

Saving never reads like this; see ``articles.document.read``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID, uuid4

from pydantic import BaseModel, TypeAdapter, ValidationError

from articles import document as documents
from articles import richtext
from articles.document import Answer, Document, Estimate, Point, Section, Treatment
from articles.outline import BY_KEY, PointKind, Urgency
from articles.places import DocumentError

NAMELESS = "…"
"""What stands for a term or title that has not been written yet."""

_Part = TypeVar("_Part", bound=BaseModel)
_KEYS: TypeAdapter[tuple[str, ...]] = TypeAdapter(documents.SourceKeys)


def read(data: object, *, language: str) -> Document:
    """The document that somebody is writing. Every point is kept, so that the preview has as many as the editor."""
    try:
        return documents.read(data)
    except DocumentError:
        given = data if isinstance(data, dict) else {}
    sections: dict[str, Section] = {}
    for part in _dicts(given.get("sections"))[: documents.MAX_SECTIONS]:
        kind = part.get("kind")
        if isinstance(kind, str) and kind in BY_KEY and kind not in sections:
            sections[kind] = _section(part, kind)
    return Document(
        language=language,
        title=_line(given.get("title")) or NAMELESS,
        summary=_text(given.get("summary")),
        answer=_answer(given.get("answer")),
        sections=tuple(sections.values()),
    )


def without_sources(document: Document, unknown: Collection[str]) -> Document:
    """The same without citations of sources that the library does not hold."""
    if not unknown:
        return document

    def known(part: Any) -> tuple[str, ...]:
        return tuple(key for key in part.sources if key not in unknown)

    def cleaned(section: Section) -> Section:
        points = tuple(point.model_copy(update={"sources": known(point)}) for point in section.points)
        return section.model_copy(update={"sources": known(section), "points": points})

    return document.model_copy(update={"sections": tuple(map(cleaned, document.sections))})


def _section(part: dict[str, Any], kind: str) -> Section:
    return Section(
        id=_id(part.get("id")),
        kind=kind,
        heading=_line(part.get("heading")) or BY_KEY[kind].heading,
        introduction=_rich(part.get("introduction")),
        sources=_sources(part.get("sources")),
        points=tuple(map(_point, _dicts(part.get("points"))[: documents.MAX_POINTS])),
    )


def _point(part: dict[str, Any]) -> Point:
    """A point; a plain one where the part that makes its kind is not finished."""
    try:
        return Point.model_validate(part)
    except ValidationError:
        pass
    extra: dict[str, Any] = {}
    kind = part.get("kind")
    if kind == PointKind.ESTIMATE and (estimate := _made(Estimate, part.get("estimate"))):
        extra = {"kind": kind, "estimate": estimate}
    elif kind == PointKind.TREATMENT and (treatment := _made(Treatment, part.get("treatment"))):
        extra = {"kind": kind, "treatment": treatment}
    elif kind == PointKind.HELP and part.get("urgency") in list(Urgency):
        extra = {"kind": kind, "urgency": part["urgency"]}
    elif kind == PointKind.QUESTION:
        extra = {"kind": kind}
    return Point(
        id=_id(part.get("id")),
        term=_line(part.get("term")) or NAMELESS,
        text=_rich(part.get("text")),
        sources=_sources(part.get("sources")),
        **extra,
    )


def _answer(value: object) -> Answer:
    given = value if isinstance(value, dict) else {}
    return Answer(**{name: _text(given.get(name)) for name in Answer.model_fields})


def _made(shape: type[_Part], value: object) -> _Part | None:
    try:
        return shape.model_validate(value)
    except ValidationError:
        return None


def _sources(value: object) -> tuple[str, ...]:
    try:
        return _KEYS.validate_python(value)
    except ValidationError:
        return ()


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        return uuid4()


def _line(value: object) -> str:
    return richtext.plain(value[: documents.LINE]) if isinstance(value, str) else ""


def _text(value: object) -> str:
    return richtext.plain(value[: documents.TEXT]) if isinstance(value, str) else ""


def _rich(value: object) -> str:
    """Rich text; of one that is too long its first words, without marks."""
    if not isinstance(value, str):
        return ""
    if len(value) <= documents.PROSE:
        return richtext.rich(value)
    return richtext.rich(richtext.words_of(value[: documents.PROSE])[: documents.PROSE // 2])
