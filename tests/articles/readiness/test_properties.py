"""Whatever somebody writes: no rule fails, every finding is at a part of the document, each is said once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import document as documents
from articles import outline, readiness, richtext
from articles.document import Document
from articles.plain_words import EXPLAINED, INSTEAD, RESPECTFUL
from articles.readiness import RULES, Facts, Level, Support
from tests.articles import strategies
from tests.articles.readiness.finding import everything

pytestmark = pytest.mark.one_engine

POOR = frozenset(strategies.SOURCES)
WORLDS = st.builds(
    Facts,
    about_medicine=st.booleans(),
    retracted=st.sampled_from([frozenset(), POOR]),
    broken=st.sampled_from([frozenset(), POOR]),
    superseded=st.sampled_from([frozenset(), POOR]),
    support=st.none() | st.just((Support("One", broken=True), Support("Two", reachable=False))) | st.just(()),
    overdue=st.none() | st.just(dt.date(2026, 1, 5)),
)

# Text in which many rules find something, and all that surrounds it.
_LIVELY = st.sampled_from(
    [
        *list(INSTEAD)[:40],
        *RESPECTFUL,
        *EXPLAINED,
        "28% 7.1 5-10 1 in 7 3 in 1,000 123 in 1,000 RLS two 250 mg 6/8/2018",
        "rare doubles the risk . ( ) : ’ • “ if:",
        "It was given by a nurse.",
        "<ul><li>Only one. Two.</li></ul>",
        '<a href="/x">here</a>',
        "&amp;",
        "suicide",
    ]
)
TEXTS = st.lists(_LIVELY | st.text(max_size=12), max_size=30).map(" ".join)


@st.composite
def lively(draw: st.DrawFn) -> Document:
    """A document of one section of each of a few kinds, in which much is wrong."""
    data: dict[str, Any] = draw(strategies.data())
    data |= {"language": draw(st.sampled_from(["en", "en-gb", "nl"])), "summary": draw(TEXTS)[:2000]}
    for section in data["sections"]:
        section |= {
            "introduction": draw(TEXTS),
            "heading": draw(st.sampled_from(["Other", "Legs", section["heading"]])),
        }
        for point in section["points"]:
            point["text"] = draw(TEXTS)
    return documents.read(data)


def is_part(target: str, document: Document) -> bool:
    """Whether a target is an address of a part of a document, as ``places.Problem`` says."""
    kind, _, key = target.partition(":")
    if key:
        return key in outline.BY_KEY if kind == "kind" else key in document.cited_keys()
    owner, *path = target.split(".")
    parts: dict[str, object] = {str(section.id): section for section in document.sections}
    parts |= {str(point.id): point for section in document.sections for point in section.points}
    here: object = parts.get(owner, document)
    for name in path if owner in parts else filter(None, [owner, *path]):
        if not hasattr(here, name):
            return False
        here = getattr(here, name)
    return True


def test_what_is_no_part_is_known() -> None:
    document = documents.read({"language": "en", "title": "x"})
    assert all(is_part(target, document) for target in ("", "title", "answer.what", "kind:help"))
    assert not any(is_part(target, document) for target in ("x", "answer.why", "kind:x", "source:x", "title.x.y"))


@strategies.quick
@given(lively() | strategies.documents_(), WORLDS)
def test_every_finding_is_at_a_part_of_the_document(document: Document, facts: Facts) -> None:
    for problem in everything(document, facts):
        assert is_part(problem.target, document), problem
        assert problem.place
        assert problem.rule
        assert problem.about == richtext.plain(problem.about)


@strategies.quick
@given(lively(), WORLDS)
def test_every_finding_is_said_once_and_the_same_again(document: Document, facts: Facts) -> None:
    keys = [problem.key for problem in everything(document, facts)]
    assert len(keys) == len(set(keys))
    assert keys == [problem.key for problem in everything(documents.unseal(document.canonical()), facts)]


@strategies.quick
@given(lively(), WORLDS, st.data())
def test_only_what_is_set_aside_no_longer_stands(document: Document, facts: Facts, data: st.DataObject) -> None:
    whole = readiness.check(document, facts)
    keys = [each.problem.key for each in whole.advice]
    chosen = data.draw(st.sets(st.sampled_from(keys)) if keys else st.just(set()))
    aside = dict.fromkeys(chosen, "Its name.") | {("hard-word", "elsewhere", "x"): "Not found here."}
    found = readiness.check(document, facts, set_aside=aside)
    assert {each.problem.key for each in found.set_aside} == chosen
    assert [each.problem for each in found.advice] == [each.problem for each in whole.advice]
    assert len(found.standing) == len(whole.advice) - len(chosen)
    assert (found.blocking, found.grade) == (whole.blocking, whole.grade)


@strategies.quick
@given(lively(), WORLDS)
def test_findings_keep_to_their_level(document: Document, facts: Facts) -> None:
    found = readiness.check(document, facts)
    assert {RULES[problem.code].level for problem in found.blocking} <= {Level.BLOCKING}
    assert {RULES[each.problem.code].level for each in found.advice} <= {Level.ADVICE}
    assert found.ready == (not found.blocking)


@strategies.quick
@given(lively())
def test_advice_comes_in_the_order_of_the_document(document: Document) -> None:
    order = ["title", "summary", "answer"]
    for section in document.sections:
        order += (str(section.id), *(str(point.id) for point in section.points))
    owners = [
        re.split(r"[.:]", problem.target)[0] for problem in readiness.advice(document, Facts(about_medicine=True))
    ]
    places = [order.index(owner) if owner in order else len(order) for owner in owners]
    assert places == sorted(places)
