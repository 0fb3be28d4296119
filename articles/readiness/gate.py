"""What keeps an edition from being submitted and published: every claim is cited by what still stands, the sections
that protect a reader are there, care cards are complete, the answer box can be read in ten seconds,
nothing is promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from articles import crosslinks, outline
from articles.crosslinks import CrossLink
from articles.document import Document, Point, Section
from articles.outline import PointKind, Urgency
from articles.places import Problem, numbered
from articles.readiness import promises
from articles.readiness.facts import Facts, Linked

ANSWER_WORDS = 80
ANSWER_PARTS = ("what", "how_common", "what_to_do", "when_urgent")
_ONE_LIST = re.compile(r"<ul>(?:(?!</?[uo]l>).)*</ul>")


def blocking(document: Document, facts: Facts) -> list[Problem]:
    """Everything that keeps a document from review, in the order of the document."""
    issues = [*_front(document), *_missing(document, about_medicine=facts.about_medicine)]
    for s, section in enumerate(document.sections):
        place = numbered("section", s, section.heading)
        if not section.points and not section.introduction:
            issues.append(Problem(place, "is empty", str(section.id), "section-empty"))
        for p, point in enumerate(section.points):
            issues.extend(_point(f"{place} › {numbered('point', p, point.term)}", point))
        if section.kind == "help":
            issues.extend(_care_cards(section, place))
    return [*issues, *promises.blocking(document), *since(document.cited_keys(), facts, crosslinks.of(document))]


def _front(document: Document) -> Iterator[Problem]:
    if not document.summary:
        yield Problem("summary", "is missing", "summary", "summary-missing")
    for name, text in zip(ANSWER_PARTS, document.answer.texts(), strict=True):
        if not text:
            yield Problem(f"answer › {name.replace('_', ' ')}", "is missing", f"answer.{name}", "answer-missing")
    words = sum(len(text.split()) for text in document.answer.texts())
    if words > ANSWER_WORDS:
        rule = f"has {words} words; a reader in a hurry is given at most {ANSWER_WORDS}"
        yield Problem("answer", rule, "answer", "answer-length")


def _missing(document: Document, *, about_medicine: bool) -> Iterator[Problem]:
    present = {section.kind for section in document.sections if section.points}
    for kind in outline.required_kinds(about_medicine=about_medicine):
        if kind.key not in present:
            rule = f"needs a section “{kind.heading}” ({kind.key}) with at least one point"
            yield Problem("document", rule, f"kind:{kind.key}", "section-missing", kind.key)


def _point(place: str, point: Point) -> Iterator[Problem]:
    if not point.sources:
        yield Problem(place, "needs a source", f"{point.id}.sources", "point-source")
    if not point.text and point.kind not in (PointKind.QUESTION, PointKind.ESTIMATE):
        yield Problem(place, "needs an explanation", f"{point.id}.text", "point-text")


def _care_cards(section: Section, place: str) -> Iterator[Problem]:
    urgencies = [point.urgency for point in section.points]
    for urgency in Urgency:
        if (count := urgencies.count(urgency)) != 1:
            rule = f"needs exactly one {urgency.value.replace('_', '-')} card and has {count}"
            yield Problem(place, rule, str(section.id), "care-card-one-each", urgency.value)
    for point in section.points:
        where = f"{place} › “{point.term}”"
        if not point.term.endswith("if:"):
            rule = "a care card's heading is one action and ends with “if:”"
            yield Problem(where, rule, f"{point.id}.term", "care-card-heading")
        if point.text and not _ONE_LIST.fullmatch(point.text):
            yield Problem(where, "a care card's text is one bulleted list", f"{point.id}.text", "care-card-list")
        if point.urgency == Urgency.EMERGENCY and "<a " in point.text:
            rule = "an emergency card has no links: nothing may hold a reader up"
            yield Problem(where, rule, f"{point.id}.text", "care-card-link")


def since(cited: Iterable[str], facts: Facts, links: Iterable[CrossLink] = ()) -> Iterator[Problem]:
    """What has come to stand against a text since it was written. ``cited``: the keys of its sources; ``links``: those
    to other articles.
    """
    for key in cited:
        if key in facts.retracted:
            rule = "was retracted and cannot support anything"
            yield Problem(f"source “{key}”", rule, f"source:{key}", "source-retracted", key)
        if key in facts.broken:
            rule = "has an address that no longer works; find where it is now, or another source"
            yield Problem(f"source “{key}”", rule, f"source:{key}", "source-broken", key)
    yield from _links(links, facts)
    if facts.overdue:
        rule = f"its review was due on {facts.overdue:%-d %B %Y}"
        yield Problem("document", rule, "", "review-overdue", facts.overdue.isoformat())


def _links(links: Iterable[CrossLink], facts: Facts) -> Iterator[Problem]:
    if facts.linked is None:
        return
    for link in links:
        standing, about = facts.linked.get(link.identity), str(link.identity)
        if standing == Linked.WITHDRAWN:
            rule = f"links an article that was withdrawn, with the words “{link.words}”; link another, or none"
            yield Problem(link.place, rule, link.target, "link-withdrawn", about)
        elif standing is None:
            rule = (
                f"links an article that this site does not have, with the words “{link.words}”; link another, or none"
            )
            yield Problem(link.place, rule, link.target, "link-unknown", about)
