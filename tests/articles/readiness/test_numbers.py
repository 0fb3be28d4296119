"""Advice on numbers: how many people, out of how many, compared with what."""

from __future__ import annotations

from typing import Any

import pytest

from tests import makers
from tests.articles.readiness.finding import codes, found, in_point

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("text", "code", "about"),
    [
        ("It is 28% of people", "percentage", "28%"),
        ("It is 28.5 % of people", "percentage", "28.5 %"),
        ("It is 28 per cent", "percentage", "28 per cent"),
        ("It was 7.12 in 100", "decimal", "7.12"),
        ("It came in 123 in 1,000 people", "too-precise", "123 in 1,000"),
        ("It came in 5 in 100, not 3 in 1,000", "mixed-denominators", "100 and 1,000"),
        ("It lasts 5-10 days", "range-hyphen", "5-10"),
        ("It lasts 5 – 10 days", "range-hyphen", "5 – 10"),
        ("From 2001–2007 it fell", "range-hyphen", "2001–2007"),
        ("It takes two days", "number-word", "two"),
        ("Take 250 mg a day", "unit-space", "250 mg"),
        ("On 6/8/2018 it began", "date-format", "6/8/2018"),
        ("On 2018-08-06 it began", "date-format", "2018-08-06"),
        ("On August 6, 2018 it began", "date-format", "August 6, 2018"),
        ("On 6th August 2018 it began", "date-format", "6th August 2018"),
        ("You are twice as likely to get it", "relative-risk", "twice as likely"),
        ("You are 3 times more likely to get it", "relative-risk", "3 times more likely"),
        ("It doubles the risk", "relative-risk", "doubles the risk"),
        ("Your risk is halved", "relative-risk", "risk is halved"),
        ("A 3-fold rise", "relative-risk", "3-fold"),
        ("This is very common", "label-alone", "very common"),
        ("A rare side effect", "label-alone", "rare"),
        ("It is uncommon", "label-alone", "uncommon"),
    ],
)
def test_a_number_that_is_hard_to_read_is_found(text: str, code: str, about: str) -> None:
    (problem,) = in_point(text)
    assert (problem.code, problem.about) == (code, about)


@pytest.mark.parametrize(
    "text",
    [
        "Take 7.5mg",
        "It weighs 1.5kg more",
        "A level of 100 ng/mL",
        "It came in 28 in 100 people and in 5 to 10 in 100",
        "It came in 1 in 7 people",
        "It came in 1 in 10 people. That is 10 in 100.",
        "It came in 120 in 1,000 people",
        "In 2,793 of 2,796 people it did not",
        "You are twice as likely to get it: 2 in 100, not 1 in 100",
        "Take it 3 times a day",
        "Rare means less than 1 in 1,000",
        "How common it is, nobody knows",
        "It is like a common cold",
        "It began on 6 August 2018",
        "Ring 0800-123 or 0300-1234",
        "One or two of them",
        "A one-to-one talk",
        "COVID-19",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert codes(in_point(text)) == []


def how_common(*estimates: dict[str, Any], code: str, **fields: Any) -> list[str]:
    points = [makers.estimate(estimate=numbers, **fields) for numbers in estimates]
    return [str(problem) for problem in found(code, sections=[makers.section("how_common", *points)])]


NUMBERS = {"per": 100, "low": 1, "high": 1, "population": "Adults", "design": "Cohort"}
SECTION = "section 1 “How common it is”"
POINT = f"{SECTION} › point 1 “About one in ten” › estimate"


def test_one_denominator_can_be_compared() -> None:
    estimates = [NUMBERS | {"per": per} for per in (100, 1000, 100)]
    assert how_common(*estimates, code="mixed-denominators") == [
        f"{SECTION}: numbers out of 100 and 1,000; one denominator can be compared"
    ]
    assert how_common(NUMBERS, NUMBERS, code="mixed-denominators") == []


def test_an_estimate_names_its_year() -> None:
    assert how_common(NUMBERS, code="estimate-year") == [
        f"{POINT} › year: names no year; readers cannot tell how old the number is"
    ]
    assert how_common(NUMBERS | {"year": 2008}, code="estimate-year") == []


def test_one_estimate_compares() -> None:
    compared = {"comparator": "with a dummy pill", "comparator_count": 2}
    assert how_common(NUMBERS, NUMBERS | compared, code="estimate-comparator") == []
    assert how_common(NUMBERS, code="estimate-comparator") == [
        f"{SECTION}: no estimate says how many have it without the medicine, or with another one"
    ]


def test_an_estimate_has_two_figures() -> None:
    exact = {"per": 1000, "low": 123, "high": 300, "comparator": "else", "comparator_count": 101}
    assert how_common(NUMBERS | exact, code="too-precise") == [
        f"{POINT} › low: “123”: 2 figures are enough to know by",
        f"{POINT} › comparator count: “101”: 2 figures are enough to know by",
    ]
    assert how_common(NUMBERS | {"per": 10_000, "low": 0, "high": 1200}, code="too-precise") == []


def test_how_common_it_is_takes_a_number() -> None:
    section = makers.section("how_common", makers.point(text="<p>Often.</p>"))
    assert codes(found("estimate-missing", "estimate-comparator", sections=[section])) == ["estimate-missing"]


def test_a_word_beside_its_estimate_is_not_alone() -> None:
    assert how_common(NUMBERS, code="label-alone", text="<p>It is common.</p>") == []


def front(**fields: Any) -> list[tuple[str, str]]:
    section = makers.section("how_common", makers.estimate(text="<p>It came in 3 in 10 people.</p>"))
    problems = found("answer-number", sections=[section], **{"answer": {}, "summary": "", **fields})
    return [(problem.target, problem.about) for problem in problems]


@pytest.mark.parametrize("said", ["3 in 10", "3 out of 10", "8 in 100", "28 in every 100", "2 in 100"])
def test_a_frequency_above_stands_below_with_its_source(said: str) -> None:
    assert front(summary=f"It came in {said} people.", answer={"how_common": f"{said} people."}) == []


def test_a_frequency_above_that_stands_nowhere_below_is_found() -> None:
    assert front(summary="It came in 4 in 10.", answer={"how_common": "2,000 of 7,000 people."}) == [
        ("summary", "4 in 10"),
        ("answer.how_common", "2,000 of 7,000"),
    ]
