"""Advice on what a document holds: sections, headings, lists, links, care cards."""

from __future__ import annotations

from typing import Any

import pytest

from articles.readiness import Facts
from tests import makers
from tests.articles.readiness.finding import codes, found

pytestmark = pytest.mark.one_engine
WANTED = ("self-care-missing", "how-common-missing", "questions-missing", "unknowns-missing")


def test_a_page_holds_what_readers_ask_for() -> None:
    assert found(*WANTED) == []
    problems = found(*WANTED, sections=[])
    assert codes(problems) == list(WANTED)
    assert [problem.target for problem in problems] == [
        "kind:self_care",
        "kind:how_common",
        "kind:questions",
        "kind:unknowns",
    ]
    assert "how-common-missing" not in codes(found(*WANTED, sections=[], facts=Facts(about_medicine=False)))


def test_a_section_without_points_does_not_count() -> None:
    empty = {**makers.section("unknowns"), "points": [], "introduction": "<p>Much.</p>"}
    assert codes(found("unknowns-missing", sections=[empty])) == ["unknowns-missing"]


def test_there_is_a_choice_of_treatments() -> None:
    one = makers.section("treatments", makers.treatment(), makers.point(term="And more"))
    assert [str(problem) for problem in found("treatments-few", sections=[one])] == [
        "section 1 “Treatments”: has 1 treatment; readers choose between 2 or more, doing nothing included"
    ]
    two = makers.section("treatments", makers.treatment(), makers.treatment(term="Another"))
    assert found("treatments-few", sections=[two]) == []


@pytest.mark.parametrize(
    ("introduction", "sources", "expected"),
    [
        ("<p>It came in 16 people.</p>", [], ["introduction-source"]),
        ("<p>It came in 16 people.</p>", [makers.SOURCE_KEYS[0]], []),
        ("<p>Bad nights are hard.</p>", [], []),
    ],
)
def test_an_introduction_with_a_number_has_a_source(introduction: str, sources: list[str], expected: list[str]) -> None:
    section = makers.section("symptoms", introduction=introduction, sources=sources)
    assert codes(found("introduction-source", sections=[section])) == expected


@pytest.mark.parametrize("heading", ["Introduction", "More information", "Other", "OVERVIEW", "Further information:"])
def test_a_heading_says_what_is_below(heading: str) -> None:
    sections = [makers.section("symptoms", makers.point(term=heading), heading=heading)]
    assert [p.target.split(".")[1] for p in found("generic-heading", sections=sections)] == ["heading", "term"]


@pytest.mark.parametrize("heading", ["Other medicines", "What it is", "More sleep"])
def test_a_heading_that_says_it_is_left_alone(heading: str) -> None:
    assert found("generic-heading", sections=[makers.section("symptoms", heading=heading)]) == []


def test_headings_differ() -> None:
    twins = [makers.point(term="Sleep"), makers.point(term="sleep ")]
    sections = [makers.section("symptoms", *twins), makers.section("causes", makers.point(term="Sleep"))]
    (problem,) = found("same-heading", sections=sections)
    assert problem.place == "section 1 “Symptoms” › point 2 “sleep” › term"
    sections = [makers.section("symptoms", heading="Sleep"), makers.section("causes", heading="Sleep")]
    (problem,) = found("same-heading", sections=sections)
    assert problem.place == "section 2 “Sleep” › heading"


def rich(text: str, *wanted: str) -> list[str]:
    problems = found(*wanted, sections=[makers.section("symptoms", makers.point(text=text))])
    return [problem.about for problem in problems]


def test_a_list_has_two_items() -> None:
    assert rich("<ul><li>only <em>one</em></li></ul>", "list-single") == ["only one"]
    assert rich("<ol><li>one</li><li>two</li></ol>", "list-single") == []


@pytest.mark.parametrize("words", ["here", "Click here", "More information", "https://example.org", "www.example.org"])
def test_a_link_says_where_it_leads(words: str) -> None:
    assert rich(f'<p>See <a href="https://example.org">{words}</a>.</p>', "link-text") == [words]


def test_a_link_that_says_it_is_left_alone() -> None:
    assert rich('<p>See <a href="https://example.org">the UK leaflet</a>.</p>', "link-text") == []


def card(wanted: str, **fields: Any) -> list[str]:
    sections = [makers.section("help", makers.care_card("urgent", **fields))]
    return [problem.rule for problem in found(wanted, sections=sections)]


def test_a_care_card_begins_with_the_action() -> None:
    assert card("care-card-action", term="Ask for an urgent GP appointment if:") == []
    (rule,) = card("care-card-action", term="Urgent help if:")
    assert rule.startswith("begins with “Urgent”")


def test_a_care_card_names_two_services() -> None:
    assert card("care-card-services", term="Call 999, 112 or 911, or go to A&E now if:") == []
    (rule,) = card("care-card-services", term="See a GP, nurse or pharmacist if:")
    assert rule.startswith("names 3 services")


def test_the_bullets_of_a_care_card_go_on() -> None:
    text = "<ul><li>you cannot rest</li><li>I cannot rest</li><li>A&amp;E sent you</li><li>Your legs hurt</li></ul>"
    (rule,) = card("care-card-bullet", text=text)
    assert rule.startswith("“Your legs hurt” begins anew")
