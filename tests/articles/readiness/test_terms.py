"""Medical terms and abbreviations are explained where a reader meets them first."""

from __future__ import annotations

from typing import Any

import pytest

from articles.plain_words import EXPLAINED
from tests import makers
from tests.articles.readiness.finding import found, in_point

pytestmark = pytest.mark.one_engine


def terms(*points: dict[str, Any], **fields: Any) -> list[tuple[str, str]]:
    sections = [makers.section("symptoms", *points)]
    return [(p.code, p.about) for p in found("medical-term", "abbreviation", sections=sections, **fields)]


@pytest.mark.parametrize("term", EXPLAINED)
def test_each_term_is_explained_at_first_use(term: str) -> None:
    (problem,) = in_point(f"You may have {term} at night.")
    assert (problem.code, problem.about) == ("medical-term", term)
    assert problem.rule.endswith(f"such as “{EXPLAINED[term]} ({term})”")


@pytest.mark.parametrize(
    "text",
    [
        "You cannot sit still (akathisia).",
        "Akathisia (not being able to sit still) can come.",
        "Akathisia means that you cannot sit still.",
        "This is called akathisia.",
        "There are 2 kinds: restlessness and akathisia.",
        "The full name is restless legs syndrome (RLS). Akathisia, or RLS, is when you must move.",
        "In the UK a GP knows.",
        "You must NOT stop.",
    ],
)
def test_what_is_explained_needs_no_advice(text: str) -> None:
    assert [p for p in in_point(text) if p.code in ("medical-term", "abbreviation")] == []


def test_an_abbreviation_is_explained_at_first_use() -> None:
    assert terms(makers.point(text="<p>You may get RLS.</p>"), makers.point(text="<p>RLS is it.</p>")) == [
        ("abbreviation", "RLS")
    ]


def test_a_term_that_was_explained_before_needs_no_more() -> None:
    explained = makers.point(text="<p>You cannot sit still (akathisia).</p>")
    used = makers.point(text="<p>Akathisia is hard.</p>")
    assert terms(explained, used) == []
    assert terms(used, explained) == [("medical-term", "Akathisia")]
    assert terms(used, summary="You cannot sit still (akathisia).") == []


def test_a_point_explains_its_own_heading() -> None:
    assert terms(makers.point(term="Akathisia", text="<p>Akathisia: you must move.</p>")) == []
    assert terms(makers.point(term="Other", text="<p>Akathisia is here.</p>")) == [("medical-term", "Akathisia")]


def test_a_heading_alone_explains_nothing() -> None:
    used = makers.point(text="<p>Akathisia is hard.</p>")
    assert terms(used, title="Akathisia") == [("medical-term", "Akathisia")]
    assert terms(used, title="Not able to sit still (akathisia)") == []
