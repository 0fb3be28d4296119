"""The document: one content has one spelling, and every broken rule is told with its place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import document as documents
from articles import outline
from articles.document import SourceRecord
from articles.places import DocumentError
from tests import makers
from tests.articles import strategies

pytestmark = pytest.mark.one_engine


def problems(**fields: Any) -> list[str]:
    with pytest.raises(DocumentError) as raised:
        makers.document(**fields)
    return [str(problem) for problem in raised.value.problems]


def in_section(*points: dict[str, Any], kind: str = "symptoms", **fields: Any) -> list[str]:
    return problems(sections=[makers.section(kind, *points, **fields)])


def test_a_whole_document_has_every_kind_of_section_and_point() -> None:
    whole = makers.document()
    assert [section.kind for section in whole.sections] == [kind.key for kind in outline.SECTION_KINDS]
    assert {point.kind for section in whole.sections for point in section.points} == set(outline.PointKind)


@strategies.quick
@given(strategies.documents_())
def test_reading_its_canonical_form_gives_the_same_document(document: documents.Document) -> None:
    again = documents.unseal(document.canonical())
    assert again == document
    assert again.canonical() == document.canonical()
    assert documents.read(document.model_dump(mode="json")) == document


def test_canonical_json_is_sorted_and_without_spaces() -> None:
    section = {"id": UUID(int=1), "kind": "symptoms", "heading": "É"}
    document = makers.document(title="T", summary="", answer={}, sections=[section])
    assert document.canonical() == (
        '{"answer":{"how_common":"","what":"","what_to_do":"","when_urgent":""},"language":"en","schema_version":1,'
        '"sections":[{"heading":"É","id":"00000000-0000-0000-0000-000000000001","introduction":"","kind":"symptoms",'
        '"points":[],"sources":[]}],"sources":[],"summary":"","title":"T"}'
    )


def test_its_sha256_is_that_of_the_canonical_json() -> None:
    document = makers.document(title="T", summary="", answer={}, sections=[])
    assert document.sha256() == "21b3a5ed468f1df71bfa83ab8198770d9028cdc0f0eecbdc218ad29dcade7c29"


@pytest.mark.parametrize("field", ["title", "summary", "sections", "answer"])
def test_another_content_has_another_sha256(field: str) -> None:
    ids = {"sections": [{"id": UUID(int=1), "kind": "symptoms", "heading": "One"}]}
    other: dict[str, Any] = {"title": "Another", "summary": "Another", "sections": [], "answer": {"what": "Another"}}
    assert makers.document(**ids).sha256() != makers.document(**ids | {field: other[field]}).sha256()


def test_plain_text_is_one_clean_line_and_prose_is_sanitised() -> None:
    point = makers.point(term=" a\x00 \n b ", text="<script>x</script><b>y</b>")
    document = makers.document(title="e\u0301 ", sections=[makers.section("symptoms", point)])
    assert document.title == "é"
    assert document.sections[0].points[0].term == "a b"
    assert document.sections[0].points[0].text == "<p>y</p>"


def test_a_source_that_is_cited_twice_at_one_point_counts_once() -> None:
    document = makers.document(sections=[makers.section("symptoms", makers.point(sources=["a-1", "b-2", "a-1"]))])
    assert document.sections[0].points[0].sources == ("a-1", "b-2")
    assert document.cited_keys() == ("a-1", "b-2")


def test_sources_come_from_the_library_in_order_of_citation() -> None:
    sections = [makers.section("symptoms", makers.point(sources=["b-2"]), sources=["c-3"])]
    library = {key: SourceRecord(key=key, kind="study", title=key) for key in ("a-1", "b-2", "c-3")}
    document = makers.document(sections=sections).with_sources(library)
    assert [source.key for source in document.sources] == ["c-3", "b-2"]


def test_every_citation_of_an_unknown_source_is_told_with_its_place() -> None:
    section = makers.section("symptoms", makers.point(term="Urge", sources=["b-2"]), sources=["c-3"])
    with pytest.raises(DocumentError) as raised:
        makers.document(sections=[section]).with_sources({})
    assert [str(problem) for problem in raised.value.problems] == [
        "section 1 “Symptoms”: there is no source 'c-3' in the library",
        "section 1 “Symptoms” › point 1 “Urge”: there is no source 'b-2' in the library",
    ]


def test_what_is_wrong_between_parts_has_an_address_too() -> None:
    sections = [makers.section("symptoms", makers.point(id=UUID(int=2)), id=UUID(int=1))]
    with pytest.raises(DocumentError) as raised:
        makers.document(sections=sections).with_sources({})
    assert [problem.key for problem in raised.value.problems] == [
        ("source-unknown", f"{UUID(int=2)}.sources", makers.SOURCE_KEYS[0])
    ]
    twins = [*sections, makers.section("symptoms", makers.care_card("urgent", id=UUID(int=2)), id=UUID(int=1))]
    with pytest.raises(DocumentError) as raised:
        makers.document(sections=twins)
    assert [problem.key for problem in raised.value.problems] == [
        ("section-twice", str(UUID(int=1)), "symptoms"),
        ("id-twice", str(UUID(int=1)), ""),
        ("point-kind", str(UUID(int=2)), "help"),
        ("id-twice", str(UUID(int=2)), ""),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": None}, "title: must be text"),
        ({"title": "  \x00 "}, "title: must not be empty"),
        ({"title": "x" * 201}, "title: is longer than 200 characters"),
        ({"summary": "x" * 2001}, "summary: is longer than 2000 characters"),
        ({"summary": b"x"}, "summary: must be text"),
        ({"answer": "x"}, "answer: must be a group of fields"),
        ({"answer": {"when": "now"}}, "answer › when: is not a field of this part"),
        ({"language": "English"}, "language: is not written in the way that this field takes"),
        ({"language": "en\n"}, "language: is not written in the way that this field takes"),
        ({"schema_version": 2}, "schema version: must be one of 1"),
        ({"sections": {}}, "sections: must be a list"),
        ({"sections": ["x"]}, "section 1: must be a group of fields"),
        ({"colour": "red"}, "colour: is not a field of this part"),
    ],
)
def test_what_is_wrong_at_the_front_is_told(fields: dict[str, Any], told: str) -> None:
    assert problems(**fields) == [told]


def test_what_is_missing_is_told_all_at_once() -> None:
    with pytest.raises(DocumentError) as raised:
        documents.read({"sections": [{"kind": "symptoms"}]})
    assert [str(problem) for problem in raised.value.problems] == [
        "language: is missing",
        "title: is missing",
        "section 1 › heading: is missing",
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"heading": ""}, "section 1 › heading: must not be empty"),
        ({"heading": "H", "id": "x"}, "section 1 “H” › id: is not a valid id"),
        (
            {"heading": "H", "introduction": "x" * 20_000},
            "section 1 “H” › introduction: is longer than 20000 characters",
        ),
        ({"heading": "H", "sources": "a-1"}, "section 1 “H” › sources: must be a list"),
        (
            {"heading": "H", "sources": ["A 1"]},
            "section 1 “H” › source 1: is not written in the way that this field takes",
        ),
    ],
)
def test_what_is_wrong_in_a_section_is_told_with_its_name(fields: dict[str, Any], told: str) -> None:
    assert problems(sections=[{"kind": "symptoms", **fields}]) == [told]


def test_an_unknown_kind_of_section_is_told_with_the_known_ones() -> None:
    (told,) = problems(sections=[{"kind": "novel", "heading": "H"}])
    assert told.startswith("section 1 “H”: there is no section kind 'novel'; there are: overview, symptoms,")


def test_a_kind_of_section_stands_once() -> None:
    assert problems(sections=[makers.section("symptoms"), makers.section("symptoms", heading="Again")]) == [
        "section 2 “Again”: an edition has only one section of kind 'symptoms'"
    ]


def test_an_id_stands_once_in_the_whole_document() -> None:
    one, two = makers.section("symptoms", id=UUID(int=1)), makers.section("causes", id=UUID(int=1))
    assert problems(sections=[one, two]) == ["section 2 “Causes”: this section's id stands twice in the document"]
    one = makers.section("symptoms", makers.point(id=UUID(int=2)))
    two = makers.section("causes", makers.point(id=UUID(int=2), term="B"))
    assert problems(sections=[one, two]) == [
        "section 2 “Causes” › point 1 “B”: this point's id stands twice in the document"
    ]


def test_too_many_sections_or_points_are_told() -> None:
    assert problems(sections=[{"kind": "symptoms", "heading": "H"}] * 61) == ["sections: has more than 60 entries"]
    assert in_section(*[makers.point()] * 201) == ["section 1 “Symptoms” › points: has more than 200 entries"]


def test_a_section_takes_only_its_kinds_of_point() -> None:
    assert in_section(makers.care_card("urgent", term="Call if:")) == [
        "section 1 “Symptoms” › point 1 “Call if:”: a section of kind 'symptoms' takes points of kind plain"
    ]


@pytest.mark.parametrize(
    ("kind", "part", "value"),
    [
        ("estimate", "estimate", makers.estimate()["estimate"]),
        ("treatment", "treatment", makers.treatment()["treatment"]),
        ("help", "urgency", "urgent"),
    ],
)
def test_a_point_has_the_part_of_its_kind_and_no_other(kind: str, part: str, value: Any) -> None:
    place = "section 1 “Symptoms” › point 1 “T”"
    assert in_section(makers.point(term="T", kind=kind)) == [f"{place}: a point of kind '{kind}' needs its {part}"]
    told = f"{place}: only a point of kind '{kind}' has {part}"
    assert in_section(makers.point(term="T", **{part: value})) == [told]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"low": None, "high": None}, ": an estimate needs a lower or an upper number"),
        ({"low": 9, "high": 8}, ": the lower number is above the upper one"),
        ({"high": 101}, ": a number is above the 100 people that it is counted in"),
        ({"comparator_count": 101}, ": a number is above the 100 people that it is counted in"),
        ({"comparator": ""}, ": a comparison needs both its words and its number"),
        ({"comparator_count": None}, ": a comparison needs both its words and its number"),
        ({"per": 7}, " › per: must be one of 10, 100, 1000 or 10000"),
        ({"low": -1}, " › low: must be at least 0"),
        ({"low": 0.5}, " › low: must be a whole number"),
        ({"high": float("nan")}, " › high: must be a whole number"),
        ({"year": 1492}, " › year: must be at least 1900"),
        ({"year": 2101}, " › year: must be at most 2100"),
        ({"population": ""}, " › population: must not be empty"),
        ({"design": ""}, " › design: must not be empty"),
    ],
)
def test_what_is_wrong_in_an_estimate_is_told(fields: dict[str, Any], told: str) -> None:
    point = makers.estimate(term="T")
    point["estimate"] |= fields
    assert in_section(point, kind="how_common") == [f"section 1 “How common it is” › point 1 “T” › estimate{told}"]


@pytest.mark.parametrize("numbers", [{"low": None, "high": 5}, {"low": 5, "high": None}, {"low": 5, "high": 5}])
def test_an_estimate_may_be_up_to_more_than_or_about(numbers: dict[str, int | None]) -> None:
    point = makers.estimate()
    point["estimate"] |= numbers
    read = makers.document(sections=[makers.section("how_common", point)]).sections[0].points[0].estimate
    assert read is not None
    assert {"low": read.low, "high": read.high} == numbers


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"recommendation": "yes"},
            "recommendation: must be one of 'for', 'may_help', 'not_enough_evidence' or 'against'",
        ),
        ({"certainty": "sure"}, "certainty: must be one of 'high', 'moderate', 'low', 'very_low' or 'not_rated'"),
        ({"decided_by": ""}, "decided by: must not be empty"),
    ],
)
def test_what_is_wrong_in_a_treatment_is_told(fields: dict[str, Any], told: str) -> None:
    point = makers.treatment(term="T")
    point["treatment"] |= fields
    assert in_section(point, kind="treatments") == [f"section 1 “Treatments” › point 1 “T” › treatment › {told}"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "//example.org", "https://a b"])
def test_a_source_leads_to_the_web_only(url: str) -> None:
    assert problems(sources=[{"key": "a-1", "kind": "study", "title": "T", "url": url}]) == [
        "source 1 “T” › url: is not written in the way that this field takes"
    ]


# Whatever arrives, however hostile, is a document or a list of problems.

_scalars = (
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text() | st.binary(max_size=9)
    | st.sampled_from(["\ud800", "\x00", "x" * 100_000, "<li>" * 9_000, "&#0;", "1e400", "en", "symptoms", "help"])
)  # fmt: skip
_NAMES = (
    "schema_version", "language", "title", "summary", "answer", "what", "sections", "id", "kind", "heading", "points",
    "introduction", "sources", "term", "text", "estimate", "per", "low", "year", "treatment", "urgency", "key", "url",
)  # fmt: skip
_anything = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=3) | st.just("\ud800"), inner, max_size=8)
        | st.dictionaries(st.integers(), inner, max_size=2)
    ),
    max_leaves=25,
)


def read_or_told(data: object) -> None:
    try:
        document = documents.read(data)
    except DocumentError as error:
        problems = error.problems
    else:
        assert documents.unseal(document.canonical()) == document
        return
    assert problems
    assert all(problem.place and problem.rule for problem in problems)


@strategies.quick
@given(_anything)
def test_anything_at_all_is_a_document_or_a_list_of_problems(data: object) -> None:
    read_or_told(data)


@strategies.quick
@given(strategies.data(), st.data())
def test_a_document_with_anything_somewhere_in_it_is_too(data: dict[str, Any], more: st.DataObject) -> None:
    here: Any = data
    while True:
        key = more.draw(st.sampled_from(sorted(here)) if isinstance(here, dict) else st.integers(0, len(here) - 1))
        if not here[key] or not isinstance(here[key], dict | list) or more.draw(st.booleans()):
            break
        here = here[key]
    here[key] = more.draw(_anything)
    read_or_told(data)


def test_depth_without_end_is_a_problem_like_any_other() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    ring: list[Any] = []
    ring.append(ring)
    for bottomless in (deep, ring):
        for field in ("title", "sections", "answer", "colour"):
            read_or_told(makers.data(**{field: bottomless}))


def test_a_number_too_long_to_be_written_is_a_problem_like_any_other() -> None:
    source = {"key": "a-1", "kind": "study", "title": "T", "year": 10**5000}
    assert problems(sources=[source]) == ["source 1 “T” › year: must be at most 2100"]
