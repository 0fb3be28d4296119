"""Rows and documents: what was saved is read back the same, whatever was edited, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles import document as documents
from articles import guards, reconciling, rows, workflow
from articles.document import Document
from articles.models import Citation, Edition, Point, Section, Source
from tests import makers
from tests.articles import strategies

pytestmark = pytest.mark.django_db


def saved(edition: Edition, document: Document, by: Any) -> Document:
    """What is read back after saving."""
    edition.refresh_from_db()
    workflow.save_document(edition, document, version=edition.version, by=by)
    return rows.read(Edition.objects.get(pk=edition.pk))


def expected(document: Document) -> Document:
    library = {source.key: source.record() for source in Source.objects.filter(key__in=document.cited_keys())}
    return document.with_sources(library)


def test_every_kind_of_section_and_point_is_read_back_the_same() -> None:
    document = makers.document()
    edition = makers.draft(text=document)
    assert rows.read(edition) == expected(document)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document, and another with many of its ids: moved, of another kind, with other words, or gone."""
    before, after = draw(strategies.data()), draw(strategies.data())
    ids = [section["id"] for section in before["sections"]]
    ids += [point["id"] for section in before["sections"] for point in section["points"]]
    pool: list[str] = draw(st.permutations(list(dict.fromkeys(ids))))
    for section in after["sections"]:
        for part in (section, *section["points"]):
            again: bool = draw(st.booleans())
            if pool and again:
                part["id"] = pool.pop()
    if draw(st.booleans()):  # whole sections stay, in another order
        stays = st.booleans()
        kept = [section for section in before["sections"] if draw(stays)]
        kinds, used = {section["kind"] for section in kept}, set(ids)
        fresh = [
            section
            for section in after["sections"]
            if section["kind"] not in kinds and not used & {section["id"], *(p["id"] for p in section["points"])}
        ]
        after["sections"] = draw(st.permutations([*kept, *fresh]))
    return documents.read(before), documents.read(after)


@strategies.few
@given(edits())
def test_any_edit_is_read_back_the_same(edit: tuple[Document, Document]) -> None:
    with transaction.atomic():
        for key in strategies.SOURCES:
            makers.source(key=key)
        by = makers.author()
        edition = workflow.start_draft(makers.article(by=by), by=by)
        for document in edit:
            assert saved(edition, document, by) == expected(document)
        transaction.set_rollback(True)


def swapped(data: dict[str, Any]) -> None:
    data["sections"].reverse()


def points_reversed(data: dict[str, Any]) -> None:
    for section in data["sections"]:
        section["points"].reverse()


def points_exchanged(data: dict[str, Any]) -> None:
    one, two = data["sections"]
    one["points"], two["points"] = two["points"], one["points"]


def kinds_exchanged(data: dict[str, Any]) -> None:
    one, two = data["sections"]
    one["kind"], two["kind"] = two["kind"], one["kind"]


def point_kind_changed(data: dict[str, Any]) -> None:
    data["sections"][0]["kind"] = "how_common"
    data["sections"][0]["points"][0] |= {"kind": "estimate", "estimate": makers.estimate()["estimate"]}


def first_deleted(data: dict[str, Any]) -> None:
    del data["sections"][0]


def sources_reversed(data: dict[str, Any]) -> None:
    data["sections"][0]["points"][0]["sources"].reverse()


@pytest.mark.parametrize(
    "change",
    [
        swapped,
        points_reversed,
        points_exchanged,
        kinds_exchanged,
        point_kind_changed,
        first_deleted,
        sources_reversed,
    ],
    ids=lambda change: change.__name__,
)
def test_an_edit_keeps_the_ids_of_what_it_keeps(change: Callable[[dict[str, Any]], None]) -> None:
    by = makers.author()
    keys = list(makers.SOURCE_KEYS)
    parts = [
        makers.section(kind, *(makers.point(term=t, sources=[*keys]) for t in "ab")) for kind in ("symptoms", "causes")
    ]
    before = makers.document(sections=parts)
    edition = makers.draft(text=before, by=by)
    data = before.model_dump(mode="json")
    change(data)
    after = documents.read(data)
    assert after != before
    assert saved(edition, after, by) == expected(after)


def test_rows_that_stay_are_the_same_rows() -> None:
    by = makers.author()
    document = makers.document()
    edition = makers.draft(text=document, by=by)
    before = set(edition.sections.values_list("pk", "uuid"))
    data = document.model_dump(mode="json")
    swapped(data)
    saved(edition, documents.read(data), by)
    assert set(edition.sections.values_list("pk", "uuid")) == before


def test_an_edit_of_one_edition_leaves_others_alone() -> None:
    other = makers.draft()
    by = makers.author()
    saved(makers.draft(by=by), makers.document(sections=[]), by)
    assert rows.read(other) == expected(rows.read(other))
    assert other.sections.count() == len(makers.data()["sections"])


