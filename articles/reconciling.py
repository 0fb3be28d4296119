"""A document as the rows of an edition: rows are matched with it by the stable UUIDs of sections and points."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from articles.document import Document, Point
from articles.models import Citation, Edition
from articles.models import Point as PointRow
from articles.models import Section as SectionRow
from articles.rows import IN_DOCUMENT

# A row is first moved out of the way of the positions that others will take.
_PARKED = 10_000


def front_columns(document: Document) -> dict[str, str]:
    """The columns of the edition's own row that its document sets."""
    what, how_common, what_to_do, when_urgent = document.answer.texts()
    return {
        "title": document.title,
        "summary": document.summary,
        "answer_what": what,
        "answer_how_common": how_common,
        "answer_what_to_do": what_to_do,
        "answer_when_urgent": when_urgent,
    }


def reconcile(edition: Edition, document: Document, sources: dict[str, int]) -> None:
    """Make the rows below an edition what the document says. ``sources``: the primary key of each cited source's key.

    A fixed number of queries, whatever the number of rows. A section whose kind changed is made anew, since another
    may be taking its kind in the same save.
    """
    section_ids = _reconcile_sections(edition, document)
    point_ids = _reconcile_points(edition, document, section_ids)
    _reconcile_citations(edition, document, section_ids, point_ids, sources)


def _reconcile_sections(edition: Edition, document: Document) -> dict[UUID, int]:
    rows = {row.uuid: row for row in edition.sections.all()}
    wanted = {section.id: section for section in document.sections}
    gone = {row.pk for row in rows.values() if row.uuid not in wanted or wanted[row.uuid].kind != row.kind}
    if gone:
        SectionRow.objects.filter(pk__in=gone).delete()
    kept = {uuid: row for uuid, row in rows.items() if row.pk not in gone}
    added: list[SectionRow] = []
    changed: list[SectionRow] = []
    for position, section in enumerate(document.sections):
        columns = {"heading": section.heading, "introduction": section.introduction, "position": position}
        if row := kept.get(section.id):
            _collect(row, columns, changed)
        else:
            added.append(SectionRow(edition=edition, uuid=section.id, kind=section.kind, **columns))
    _write(edition.sections.all(), list(kept.values()), changed, added, ["heading", "introduction", "position"])
    return {uuid: row.pk for uuid, row in kept.items()} | {row.uuid: row.pk for row in added}


def _reconcile_points(edition: Edition, document: Document, section_ids: dict[UUID, int]) -> dict[UUID, int]:
    rows = {row.uuid: row for row in PointRow.objects.filter(section__edition=edition)}
    wanted = {point.id for section in document.sections for point in section.points}
    if gone := [row.pk for row in rows.values() if row.uuid not in wanted]:
        PointRow.objects.filter(pk__in=gone).delete()
    added: list[PointRow] = []
    changed: list[PointRow] = []
    for section in document.sections:
        for position, point in enumerate(section.points):
            columns = {**point_columns(point), "position": position, "section_id": section_ids[section.id]}
            if row := rows.get(point.id):
                _collect(row, columns, changed)
            else:
                added.append(PointRow(uuid=point.id, **columns))
    kept = [row for uuid, row in rows.items() if uuid in wanted]
    fields = ["section", *(name for name in IN_DOCUMENT["point"] if name != "uuid")]
    _write(PointRow.objects.filter(section__edition=edition), kept, changed, added, fields)
    return {row.uuid: row.pk for row in [*kept, *added]}


def _reconcile_citations(
    edition: Edition,
    document: Document,
    section_ids: dict[UUID, int],
    point_ids: dict[UUID, int],
    sources: dict[str, int],
) -> None:
    wanted = [
        (section_ids[section.id], None, sources[key], position)
        for section in document.sections
        for position, key in enumerate(section.sources)
    ] + [
        (None, point_ids[point.id], sources[key], position)
        for section in document.sections
        for point in section.points
        for position, key in enumerate(point.sources)
    ]
    rows = Citation.objects.filter(section__edition=edition) | Citation.objects.filter(point__section__edition=edition)
    found = {(row.section_id, row.point_id, row.source_id, row.position): row.pk for row in rows}
    needed = set(wanted)
    if gone := [pk for columns, pk in found.items() if columns not in needed]:
        Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_create(
        Citation(section_id=section, point_id=point, source_id=source, position=position)
        for section, point, source, position in wanted
        if (section, point, source, position) not in found
    )


def _collect(row: Any, columns: dict[str, Any], changed: list[Any]) -> None:
    if any(getattr(row, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(row, name, value)
        changed.append(row)


def _write(stored: QuerySet[Any], kept: list[Any], changed: list[Any], added: list[Any], fields: list[str]) -> None:
    """Write what is new or changed. Where places may be swapped, all rows are first parked out of each other's way."""
    if not (changed or added):
        return
    stored.update(position=F("position") + _PARKED)
    # An upsert by primary key: one statement, and many times faster than bulk_update's CASE for each column.
    stored.model.objects.bulk_create(kept, update_conflicts=True, unique_fields=["pk"], update_fields=fields)
    stored.model.objects.bulk_create(added)


def point_columns(point: Point) -> dict[str, Any]:
    """The columns of a point's row that it sets itself."""
    estimate, treatment = point.estimate, point.treatment
    return {
        "kind": point.kind.value,
        "term": point.term,
        "text": point.text,
        "estimate_per": estimate.per if estimate else None,
        "estimate_low": estimate.low if estimate else None,
        "estimate_high": estimate.high if estimate else None,
        "estimate_population": estimate.population if estimate else "",
        "estimate_design": estimate.design if estimate else "",
        "estimate_year": estimate.year if estimate else None,
        "estimate_comparator": estimate.comparator if estimate else "",
        "estimate_comparator_count": estimate.comparator_count if estimate else None,
        "recommendation": treatment.recommendation.value if treatment else "",
        "certainty": treatment.certainty.value if treatment else "",
        "decided_by": treatment.decided_by if treatment else "",
        "urgency": point.urgency.value if point.urgency else "",
    }
