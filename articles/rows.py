"""The rows of an edition as a document.

Which columns are in the document, and which are not and why, is declared here; a test fails when a column is in neither
list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

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


def read(edition: Edition) -> Document:
    """The document that an edition's rows hold. Five queries, whatever the number of rows."""
    return read_with_library(edition)[0]


def read_with_library(edition: Edition) -> tuple[Document, dict[str, Source]]:
    """The document that an edition's rows hold, and the sources that it cites, by their keys, in the same queries."""
    sections = list(edition.sections.all())
    points = list(PointRow.objects.filter(section__in=[row.pk for row in sections]))
    cited = _cited(sections, points)
    of_section: dict[int, list[Point]] = defaultdict(list)
    for row in points:
        of_section[row.section_id].append(_point(row, _keys(cited[None, row.pk])))
    shaped = tuple(_section(row, _keys(cited[row.pk, None]), of_section[row.pk]) for row in sections)
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
    library = {source.key: source for sources in cited.values() for source in sources}
    return document.with_sources({key: source.record() for key, source in library.items()}), library


def _cited(sections: list[SectionRow], points: list[PointRow]) -> dict[tuple[int | None, int | None], list[Source]]:
    """The sources of each section and point, in order, by the key of the one or the other. Each source is read once:
    a text cites it many times.
    """
    of = Q(section__in=[row.pk for row in sections]) | Q(point__in=[row.pk for row in points])
    rows = list(Citation.objects.filter(of).values_list("section", "point", "source"))
    sources = Source.objects.in_bulk({source for _, _, source in rows})
    found: dict[tuple[int | None, int | None], list[Source]] = defaultdict(list)
    for section, point, source in rows:
        found[section, point].append(sources[source])
    return found


def _section(row: SectionRow, sources: tuple[str, ...], points: Iterable[Point]) -> Section:
    return Section(
        id=row.uuid,
        kind=row.kind,
        heading=row.heading,
        introduction=row.introduction,
        sources=sources,
        points=tuple(points),
    )


def _keys(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(source.key for source in sources)


def _point(row: PointRow, sources: tuple[str, ...]) -> Point:
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
        sources=sources,
        estimate=estimate,
        treatment=treatment,
        urgency=urgency,
    )
