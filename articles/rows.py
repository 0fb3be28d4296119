"""Between a document and the rows of an edition: reading rows into a document, reconciling rows with one.

Rows are matched by the stable UUIDs of sections and points. Which columns are in the document, and which are not and
why, is declared here; a test fails when a column is in neither list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from articles.document import Answer, Document, Estimate, Point, Section, Treatment
from articles.models import Citation, Edition, Source
from articles.models import Point as PointRow
from articles.models import Section as SectionRow
from articles.outline import Certainty, PointKind, Recommendation, Urgency

IN_DOCUMENT: dict[str, frozenset[str]] = {
    "edition": frozenset(
        {"title", "summary", "answer_what", "answer_how_common", "answer_what_to_do", "answer_when_urgent"}
    ),
    "section": frozenset({"uuid", "kind", "heading", "introduction", "position"}),
    "point": frozenset(
        {
            "uuid",
            "kind",
            "term",
            "text",
            "position",
            "estimate_per",
            "estimate_low",
            "estimate_high",
            "estimate_population",
            "estimate_design",
            "estimate_year",
            "estimate_comparator",
            "estimate_comparator_count",
            "recommendation",
            "certainty",
            "decided_by",
            "urgency",
        }
    ),
    "citation": frozenset({"source", "position"}),
    "source": frozenset(
        {"key", "kind", "title", "authors", "container", "year", "details", "publisher", "doi", "pmid", "url"}
    ),
}

NOT_IN_DOCUMENT: dict[str, dict[str, frozenset[str]]] = {
    "edition": {
        "identity": frozenset({"id", "article", "number", "based_on"}),
        "life": frozenset(
            {
                "state",
                "unreviewed",
                "version",
                "created_at",
                "created_by",
                "saved_at",
                "saved_by",
                "moved_at",
                "moved_by",
                "submitted_at",
                "submitted_by",
                "note_to_reviewer",
                "claimed_at",
                "claimed_by",
                "approval",
                "approved_sha256",
                "publish_at",
                "scheduled_at",
                "scheduled_by",
                "published_at",
                "published_by",
                "change",
                "public_note",
                "next_review_due",
                "last_review",
                "withdrawn_at",
                "withdrawn_by",
                "withdrawal_reason",
                "redirect_to",
            }
        ),
        "the seal itself": frozenset({"sealed_json", "sealed_sha256", "schema_version"}),
    },
    "section": {"identity": frozenset({"id", "edition"})},
    "point": {"identity": frozenset({"id", "section"})},
    "citation": {"identity": frozenset({"id", "section", "point"})},
    "source": {
        "identity": frozenset({"id"}),
        "readers are told the standing of today": frozenset({"standing", "standing_note"}),
        "for those who keep it": frozenset({"broken_since", "broken_why", "broken_by"}),
    },
}

# A row is first moved out of the way of the positions that others will take.
_PARKED = 10_000


def read(edition: Edition) -> Document:
    """The document that an edition's rows hold. Five queries, whatever the number of rows."""
    return read_with_library(edition)[0]


def read_with_library(edition: Edition) -> tuple[Document, dict[str, Source]]:
    """The document that an edition's rows hold, and the sources that it cites, by their keys, in the same queries."""
    citations = Prefetch("citations", queryset=Citation.objects.select_related("source"))
    sections = edition.sections.prefetch_related(
        citations, Prefetch("points", queryset=PointRow.objects.prefetch_related(citations))
    )
    library: dict[str, Source] = {}
    shaped = tuple(_section(row, library) for row in sections)
    document = Document(
        language=edition.article.language,
        title=edition.title,
        summary=edition.summary,
        answer=Answer(
            what=edition.answer_what,
            how_common=edition.answer_how_common,
            what_to_do=edition.answer_what_to_do,
            when_urgent=edition.answer_when_urgent,
        ),
        sections=shaped,
    )
    return document.with_sources({key: source.record() for key, source in library.items()}), library


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


def _section(row: SectionRow, library: dict[str, Source]) -> Section:
    return Section(
        id=row.uuid,
        kind=row.kind,
        heading=row.heading,
        introduction=row.introduction,
        sources=_keys(row.citations.all(), library),
        points=tuple(_point(point, library) for point in row.points.all()),
    )


def _keys(citations: Iterable[Citation], library: dict[str, Source]) -> tuple[str, ...]:
    found = [citation.source for citation in citations]
    library.update({source.key: source for source in found})
    return tuple(source.key for source in found)


def _point(row: PointRow, library: dict[str, Source]) -> Point:
    kind = PointKind(row.kind)
    estimate = treatment = urgency = None
    if kind == PointKind.ESTIMATE:
        estimate = Estimate(
            per=row.estimate_per,
            low=row.estimate_low,
            high=row.estimate_high,
            population=row.estimate_population,
            design=row.estimate_design,
            year=row.estimate_year,
            comparator=row.estimate_comparator,
            comparator_count=row.estimate_comparator_count,
        )
    elif kind == PointKind.TREATMENT:
        treatment = Treatment(
            recommendation=Recommendation(row.recommendation),
            certainty=Certainty(row.certainty),
            decided_by=row.decided_by,
        )
    elif kind == PointKind.HELP:
        urgency = Urgency(row.urgency)
    return Point(
        id=row.uuid,
        kind=kind,
        term=row.term,
        text=row.text,
        sources=_keys(row.citations.all(), library),
        estimate=estimate,
        treatment=treatment,
        urgency=urgency,
    )


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