def many(points: int) -> Document:
    kinds = ["symptoms", "causes", "prevention", "coping"]
    terms = [makers.point(term=f"T{n}", sources=list(makers.SOURCE_KEYS)) for n in range(points // len(kinds))]
    return makers.document(sections=[makers.section(kind, *terms) for kind in kinds])


def counted(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return len(queries)


def test_reading_takes_five_queries_whatever_the_number_of_rows() -> None:
    for points in (4, 400):
        edition = Edition.objects.get(pk=makers.draft(text=many(points)).pk)
        assert counted(lambda edition=edition: rows.read(edition)) == 5  # type: ignore[misc]


def test_reconciling_takes_a_fixed_number_of_queries() -> None:
    # SQLite takes 999 values a statement, so there the rows of many points go in several.
    most = 400 if connection.vendor == "postgresql" else 40
    numbers = set()
    for points in (8, most):
        document = many(points)
        edition = makers.draft(text=document)
        data = document.model_dump(mode="json")
        swapped(data)
        points_reversed(data)
        after = documents.read(data)
        ids = dict(Source.objects.values_list("key", "pk"))
        numbers.add(counted(lambda edition=edition, after=after, ids=ids: reconciling.reconcile(edition, after, ids)))  # type: ignore[misc]
        assert rows.read(edition) == expected(after)
    assert len(numbers) == 1
    assert numbers.pop() <= 14


def test_saving_the_same_again_writes_no_row_of_the_content() -> None:
    document = makers.document()
    edition = makers.draft(text=document)
    ids = dict(Source.objects.values_list("key", "pk"))
    with CaptureQueriesContext(connection) as queries:
        reconciling.reconcile(edition, document, ids)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


# Which columns are in the document is declared, and true.

MODELS = {"edition": Edition, "section": Section, "point": Point, "citation": Citation, "source": Source}


@pytest.mark.parametrize("name", MODELS)
def test_every_column_is_declared_once(name: str) -> None:
    declared = [*rows.IN_DOCUMENT[name]]
    for columns in rows.NOT_IN_DOCUMENT[name].values():
        declared += columns
    assert sorted(declared) == sorted(field.name for field in MODELS[name]._meta.concrete_fields)


OTHER_VALUES: dict[str, dict[str, Any]] = {
    "edition": {
        "title": "Other",
        "summary": "Other",
        "answer_what": "Other",
        "answer_how_common": "Other",
        "answer_what_to_do": "Other",
        "answer_when_urgent": "Other",
    },
    "section": {
        "uuid": UUID(int=9),
        "kind": "coping",
        "heading": "Other",
        "introduction": "<p>Other</p>",
        "position": 500,
    },
    "point": {
        "uuid": UUID(int=9),
        "kind": "question",
        "term": "Other",
        "text": "<p>Other</p>",
        "position": 500,
        "estimate_per": 1000,
        "estimate_low": 1,
        "estimate_high": 99,
        "estimate_population": "Other",
        "estimate_design": "Other",
        "estimate_year": 1999,
        "estimate_comparator": "Other",
        "estimate_comparator_count": 9,
        "recommendation": "against",
        "certainty": "high",
        "decided_by": "Other",
        "urgency": "emergency",
    },
    "citation": {"source": None, "position": 500},
    "source": {
        "key": "other",
        "kind": "trial",
        "title": "Other",
        "authors": "Other",
        "container": "Other",
        "year": 1999,
        "details": "Other",
        "publisher": "Other",
        "doi": "10.1000/1",
        "pmid": "1",
        "url": "https://example.org/other",
    },
}


def test_another_value_is_known_for_every_column_of_the_document() -> None:
    assert {name: set(values) for name, values in OTHER_VALUES.items()} == rows.IN_DOCUMENT


@pytest.mark.parametrize(
    ("name", "column"), [(name, column) for name, values in OTHER_VALUES.items() for column in values]
)
def test_a_column_of_the_document_changes_it(name: str, column: str) -> None:
    plain = [makers.point(sources=list(makers.SOURCE_KEYS)), makers.point(term="Second")]
    others = [makers.section("how_common", makers.estimate()), makers.section("treatments", makers.treatment())]
    sections = [makers.section("symptoms", *plain), *others, makers.section("help", makers.care_card("urgent"))]
    edition = makers.draft(text=makers.document(sections=sections))
    before = rows.read(edition)
    value = OTHER_VALUES[name][column]
    if (name, column) == ("citation", "source"):
        value = makers.source(key="other")
    found: dict[str, Any] = {
        "edition": Edition.objects.filter(pk=edition.pk),
        "section": Section.objects.filter(kind="symptoms"),
        "point": Point.objects.filter(term=term_of(column)),
        "citation": Citation.objects.filter(point__term="An urge to move", source__key=makers.SOURCE_KEYS[0]),
        "source": Source.objects.filter(key=makers.SOURCE_KEYS[0]),
    }
    guards.remove(connection)  # one of them keeps the key of a cited source
    assert found[name].update(**{column: value}) == 1
    after = rows.read(Edition.objects.get(pk=edition.pk))
    assert after.canonical() != before.canonical()


def term_of(column: str) -> str:
    if column.startswith("estimate"):
        return "About one in ten"
    if column in ("recommendation", "certainty", "decided_by"):
        return "A change of medicine"
    return "Call now if:" if column == "urgency" else "An urge to move"


def test_the_standing_of_a_source_is_not_in_the_document() -> None:
    edition = makers.draft()
    before = rows.read(edition)
    Source.objects.update(standing="superseded", standing_note="A newer one is there.")
    assert rows.read(edition) == before
