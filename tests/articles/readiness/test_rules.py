"""The table of rules: every rule in it can be broken, and no other is reported; ``docs/rules.md`` shows the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from hypothesis import given

from articles import readiness, richtext
from articles.document import Document, SourceRecord
from articles.models.desk import ABOUT, CODE, TARGET
from articles.readiness import BY_CONSTRUCTION, LEFT_TO_PEOPLE, RULES, Facts, Level, Linked, Support
from tests import makers
from tests.articles import strategies
from tests.articles.readiness.finding import everything

pytestmark = pytest.mark.one_engine

KEY = makers.SOURCE_KEYS[0]
LONG = "It is a word " * 8
MANY = " ".join(["You have a word that is of no use to you at all, day after day."] * 3)


def of(*sections: dict[str, Any], **fields: Any) -> Document:
    return makers.document(sections=list(sections), **fields)


def text(words: str, **fields: Any) -> Document:
    return of(makers.section("symptoms", makers.point(text=words, **fields)))


def numbers(**fields: Any) -> Document:
    whole = {"per": 100, "low": 1, "population": "Adults", "design": "Cohort", **fields}
    return of(makers.section("how_common", makers.estimate(estimate=whole)))


def card(**fields: Any) -> Document:
    return of(makers.section("help", makers.care_card("emergency", **fields)))


def source() -> Document:
    return makers.document().with_sources(
        {key: SourceRecord(key=key, kind="study", title=key) for key in makers.SOURCE_KEYS}
    )


BARE = makers.document(summary="", answer={}, sections=[])
ONE_TREATMENT = of(makers.section("treatments", makers.treatment()))
LINK = '<ul><li><a href="https://example.org">here</a></li><li>I</li></ul>'

BROKEN: dict[str, Document] = {
    "summary-missing": BARE,
    "answer-missing": BARE,
    "answer-length": of(answer={"what": "w " * 81}),
    "section-missing": BARE,
    "section-empty": of({**makers.section("causes"), "points": []}),
    "point-source": text("<p>It is.</p>", sources=[]),
    "point-text": text(""),
    "care-card-one-each": card(),
    "care-card-heading": card(term="Call now"),
    "care-card-list": card(text="<p>It is.</p>"),
    "care-card-link": card(text=LINK),
    "promise": text("It is 100% safe."),
    "how-common-missing": BARE,
    "self-care-missing": BARE,
    "questions-missing": BARE,
    "unknowns-missing": BARE,
    "treatments-few": ONE_TREATMENT,
    "introduction-source": of(makers.section("causes", introduction="<p>In 2 of 3.</p>")),
    "generic-heading": of(makers.section("causes", heading="Other")),
    "same-heading": of(makers.section("causes", makers.point(), makers.point())),
    "list-single": text("<ul><li>one</li></ul>"),
    "list-sentence": text("<ul><li>It is. It was.</li><li>one</li></ul>"),
    "link-text": text(LINK),
    "care-card-action": card(term="Urgently call if:"),
    "care-card-services": card(term="See a GP, nurse or pharmacist if:"),
    "care-card-bullet": card(text="<ul><li>You cannot</li><li>we</li></ul>"),
    "long-sentence": text(LONG),
    "long-paragraph": text("<p>Yes. No. Maybe. Nobody knows.</p>"),
    "average-sentence": text(f"<p>{MANY}</p>" * 40),
    "hard-word": text("via"),
    "stigmatising-word": text("a victim"),
    "medical-term": text("It is akathisia."),
    "abbreviation": text("It is RLS."),
    "passive": text("It was given by a nurse."),
    "no-you": of(summary="It is."),
    "percentage": text("28%"),
    "decimal": text("7.1 people"),
    "too-precise": numbers(per=1000, low=123),
    "mixed-denominators": text("5 in 100, 3 in 1,000"),
    "relative-risk": text("It doubles the risk."),
    "label-alone": text("It is common."),
    "range-hyphen": text("5-10 days"),
    "number-word": text("two days"),
    "unit-space": text("250 mg"),
    "date-format": text("6/8/2018"),
    "answer-number": of(summary="It is 1 in 7."),
    "estimate-missing": of(makers.section("how_common", makers.point())),
    "estimate-year": numbers(),
    "estimate-comparator": numbers(),
    "source-address": source(),
    "source-year": source(),
}
"""A document that breaks each rule that looks at the document alone."""

AROUND: dict[str, Facts] = {
    "source-retracted": Facts(about_medicine=True, retracted=frozenset({KEY})),
    "source-broken": Facts(about_medicine=True, broken=frozenset({KEY})),
    "source-superseded": Facts(about_medicine=True, superseded=frozenset({KEY})),
    "support-none": Facts(about_medicine=True, support=()),
    "support-unreachable": Facts(about_medicine=True, support=(Support("One", reachable=False),)),
    "support-broken": Facts(about_medicine=True, support=(Support("One", broken=True),)),
    "support-crisis": Facts(about_medicine=True, support=(Support("One"),), crisis_lines=False),
    "review-overdue": Facts(about_medicine=True, overdue=dt.date(2026, 1, 5)),
}
"""What, beside a document that speaks of suicide, breaks each rule that looks around."""


LINKED = text(f'<p>It is <a href="{richtext.article_link(UUID(int=7))}">that page</a>.</p>')
LINKS: dict[str, dict[UUID, Linked]] = {
    "link-withdrawn": {UUID(int=7): Linked.WITHDRAWN},
    "link-unknown": {},
    "link-unpublished": {UUID(int=7): Linked.NOT_YET},
}
BROKEN |= dict.fromkeys(LINKS, LINKED)


def problems(code: str) -> tuple[set[str], set[str]]:
    """The codes that block and the codes that are advised where this rule is broken."""
    document = BROKEN.get(code) or makers.document(summary="You think of suicide.")
    facts = AROUND.get(code) or Facts(about_medicine=True, linked=LINKS.get(code))
    return (
        {problem.code for problem in readiness.blocking(document, facts)},
        {problem.code for problem in readiness.advice(document, facts)},
    )


@pytest.mark.parametrize("code", RULES)
def test_every_rule_can_be_broken_and_does_what_its_level_says(code: str) -> None:
    blocks, advises = problems(code)
    assert (code in blocks, code in advises) == (
        RULES[code].level == Level.BLOCKING,
        RULES[code].level == Level.ADVICE,
    )


def test_nothing_else_is_broken_by_anybody() -> None:
    assert set(BROKEN) | set(AROUND) == set(RULES)
    assert not set(BROKEN) & set(AROUND)


@strategies.quick
@given(strategies.documents_())
def test_every_finding_has_its_rule_and_can_be_kept(document: Document) -> None:
    for problem in everything(document, AROUND["support-none"]):
        assert problem.code in RULES
        assert len(problem.target) <= TARGET
        assert len(problem.about) <= ABOUT


def test_rules_are_written_for_people_and_machines() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert len(code) <= CODE
        assert code.replace("-", "").isalpha()
        assert code.islower()
        assert rule.says.endswith(".")
        assert rule.source
    assert len({rule.says for rule in RULES.values()}) == len(RULES)


def table(*columns: str, rows: Sequence[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@pytest.mark.parametrize("level", Level)
def test_the_page_of_rules_shows_every_rule(level: Level) -> None:
    rows = [(f"`{rule.code}`", rule.says, rule.source) for rule in RULES.values() if rule.level == level]
    assert table("Code", "Rule", "Source", rows=rows) in page()


@pytest.mark.parametrize("others", [BY_CONSTRUCTION, LEFT_TO_PEOPLE])
def test_the_page_of_rules_says_what_is_not_checked(others: tuple[tuple[str, str], ...]) -> None:
    assert table("Rule", "Why not", rows=others) in page()


def page() -> str:
    return (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
