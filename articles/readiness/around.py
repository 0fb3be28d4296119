"""Advice on what a document rests on beside its words: its sources, and the organisations shown with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles import crosslinks, prose
from articles.document import Document
from articles.places import Problem
from articles.prose import Block
from articles.readiness.blocks import beginning
from articles.readiness.facts import Facts, Linked

_SELF = "(?:your|my|him|her|them|one|our)(?:self|selves)"
_WHOSE = "(?:your|my|his|her|their|one[’']s|our)"
_CRISIS = re.compile(
    rf"\bsuicid|\bself[- ]?(?:harm|injur)|\b(?:harm|kill)(?:s|ed|ing)? {_SELF}\b"
    rf"|\b(?:of|about|want(?:s|ed|ing)? to|like|urges? to) (?:hurt|injur)(?:e|ing)? {_SELF}\b"
    rf"|\bend(?:s|ed|ing)? {_WHOSE} (?:own )?(?:life|lives)\b"
    rf"|\b(?:tak(?:e|es|en|ing)|took) {_WHOSE} own (?:life|lives)\b"
    r"|\b(?:want(?:s|ed|ing)?|wish(?:es|ed|ing)?) to (?:die|be dead)\b|\bbetter off dead\b"
    r"|(?:\bnot|n[’']t|\bno longer) want(?:ing)? to (?:live|be alive|go on living)\b"
    r"(?! (?:with|in|near|at|alone|without)\b)|\bnot worth living\b",
    re.IGNORECASE,
)
"""How prose speaks of suicide and self-harm, in English. What people type who mean it is another matter: see
``finding.crisis``. "You may hurt yourself" speaks of falls.
"""


def needs_crisis_lines(document: Document) -> bool:
    """Whether crisis lines stand with a document, whoever placed them: where it speaks of suicide or self-harm.

    Its words are known for English only. A page in another language has an emergency card, and gets them for that.
    """
    return not prose.is_english(document) or _speaks_of_suicide(list(prose.blocks(document)))


def advice(document: Document, blocks: list[Block], facts: Facts) -> Iterator[Problem]:
    """Advice on every cited source, on links to other articles, and on the placed organisations."""
    yield from _sources(document, facts)
    yield from _links(document, facts)
    if facts.support is not None:
        yield from _support(document, blocks, facts)


def _sources(document: Document, facts: Facts) -> Iterator[Problem]:
    for key in document.cited_keys():
        if key in facts.superseded:
            rule = "has a newer version; check whether it still says so"
            yield Problem(f"source “{key}”", rule, f"source:{key}", "source-superseded", key)
    for source in document.sources:
        place, target = f"source “{source.key}”", f"source:{source.key}"
        if not (source.url or source.doi or source.pmid):
            rule = "has no address, DOI or PMID, so nobody can look it up"
            yield Problem(place, rule, target, "source-address", source.key)
        if source.year is None:
            yield Problem(place, "names no year; readers cannot tell how old it is", target, "source-year", source.key)


def _links(document: Document, facts: Facts) -> Iterator[Problem]:
    if facts.linked is None:
        return
    for link in crosslinks.of(document):
        if facts.linked.get(link.identity) == Linked.NOT_YET:
            rule = f"links an article that is not published yet; until it is, “{link.words}” is no link for readers"
            yield Problem(link.place, rule, link.target, "link-unpublished", str(link.identity))


def _support(document: Document, blocks: list[Block], facts: Facts) -> Iterator[Problem]:
    placed = facts.support or ()
    if not any(support.reachable for support in placed):
        rule = "shows no verified organisation; place one on the article or its tags"
        yield Problem("support", rule, "", "support-none")
    for support in placed:
        if support.broken:
            rule = "has a number or address that does not work, which readers are not given; a curator can mend it"
            yield Problem(f"support › “{support.name}”", rule, "", "support-broken", beginning(support.name))
        if not support.reachable:
            rule = "is placed here, but has no contact that can be offered, so readers do not see it"
            yield Problem(f"support › “{support.name}”", rule, "", "support-unreachable", beginning(support.name))
    if not facts.crisis_lines and prose.is_english(document) and _speaks_of_suicide(blocks):
        rule = "the text speaks of suicide or self-harm, and there is no crisis line that readers could be given"
        yield Problem("support", rule, "", "support-crisis")


def _speaks_of_suicide(blocks: list[Block]) -> bool:
    return any(_CRISIS.search(block.text) for block in blocks)
