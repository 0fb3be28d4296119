"""What keeps an edition from being submitted: a list of issues, each with its place and rule. Pure; writes nothing.

Rules: every claim is cited, the sections that protect a reader are there, care cards are complete (NHS service
manual's rules for care cards), the answer box can be read in ten seconds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from articles import outline, richtext
from articles.document import Document, Section
from articles.outline import PointKind, Urgency
from articles.places import Problem, place_of

ANSWER_WORDS = 80
_ONE_LIST = re.compile(r"<ul>(?:(?!</?[uo]l>).)*</ul>")


def blocking(document: Document, *, about_medicine: bool, retracted: Collection[str] = ()) -> list[Problem]:
    """Everything that keeps a document from review. ``retracted``: the keys of sources that no longer stand."""
    data = document.model_dump()
    issues = [*_front(document), *_missing(document, about_medicine=about_medicine)]
    for s, section in enumerate(document.sections):
        place = place_of(("sections", s), data)
        if not section.points and not section.introduction:
            issues.append(Problem(place, "is empty"))
        for p, point in enumerate(section.points):
            where = place_of(("sections", s, "points", p), data)
            if not point.sources:
                issues.append(Problem(where, "needs a source"))
            if not point.text and point.kind not in (PointKind.QUESTION, PointKind.ESTIMATE):
                issues.append(Problem(where, "needs an explanation"))
        if section.kind == "help":
            issues.extend(_care_cards(section, place))
    issues.extend(
        Problem(f"source “{source.key}”", "was retracted and cannot support anything")
        for source in document.sources
        if source.key in retracted
    )
    return issues


def _missing(document: Document, *, about_medicine: bool) -> Iterator[Problem]:
    present = {section.kind for section in document.sections if section.points}
    for kind in outline.required_kinds(about_medicine=about_medicine):
        if kind.key not in present:
            yield Problem("document", f"needs a section “{kind.heading}” ({kind.key}) with at least one point")


def _front(document: Document) -> Iterator[Problem]:
    if not document.summary:
        yield Problem("summary", "is missing")
    for name, text in zip(("what", "how common", "what to do", "when urgent"), document.answer.texts(), strict=True):
        if not text:
            yield Problem(f"answer › {name}", "is missing")
    words = sum(len(text.split()) for text in document.answer.texts())
    if words > ANSWER_WORDS:
        yield Problem("answer", f"has {words} words; a reader in a hurry is given at most {ANSWER_WORDS}")


def _care_cards(section: Section, place: str) -> Iterator[Problem]:
    urgencies = [point.urgency for point in section.points]
    for urgency in Urgency:
        if (count := urgencies.count(urgency)) != 1:
            yield Problem(place, f"needs exactly one {urgency.value.replace('_', '-')} card and has {count}")
    for point in section.points:
        where = f"{place} › “{point.term}”"
        if not point.term.endswith("if:"):
            yield Problem(where, "a care card's heading is one action and ends with “if:”")
        if not _ONE_LIST.fullmatch(point.text):
            yield Problem(where, "a care card's text is one bulleted list")
        if point.urgency == Urgency.EMERGENCY and "<a " in point.text:
            yield Problem(where, "an emergency card has no links: nothing may hold a reader up")
        if not richtext.words_of(point.text):
            yield Problem(where, "says nothing")
