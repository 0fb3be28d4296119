"""What keeps a document from review, each with its place; and nothing keeps a good one."""

from __future__ import annotations

from typing import Any

import pytest

from articles import readiness
from articles.outline import SECTION_KINDS, Required, required_kinds
from articles.readiness import Facts
from tests import makers

pytestmark = pytest.mark.one_engine


def issues(*, about_medicine: bool = True, **fields: Any) -> list[str]:
    found = readiness.blocking(makers.document(**fields), Facts(about_medicine=about_medicine))
    return [str(issue) for issue in found]


def with_section(*points: dict[str, Any], kind: str = "symptoms", **fields: Any) -> list[str]:
    kept = [makers.section(other) for other in ("help", "stopping") if other != kind]
    return issues(sections=[{**makers.section(kind, *points), **fields}, *kept])


def test_a_good_document_has_no_issue() -> None:
    assert issues() == []
    assert issues(sections=[makers.section("help")], about_medicine=False) == []


def test_a_bare_document_is_told_everything() -> None:
    assert issues(summary="", answer={}, sections=[]) == [
        "summary: is missing",
        "answer › what: is missing",
        "answer › how common: is missing",
        "answer › what to do: is missing",
        "answer › when urgent: is missing",
        "document: needs a section “When to get help” (help) with at least one point",
        "document: needs a section “Stopping safely” (stopping) with at least one point",
    ]


def test_required_sections_are_those_that_protect_readers() -> None:
    assert [kind.key for kind in required_kinds(about_medicine=True)] == ["help", "stopping"]
    assert [kind.key for kind in required_kinds(about_medicine=False)] == ["help"]
    assert {kind.required for kind in SECTION_KINDS} == set(Required)


def test_a_required_section_without_points_is_no_section() -> None:
    told = with_section(kind="stopping", points=[], introduction="<p>Words.</p>")
    assert told == ["document: needs a section “Stopping safely” (stopping) with at least one point"]


def test_the_answer_has_at_most_80_words() -> None:
    answer = {"what": "w " * 50, "how_common": "w " * 28, "what_to_do": "w", "when_urgent": "w"}
    assert issues(answer=answer) == []
    assert issues(answer={**answer, "what_to_do": "w w"}) == [
        "answer: has 81 words; a reader in a hurry is given at most 80"
    ]


def test_a_point_needs_a_source_and_an_explanation() -> None:
    place = "section 1 “Symptoms” › point 1 “T”"
    assert with_section(makers.point(term="T", sources=[])) == [f"{place}: needs a source"]
    assert with_section(makers.point(term="T", text="<p> </p>")) == [f"{place}: needs an explanation"]


def test_a_question_and_an_estimate_need_no_explanation() -> None:
    assert with_section(makers.question(text=""), kind="questions") == []
    assert with_section(makers.estimate(text=""), kind="how_common") == []


def test_a_section_is_not_empty() -> None:
    assert with_section(points=[]) == ["section 1 “Symptoms”: is empty"]


URGENCIES = ("non_urgent", "urgent", "emergency")


@pytest.mark.parametrize("missing", URGENCIES)
def test_there_is_one_care_card_of_each_urgency(missing: str) -> None:
    word = missing.replace("_", "-")
    cards = [makers.care_card(urgency) for urgency in URGENCIES if urgency != missing]
    assert with_section(*cards, kind="help") == [
        f"section 1 “When to get help”: needs exactly one {word} card and has 0"
    ]
    twice = [*cards, makers.care_card(missing), makers.care_card(missing)]
    assert with_section(*twice, kind="help") == [
        f"section 1 “When to get help”: needs exactly one {word} card and has 2"
    ]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"term": "Call now"}, "“Call now”: a care card's heading is one action and ends with “if:”"),
        ({"text": "<p>a</p>"}, "“Call now if:”: a care card's text is one bulleted list"),
        ({"text": "<ol><li>a</li></ol>"}, "“Call now if:”: a care card's text is one bulleted list"),
        ({"text": "<p>x</p><ul><li>a</li></ul>"}, "“Call now if:”: a care card's text is one bulleted list"),
        ({"text": "<ul><li>a</li></ul><ul><li>b</li></ul>"}, "“Call now if:”: a care card's text is one bulleted list"),
        (
            {"text": "<ul><li>a</li></ul><p>x</p><ul><li>b</li></ul>"},
            "“Call now if:”: a care card's text is one bulleted list",
        ),
        ({"text": "<ul><li>a<ul><li>b</li></ul></li></ul>"}, "“Call now if:”: a care card's text is one bulleted list"),
    ],
)
def test_a_care_card_is_one_action_and_one_list(fields: dict[str, Any], rule: str) -> None:
    cards = [makers.care_card("non_urgent"), makers.care_card("urgent", **fields), makers.care_card("emergency")]
    assert with_section(*cards, kind="help") == [f"section 1 “When to get help” › {rule}"]


def test_a_care_card_written_over_several_lines_is_one_list() -> None:
    cards = [makers.care_card(urgency, text="<ul>\n<li>one\ntwo</li>\n</ul>") for urgency in URGENCIES]
    assert with_section(*cards, kind="help") == []


def test_only_an_emergency_card_has_no_links() -> None:
    rule = "an emergency card has no links: nothing may hold a reader up"
    linked = '<ul><li><a href="https://example.org">a</a></li></ul>'
    cards = [makers.care_card(urgency, text=linked) for urgency in URGENCIES]
    assert with_section(*cards, kind="help") == [f"section 1 “When to get help” › “Call an ambulance if:”: {rule}"]
