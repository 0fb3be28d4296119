"""What the rules find in a document, for tests of single rules."""

from __future__ import annotations

from typing import Any

from articles import readiness
from articles.document import Document
from articles.places import Problem
from articles.readiness import RULES, Facts
from tests import makers

MEDICINE = Facts(about_medicine=True)

WORDS = frozenset(
    {"long-sentence", "long-paragraph", "hard-word", "stigmatising-word", "medical-term", "abbreviation", "passive"}
)
NUMBERS = frozenset(
    {
        "percentage",
        "decimal",
        "too-precise",
        "mixed-denominators",
        "relative-risk",
        "label-alone",
        "range-hyphen",
        "number-word",
        "unit-space",
        "date-format",
    }
)


def everything(document: Document, facts: Facts = MEDICINE) -> list[Problem]:
    """All that blocks and all that is advised."""
    return [*readiness.blocking(document, facts), *readiness.advice(document, facts)]


def found(*codes: str, facts: Facts = MEDICINE, **fields: Any) -> list[Problem]:
    """What the rules with these codes find in the makers' document with other fields."""
    assert set(codes) <= set(RULES)
    return [problem for problem in everything(makers.document(**fields), facts) if problem.code in codes]


def in_point(text: str, **fields: Any) -> list[Problem]:
    """All advice on the words and numbers of a text that stands in a point."""
    section = makers.section("symptoms", makers.point(text=f"<p>{text}</p>"))
    return found(*WORDS, *NUMBERS, sections=[section], **fields)


def codes(problems: list[Problem]) -> list[str]:
    """The codes of problems, in order."""
    return [problem.code for problem in problems]
