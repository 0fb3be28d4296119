"""Advice on language: each rule, with its place; it never blocks."""

from __future__ import annotations

from typing import Any

import pytest

from articles import readiness
from articles.plain_words import INSTEAD, NAMES, RESPECTFUL
from articles.readiness.language import SENTENCE_WORDS
from tests import makers
from tests.articles.readiness.finding import MEDICINE, codes, found, in_point

pytestmark = pytest.mark.one_engine
PLACE = "section 1 “Symptoms” › point 1 “An urge to move” › text: "


def said(text: str) -> list[str]:
    return [str(problem) for problem in in_point(text)]


def test_plain_text_needs_none() -> None:
    assert said("It comes at rest. Moving helps you.") == []


def test_long_sentences_and_paragraphs() -> None:
    assert said("word " * 21 + "end.") == [PLACE + "a sentence of 22 words; at most 20 are easy to follow"]
    assert said("word " * 19 + "end.") == []
    assert said("Yes. No. Maybe. Nobody knows.") == [PLACE + "a paragraph of 4 sentences; 3 are enough"]


def test_a_long_sentence_is_known_again_when_its_end_changes() -> None:
    first, again = (in_point("A long sentence " + "that goes on " * 8 + end) for end in ("here.", "and on, there."))
    assert (first[0].code, first[0].about) == (again[0].code, again[0].about)
    assert first[0].about == "A long sentence that goes on that goes on that goes on that goes on that goes on"


@pytest.mark.parametrize("word", INSTEAD)
def test_each_hard_word_has_a_plain_one(word: str) -> None:
    assert said(f"A {word.capitalize()} here") == [PLACE + f"“{word.capitalize()}”: a plain word is “{INSTEAD[word]}”"]


@pytest.mark.parametrize("word", RESPECTFUL)
def test_each_word_that_hurts_has_a_respectful_one(word: str) -> None:
    (problem,) = in_point(f"A {word} here")
    assert (problem.code, problem.about) == ("stigmatising-word", word)
    assert problem.rule.endswith(f"“{RESPECTFUL[word]}”")


def test_the_lists_of_words_do_not_overlap() -> None:
    assert not set(INSTEAD) & set(RESPECTFUL)
    assert all(word == word.lower() and "’" not in word for word in [*INSTEAD, *RESPECTFUL, *NAMES])


def test_a_curly_apostrophe_is_one() -> None:
    assert [problem.about for problem in in_point("You don’t have to.")] == ["don’t"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_keeps_its_words(name: str) -> None:
    assert said(f"You may have a {name} too.") == []
    assert codes(in_point("You may have a chronic panic disorder and a disorder.")) == ["hard-word", "hard-word"]


def test_a_hard_word_inside_another_is_left_alone() -> None:
    assert said("The shoulders, an acuteness, a Vial.") == []


def test_a_word_is_said_once_for_a_place() -> None:
    assert [problem.about for problem in in_point("Via here, via there, via everywhere.")] == ["Via", "via"]


@pytest.mark.parametrize(
    "text",
    [
        "The dose was quickly changed by your doctor.",
        "It is prescribed by a doctor.",
        "It was given by the nurse.",
        "It is recommended that you rest.",
    ],
)
def test_the_clearest_passives_are_found(text: str) -> None:
    assert codes(in_point(text)) == ["passive"]


@pytest.mark.parametrize(
    "text",
    [
        "It is linked with age.",
        "It is controlled by law.",
        "You are tired by evening.",
        "It was caused by sleep.",
    ],
)
def test_other_passives_are_left_alone(text: str) -> None:
    assert codes(in_point(text)) == []


def sentences_of(words: int) -> list[str]:
    text = "".join(f"<p>{'You ' * (words - 1)}rest.</p>" for _ in range(12))
    sections = [makers.section("symptoms", makers.point(text=text))]
    problems = found("average-sentence", sections=sections, summary="", answer={})
    return [str(problem) for problem in problems]


def test_sentences_are_short_on_average() -> None:
    assert sentences_of(14) == []
    assert sentences_of(15) == ["document: 15.0 words a sentence on average; fewer than 15 are easier to read"]


def test_an_average_of_few_sentences_says_nothing() -> None:
    text = "<p>" + "You " * 18 + "rest.</p>"
    assert found("average-sentence", sections=[makers.section("symptoms", makers.point(text=text))]) == []


def test_a_page_and_its_sections_on_what_to_do_speak_to_you() -> None:
    texts: dict[str, Any] = {"title": "Legs", "summary": "They move.", "answer": {}}
    assert [str(problem) for problem in found("no-you", sections=[makers.section("symptoms")], **texts)] == [
        "document: never says “you”; speak to the person who reads"
    ]
    mine = makers.section("self_care", makers.point(text="<p>Move your legs.</p>"))
    theirs = makers.section("coping", makers.point(text="<p>People move their legs.</p>"))
    assert [str(problem) for problem in found("no-you", sections=[mine, theirs], **texts)] == [
        "section 2 “Coping day to day”: never says “you”; speak to the person who reads"
    ]


def test_words_and_numbers_are_english_and_lengths_are_not() -> None:
    long = "woord " * SENTENCE_WORDS + "should via 5-10, RLS, de ferritin."
    assert codes(in_point(long, language="nl")) == ["long-sentence"]


def test_an_item_of_a_list_is_one_sentence() -> None:
    lists = [makers.section("symptoms", makers.point(text="<ul><li>One here. Two there.</li><li>Three</li></ul>"))]
    (problem,) = found("list-sentence", "long-paragraph", sections=lists)
    assert (problem.code, problem.about) == ("list-sentence", "One here. Two there.")


def test_advice_never_blocks() -> None:
    document = makers.document(title="Excessive medication should exceed 28%")
    title = [problem for problem in readiness.advice(document, MEDICINE) if problem.target == "title"]
    assert len(title) == 5
    assert readiness.blocking(document, MEDICINE) == []
