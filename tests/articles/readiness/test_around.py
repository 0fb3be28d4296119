"""What a document rests on: sources that still stand, and organisations that can be reached."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from articles import readiness
from articles.document import SourceRecord
from articles.places import Problem
from articles.readiness import Facts, Support
from tests import makers
from tests.articles.readiness.finding import found

pytestmark = pytest.mark.one_engine
KEY = makers.SOURCE_KEYS[0]


def told(*codes: str, **facts: Any) -> list[str]:
    return [str(problem) for problem in found(*codes, facts=Facts(about_medicine=True, **facts))]


def test_a_source_that_does_not_stand_blocks() -> None:
    assert told("source-retracted", retracted=frozenset({KEY, "never-cited"})) == [
        f"source “{KEY}”: was retracted and cannot support anything"
    ]
    assert told("source-broken", broken=frozenset({KEY, "never-cited"})) == [
        f"source “{KEY}”: has an address that no longer works; find where it is now, or another source"
    ]


def test_a_source_with_a_newer_version_is_advice() -> None:
    assert told("source-superseded", superseded=frozenset({KEY, "never-cited"})) == [
        f"source “{KEY}”: has a newer version; check whether it still says so"
    ]


def of_source(**fields: Any) -> list[str]:
    library = {key: SourceRecord(key=key, kind="study", title=key, year=2008, pmid="1") for key in makers.SOURCE_KEYS}
    library[KEY] = SourceRecord(**{"key": KEY, "kind": "study", "title": "A study", **fields})
    document = makers.document().with_sources(library)
    problems = readiness.advice(document, Facts(about_medicine=True))
    return [problem.code for problem in problems if problem.target.startswith("source:")]


def test_a_source_can_be_looked_up() -> None:
    assert of_source() == ["source-address", "source-year"]
    assert of_source(year=2008) == ["source-address"]
    for address in ({"url": "https://example.org"}, {"doi": "10.1000/1"}, {"pmid": "123"}):
        assert of_source(year=2008, **address) == []


SUPPORT = ("support-broken", "support-none", "support-unreachable", "support-crisis")


def support(*placed: Support, **fields: Any) -> list[Problem]:
    return found(*SUPPORT, facts=Facts(about_medicine=True, support=placed), **fields)


def test_organisations_that_nobody_looked_at_are_not_judged() -> None:
    assert told(*SUPPORT) == []


def test_a_page_without_an_organisation_is_told() -> None:
    assert [problem.code for problem in support()] == ["support-none"]
    assert support(Support("One")) == []


def test_an_organisation_that_readers_do_not_see_is_named() -> None:
    problems = support(Support("One"), Support("Two", reachable=False))
    assert [(problem.code, problem.about) for problem in problems] == [("support-unreachable", "Two")]
    assert [problem.code for problem in support(Support("Two", reachable=False))] == [
        "support-none",
        "support-unreachable",
    ]


def test_an_organisation_with_a_broken_contact_is_named() -> None:
    (problem,) = support(Support("One", broken=True))
    assert (problem.code, problem.place) == ("support-broken", "support › “One”")


SPEAK_OF_IT = (
    *("You think of suicide.", "You think of ending your life.", "You self-harm.", "Suicidality is more common."),
    *("Suicides were reported.", "Thoughts of self harm.", "Self-injury.", "They take their own life."),
    *("You think about hurting yourself.", "You want to die.", "People harming themselves.", "Some end their lives."),
    *("You feel like you don’t want to live.", "You feel better off dead.", "Life seems not worth living."),
)
DO_NOT = (
    *("You cannot sleep.", "You may hurt yourself when you fall.", "Mirtazapine took over my life for a week."),
    *("Do not take it upon yourself.", "Cells that die.", "It can be life-threatening."),
    *("You are more likely to hurt yourself.", "People are more likely to injure themselves when they fall."),
    *("You may not want to live with these side effects.", "You do not want to live alone."),
)


@pytest.mark.parametrize("text", SPEAK_OF_IT)
def test_a_page_on_suicide_is_advised_where_there_is_no_crisis_line_at_all(text: str) -> None:
    without = Facts(about_medicine=True, support=(Support("One"),), crisis_lines=False)
    assert [problem.code for problem in found(*SUPPORT, facts=without, summary=text)] == ["support-crisis"]
    assert support(Support("One"), summary=text) == []


@pytest.mark.parametrize("text", DO_NOT)
def test_a_page_that_speaks_of_something_else_needs_no_crisis_line(text: str) -> None:
    without = Facts(about_medicine=True, support=(Support("One"),), crisis_lines=False)
    assert found(*SUPPORT, facts=without, summary=text) == []


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({}, False),
        ({"summary": "Suicidal thoughts are an emergency."}, True),
        ({"sections": [makers.section("help", makers.care_card("emergency", text="<p>you self-harm</p>"))]}, True),
        ({"language": "nl"}, True),
    ],
)
def test_crisis_lines_are_needed_where_it_speaks_of_suicide_and_where_its_words_are_not_known(
    fields: dict[str, Any], needed: bool
) -> None:
    assert readiness.needs_crisis_lines(makers.document(**fields)) == needed


def test_an_overdue_review_blocks() -> None:
    assert told("review-overdue", overdue=dt.date(2026, 3, 1)) == ["document: its review was due on 1 March 2026"]
