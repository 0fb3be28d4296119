"""What promises too much blocks; what denies, doubts or asks about a promise does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests import makers
from tests.articles.readiness.finding import found

pytestmark = pytest.mark.one_engine


def promises(text: str, **fields: Any) -> list[str]:
    section = makers.section("symptoms", makers.point(text=f"<p>{text}</p>"))
    return [problem.about for problem in found("promise", sections=[section], **fields)]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Cures everything immediately.", ["Cures everything"]),
        ("It is 100% safe, guaranteed.", ["100% safe", "guaranteed"]),
        ("This tablet is completely safe.", ["completely safe"]),
        ("It is totally harmless.", ["totally harmless"]),
        ("Iron works for everyone.", ["works for everyone"]),
        ("It works instantly.", ["works instantly"]),
        ("It cures restless legs overnight.", ["cures restless legs overnight"]),
        ("It always works.", ["always works"]),
        ("It never fails.", ["never fails"]),
        ("A miracle cure.", ["miracle cure"]),
        ("It has no side effects at all.", ["has no side effects at all"]),
        ("A risk-free way to sleep.", ["risk-free"]),
        ("We guarantee that it helps.", ["guarantee"]),
        ("You can take it without any risk.", ["without any risk"]),
        ("It is not dear. It always helps.", ["always helps"]),
    ],
)
def test_a_promise_blocks(text: str, about: list[str]) -> None:
    assert promises(text) == about


@pytest.mark.parametrize(
    "text",
    [
        "No treatment is completely safe.",
        "Nobody can guarantee that it helps.",
        "It is not guaranteed to help.",
        "There is no cure that works for everyone.",
        "Iron does not always work.",
        "Is it 100% safe?",
        "Some pages claim that it is a miracle cure.",
        "Beware of a page that says it cures everything.",
        "It isn't risk-free.",
        "Ask your doctor how to stop safely.",
        "It works for some people.",
        "It helps at once in 2 of 10 people.",
        "Call if you do not feel safe.",
        "These tablets have no side effects on sleep in most people.",
    ],
)
def test_what_is_none_is_left_alone(text: str) -> None:
    assert promises(text) == []


def test_each_part_of_a_document_is_read() -> None:
    whole = makers.document(summary="It always works.", answer={**makers.data()["answer"], "what": "A miracle cure."})
    where = [problem.target for problem in found("promise", summary=whole.summary, answer=whole.answer.model_dump())]
    assert where == ["summary", "answer.what"]


def test_other_languages_are_left_to_people() -> None:
    assert promises("It always works.", language="nl") == []
