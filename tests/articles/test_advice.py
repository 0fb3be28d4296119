"""Advice on language: each rule, with its place; it never blocks."""

from __future__ import annotations

from typing import Any

import pytest

from articles.advice import advice
from articles.plain_words import INSTEAD
from articles.readiness import blocking
from tests import makers

pytestmark = pytest.mark.one_engine
PLACE = "section 1 “Symptoms” › point 1 “An urge to move” › text: "


def of(text: str, **fields: Any) -> list[str]:
    document = makers.document(sections=[makers.section("symptoms", makers.point(text=f"<p>{text}</p>"))], **fields)
    return [str(problem) for problem in advice(document)]


def test_plain_text_needs_none() -> None:
    assert of("It comes at rest. Moving helps.") == []


def test_long_sentences_and_paragraphs() -> None:
    assert of("word " * 21 + "end.") == [PLACE + "a sentence of 22 words; at most 20 are easy to follow"]
    assert of("word " * 19 + "end.") == []
    assert of("One. Two. Three. Four.") == [PLACE + "a paragraph of 4 sentences; 3 are enough"]


@pytest.mark.parametrize("word", INSTEAD)
def test_each_hard_word_has_a_plain_one(word: str) -> None:
    assert of(f"A {word.capitalize()} here") == [PLACE + f"“{word.capitalize()}”: a plain word is “{INSTEAD[word]}”"]


def test_a_hard_word_inside_another_is_left_alone() -> None:
    assert of("The shoulders, an acuteness, a Vial.") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It is 28% of people", "a percentage"),
        ("It is 28 per cent", "a percentage"),
        ("It was 7.12 in 100", "a decimal"),
    ],
)
def test_numbers_are_whole_people(text: str, rule: str) -> None:
    (found,) = of(text)
    assert found.startswith(PLACE + rule)


@pytest.mark.parametrize("text", ["Take 7.5mg", "Take 7.5 mg", "1.5 kg more"])
def test_a_dose_has_its_decimals(text: str) -> None:
    assert of(text) == []


def test_one_denominator_can_be_compared() -> None:
    numbers = {"low": 1, "high": 1, "population": "Adults", "design": "Cohort"}
    points = [makers.estimate(estimate=numbers | {"per": per}) for per in (100, 1000, 100)]
    document = makers.document(sections=[makers.section("how_common", *points)])
    (found,) = advice(document)
    assert str(found) == "section 1 “How common it is”: numbers out of 100 and 1,000; one denominator can be compared"


def test_advice_never_blocks() -> None:
    document = makers.document(title="Excessive medication should exceed 28%")
    assert len(advice(document)) == 5
    assert blocking(document, about_medicine=True) == []
