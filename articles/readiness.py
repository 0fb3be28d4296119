"""What keeps an edition from being submitted: a list of issues, each with its place and rule. Pure; writes nothing.

Rules: every claim is cited, the sections that protect a reader are there, care cards are complete (NHS service
manual's rules for care cards), the answer box can be read in ten seconds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from articles import outline, richtext
from articles.document import Document, Section
from articles.outline import PointKind, Urgency
from articles.places import place_of

ANSWER_WORDS = 80
_ONE_LIST = re.compile(r"<ul>(?:(?!</?[uo]l>).)*</ul>")


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that blocks an edition: ``place`` in words, ``rule`` in words."""

    place: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}"


def blocking(document: Document, *, about_medicine: bool, retracted: Collection[str] = ()) -> list[Issue]:
    """Everything that keeps a document from review. ``retracted``: the keys of sources that no longer stand."""
    data = document.model_dump()
    issues = [*_front(document), *_missing(document, about_medicine=about_medicine)]
    for s, section in enumerate(document.sections):
        place = place_of(("sections", s), data)
        if not section.points and not section.introduction:
            issues.append(Issue(place, "is empty"))
        for p, point in enumerate(section.points):
            where = place_of(("sections", s, "points", p), data)
            if not point.sources:
                issues.append(Issue(where, "needs a source"))
            if not point.text and point.kind not in (PointKind.QUESTION, PointKind.ESTIMATE):
                issues.append(Issue(where, "needs an explanation"))
        if section.kind == "help":
            issues.extend(_care_cards(section, place))
    issues.extend(
        Issue(f"source “{source.key}”", "was retracted and cannot support anything")
        for source in document.sources
        if source.key in retracted
    )
    return issues


def _missing(document: Document, *, about_medicine: bool) -> Iterator[Issue]:
    present = {section.kind for section in document.sections if section.points}
    for kind in outline.required_kinds(about_medicine=about_medicine):
        if kind.key not in present:
            yield Issue("document", f"needs a section “{kind.heading}” ({kind.key}) with at least one point")


def _front(document: Document) -> Iterator[Issue]:
    if not document.summary:
        yield Issue("summary", "is missing")
    for name, text in zip(("what", "how common", "what to do", "when urgent"), document.answer.texts(), strict=True):
        if not text:
            yield Issue(f"answer › {name}", "is missing")
    words = sum(len(text.split()) for text in document.answer.texts())
    if words > ANSWER_WORDS:
        yield Issue("answer", f"has {words} words; a reader in a hurry is given at most {ANSWER_WORDS}")


def _care_cards(section: Section, place: str) -> Iterator[Issue]:
    urgencies = [point.urgency for point in section.points]
    for urgency in Urgency:
        if (count := urgencies.count(urgency)) != 1:
            yield Issue(place, f"needs exactly one {urgency.value.replace('_', '-')} card and has {count}")
    for point in section.points:
        where = f"{place} › “{point.term}”"
        if not point.term.endswith("if:"):
            yield Issue(where, "a care card's heading is one action and ends with “if:”")
        if not _ONE_LIST.fullmatch(point.text):
            yield Issue(where, "a care card's text is one bulleted list")
        if point.urgency == Urgency.EMERGENCY and "<a " in point.text:
            yield Issue(where, "an emergency card has no links: nothing may hold a reader up")
        if not richtext.words_of(point.text):
            yield Issue(where, "says nothing")
