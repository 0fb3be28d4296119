"""The prose of a document and its reading grade."""

from __future__ import annotations

import pytest

from articles import prose
from tests import makers

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("word", "expected"),
    [("legs", 1), ("restless", 2), ("medicine", 3), ("every", 3), ("people", 2), ("take", 1), ("28", 1)],
)
def test_syllables_are_counted(word: str, expected: int) -> None:
    assert prose.syllables(word) == expected


def test_the_grade_is_the_published_formula() -> None:
    assert prose.Grade(words=11, sentences=2, syllables=12).value == pytest.approx(0.39 * 5.5 + 11.8 * 12 / 11 - 15.59)


def test_the_grade_names_its_formula_and_counts() -> None:
    grade = prose.Grade(words=2078, sentences=244, syllables=2846)
    assert str(grade) == "Flesch-Kincaid grade 3.9 (2,078 words, 244 sentences, 2,846 syllables)"


def test_labels_of_estimates_and_treatments_are_read_too() -> None:
    document = makers.document(sections=[makers.section("how_common"), makers.section("treatments")])
    labels = {block.target.partition(".")[2]: block.text for block in prose.blocks(document) if block.role == "label"}
    assert labels == {
        "estimate.population": "Adults who began it",
        "estimate.design": "Cohort",
        "estimate.comparator": "On another medicine",
        "treatment.decided_by": "You and your doctor",
    }


def test_a_block_knows_what_it_is_to_its_reader() -> None:
    text = "<p>One</p><ul><li><p>two</p></li><li>three<ol><li>four</li></ol></li></ul><p>five</p>"
    document = makers.document(sections=[makers.section("symptoms", makers.point(text=text))])
    (point,) = document.sections[0].points
    found = [(block.text, str(block.role)) for block in prose.blocks(document) if block.target == f"{point.id}.text"]
    assert found == [("One", "text"), ("two", "item"), ("three", "item"), ("four", "item"), ("five", "text")]
    roles = {block.target: str(block.role) for block in prose.blocks(document)}
    assert (roles["title"], roles["summary"], roles[f"{point.id}.term"]) == ("heading", "text", "heading")


def test_the_grade_counts_what_readers_read_but_no_source_and_no_known_name() -> None:
    texts = {"title": "The cat sat", "summary": "It ate mirtazapine. It slept.", "answer": {}, "sections": []}
    measured = prose.grade(makers.document(**texts), {"mirtazapine"})
    assert measured is not None
    assert (measured.words, measured.sentences, measured.syllables) == (7, 3, 7)


def test_another_language_gets_no_grade() -> None:
    assert prose.grade(makers.document(language="nl")) is None
    assert prose.grade(makers.document(language="en-gb")) is not None


def test_a_block_is_a_paragraph_or_an_item_and_knows_its_place() -> None:
    text = "<p>One &amp; two.</p><ul><li>three</li><li><strong>four</strong> five</li></ul>"
    document = makers.document(sections=[makers.section("symptoms", makers.point(text=text))])
    found = [block for block in prose.blocks(document) if block.place.endswith("› text")]
    assert [block.text for block in found] == ["One & two.", "three", "four five"]
    assert {block.place for block in found} == {"section 1 “Symptoms” › point 1 “An urge to move” › text"}


def test_sentences_end_where_readers_stop() -> None:
    text = "Take 7.5mg a day. Is it “yes”? Ask a doctor, e.g. your own! “Soon.” 2 days later."
    assert prose.sentences(text) == (
        "Take 7.5mg a day.",
        "Is it “yes”?",
        "Ask a doctor, e.g. your own!",
        "“Soon.",
        "2 days later.",
    )
