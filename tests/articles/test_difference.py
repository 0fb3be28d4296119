"""What changed between two documents, for readers and reviewers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import document as documents
from articles.difference import Difference, between, moved
from articles.document import Document
from articles.wording import Status, fields_of, readable, words
from tests import makers


def identified(document: Document) -> dict[str, Any]:
    """A document as data that keeps its ids, to be edited."""
    return document.model_dump(mode="json") | {"sources": []}


def changed(edit: Any, document: Document | None = None) -> tuple[Document, Difference]:
    old = document or makers.document()
    data = identified(old)
    edit(data)
    return old, between(old, documents.read(data))


def point_changes(difference: Difference) -> list[tuple[Status, bool]]:
    return [
        (point.status, point.moved)
        for section in difference.sections
        for point in section.points
        if point.status != Status.SAME or point.moved
    ]


def test_a_document_does_not_differ_from_itself() -> None:
    document = makers.document()
    assert between(document, document).empty


def test_words_that_came_and_went() -> None:
    runs = [(run.status.value, run.text) for run in words("about 9 in 100 people", "about 28 in 100 adults")]
    assert runs == [
        ("same", "about "),
        ("removed", "9"),
        ("added", "28"),
        ("same", " in 100 "),
        ("removed", "people"),
        ("added", "adults"),
    ]


def test_what_stayed_by_chance_between_two_changes_is_told_with_them() -> None:
    runs = [(run.status.value, run.text) for run in words("More than 1 in 10 people. That is more.", "It is written.")]
    assert runs == [("removed", "More than 1 in 10 people. That is more"), ("added", "It is written"), ("same", ".")]


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_both_texts_can_be_read_off_the_difference(old: str, new: str) -> None:
    runs = words(old, new)
    assert "".join(run.text for run in runs if run.status != Status.ADDED) == old
    assert "".join(run.text for run in runs if run.status != Status.REMOVED) == new


def test_rich_text_keeps_its_lists_and_links_in_words() -> None:
    html = '<p>Ask <a href="https://a.example/">them</a> &amp; wait.</p><ul><li>one</li><li>two</li></ul>'
    assert readable(html) == "Ask them (https://a.example/) & wait.\n• one\n• two"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("abc", "abc", 0), ("abc", "cab", 1), ("abcd", "dabc", 1), ("abc", "ac", 0), ("ab", "xba", 1), ("", "a", 0)],
)
def test_as_few_as_possible_count_as_moved(old: str, new: str, expected: int) -> None:
    assert len(moved(old, new)) == expected
    assert moved("abc", "cab") == {"c"}


@given(st.permutations(range(8)))
@settings(max_examples=60, deadline=None)
def test_what_did_not_move_keeps_its_order(new: list[int]) -> None:
    stay = [item for item in new if item not in moved(list(range(8)), new)]
    assert stay == sorted(stay)
    assert stay


def test_a_point_that_went_to_another_section_is_moved_not_removed() -> None:
    def edit(data: dict[str, Any]) -> None:
        data["sections"][2]["points"].append(data["sections"][1]["points"].pop())

    old, difference = changed(edit)
    assert point_changes(difference) == [(Status.SAME, True)]
    (point,) = [point for section in difference.sections for point in section.points if point.moved]
    assert point.came_from == old.sections[1].heading


def test_a_point_that_only_follows_another_is_not() -> None:
    def edit(data: dict[str, Any]) -> None:
        data["sections"][1]["points"].insert(0, makers.point(term="New here"))

    _, difference = changed(edit)
    assert point_changes(difference) == [(Status.ADDED, False)]


def test_every_part_of_a_point_is_compared() -> None:
    def edit(data: dict[str, Any]) -> None:
        for section in data["sections"]:
            for point in section["points"]:
                if point["estimate"]:
                    point["estimate"]["high"] = 30
                if point["treatment"]:
                    point["treatment"]["recommendation"] = "against"
                if point["urgency"] == "urgent":
                    point["sources"] = [makers.SOURCE_KEYS[1]]

    _, difference = changed(edit)
    names = {
        field.name
        for section in difference.sections
        for point in section.points
        for field in point.fields
        if field.changed
    }
    assert names == {"High", "Recommendation"}
    (cited,) = [point.sources for section in difference.sections for point in section.points if point.sources_changed]
    assert [(each.status, each.record.key) for each in cited] == [
        (Status.ADDED, makers.SOURCE_KEYS[1]),
        (Status.REMOVED, makers.SOURCE_KEYS[0]),
    ]


def test_sources_in_another_order_are_a_change() -> None:
    def edit(data: dict[str, Any]) -> None:
        data["sections"][1]["points"][0]["sources"] = list(reversed(makers.SOURCE_KEYS))

    text = makers.document(
        sections=[makers.section("help"), makers.section("symptoms", makers.point(sources=list(makers.SOURCE_KEYS)))]
    )
    _, difference = changed(edit, text)
    assert point_changes(difference) == [(Status.CHANGED, False)]
    cited = difference.sections[1].points[0].sources
    assert [(each.status, each.moved) for each in cited] == [(Status.SAME, True), (Status.SAME, False)]


def test_either_side_can_be_read_alone() -> None:
    (field,) = fields_of({"Text": "about 9 people"}, {"Text": "about 28 people"})
    assert "".join(run.text for run in field.before) == "about 9 people"
    assert "".join(run.text for run in field.after) == "about 28 people"


def test_a_change_of_marks_alone_is_told() -> None:
    def edit(data: dict[str, Any]) -> None:
        data["sections"][1]["points"][0]["text"] = "<p>It comes <strong>at rest</strong>.</p>"

    _, difference = changed(edit)
    (field,) = [f for s in difference.sections for p in s.points for f in p.fields if f.changed]
    assert field.marks_only


def test_sections_and_the_front() -> None:
    def edit(data: dict[str, Any]) -> None:
        data["title"] = "Another title"
        gone = data["sections"].pop(3)
        data["sections"].insert(0, data["sections"].pop(-1))
        assert gone["kind"] == "how_common"

    old, difference = changed(edit)
    assert [field.name for field in difference.front if field.changed] == ["Title"]
    by_heading = {section.heading: section for section in difference.sections}
    assert by_heading["How common it is"].status == Status.REMOVED
    assert by_heading["What we do not know"].moved
    assert sum(section.moved for section in difference.sections) == 1
    assert UUID(str(old.sections[0].id))


def test_sources_that_came_went_and_were_described_anew() -> None:
    def record(key: str, title: str) -> documents.SourceRecord:
        return documents.SourceRecord(key=key, kind="study", title=title)

    old = makers.document().model_copy(update={"sources": (record("a", "A"), record("b", "B"))})
    new = old.model_copy(update={"sources": (record("b", "B corrected"), record("c", "C"))})
    difference = between(old, new)
    assert [source.title for source in difference.sources_added] == ["C"]
    assert [source.title for source in difference.sources_removed] == ["A"]
    (described,) = difference.sources_changed
    assert described.record.title == "B corrected"
    assert [(field.name, field.words[-1].text) for field in described.fields] == [("Title", " corrected")]
    assert not difference.empty
