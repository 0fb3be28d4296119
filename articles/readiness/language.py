"""Advice on language: what makes a text easier for a tired reader.

Short sentences and paragraphs count in every language; the rules on words are English. The lists of words are our own
(``plain_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from articles import prose
from articles.document import Document
from articles.places import Problem, numbered
from articles.plain_words import INSTEAD, NAMES, RESPECTFUL
from articles.prose import Block, Role
from articles.readiness.blocks import Finding, at, beginning, signs

SENTENCE_WORDS = 20
AVERAGE_WORDS = 15
PARAGRAPH_SENTENCES = 3
ENOUGH_SENTENCES = 10
"""An average of fewer sentences says nothing."""


def _phrases(words: list[str]) -> re.Pattern[str]:
    """A pattern for whole words and phrases, the longest first; told apart by their first letter, which is fast."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    listed = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))
    return re.compile(rf"\b(?:{listed})(?!\w)", re.IGNORECASE)


# Names of conditions stand in the same pattern, so that "bipolar disorder" is found and left alone as a whole.
_PLAIN = _phrases([*INSTEAD, *RESPECTFUL, *NAMES])
_PLAIN_SIGNS = signs([*INSTEAD, *RESPECTFUL])
_PARTICIPLE = r"(?:\w{2,}ed|given|taken|made|shown|found|done|kept|told|sent|written|seen|known|held|led|chosen|begun)"
# Only with a doer after "by", or with a nameless "it": other passives are often right, and a guess would be noise.
_PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?{_PARTICIPLE}\s+by\s+(?:a|an|the|your|our|their|his|her|some|"
    r"any|doctors?|nurses?|experts?|people|researchers|scientists)\b"
    r"|\bit (?:is|was) (?:recommended|advised|suggested|believed|thought|considered|recognised|reported) that\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_TO_DO = frozenset({"self_care", "stopping", "coping", "living_with"})


def advice(document: Document, blocks: list[Block]) -> Iterator[Problem]:
    """Advice on the words of every block, and on the document as a whole."""
    english = prose.is_english(document)
    for block in blocks:
        yield from at(block, _of_text(block.text, role=block.role, english=english))
    yield from _average(blocks)
    if english:
        yield from _address(document, blocks)


@lru_cache(maxsize=prose.KEPT)
def _of_text(text: str, *, role: Role, english: bool) -> tuple[Finding, ...]:
    found = [*_lengths(text, role)]
    if english:
        found += _words(text)
        found += (
            Finding("passive", match[0], f"“{match[0]}”: say who does it first; active sentences are easier")
            for match in _PASSIVE.finditer(text)
        )
    return tuple(found)


def _lengths(text: str, role: Role) -> Iterator[Finding]:
    sentences = prose.sentences(text)
    for sentence in sentences:
        if (count := len(prose.words(sentence))) > SENTENCE_WORDS:
            says = f"a sentence of {count} words; at most {SENTENCE_WORDS} are easy to follow"
            yield Finding("long-sentence", beginning(sentence), says)
    if role == Role.ITEM and len(sentences) > 1:
        yield Finding("list-sentence", beginning(text), f"an item of {len(sentences)} sentences; a bullet is one")
    elif len(sentences) > PARAGRAPH_SENTENCES:
        says = f"a paragraph of {len(sentences)} sentences; {PARAGRAPH_SENTENCES} are enough"
        yield Finding("long-paragraph", beginning(text), says)


def _words(text: str) -> Iterator[Finding]:
    if _PLAIN_SIGNS.isdisjoint(prose.vocabulary(text)):
        return
    for match in _PLAIN.finditer(text.replace("’", "'")):
        word, written = match[0].lower(), text[match.start() : match.end()]
        if instead := INSTEAD.get(word):
            yield Finding("hard-word", written, f"“{written}”: a plain word is “{instead}”")
        elif instead := RESPECTFUL.get(word):
            says = f"“{written}” can hurt or blame; respectful words are “{instead}”"
            yield Finding("stigmatising-word", written, says)


def _average(blocks: list[Block]) -> Iterator[Problem]:
    texts = [block.text for block in blocks if block.role in (Role.TEXT, Role.ITEM)]
    sentences = [sentence for text in texts for sentence in prose.sentences(text)]
    if len(sentences) < ENOUGH_SENTENCES:
        return
    average = sum(len(prose.words(sentence)) for sentence in sentences) / len(sentences)
    if average >= AVERAGE_WORDS:
        rule = f"{average:.1f} words a sentence on average; fewer than {AVERAGE_WORDS} are easier to read"
        yield Problem("document", rule, "", "average-sentence")


def _address(document: Document, blocks: list[Block]) -> Iterator[Problem]:
    if not any(_YOU.search(block.text) for block in blocks):
        yield Problem("document", "never says “you”; speak to the person who reads", "", "no-you")
        return
    for s, section in enumerate(document.sections):
        if section.kind in _TO_DO and section.points:
            texts = [section.heading, section.introduction, *(f"{point.term} {point.text}" for point in section.points)]
            if not any(_YOU.search(text) for text in texts):
                place = numbered("section", s, section.heading)
                yield Problem(place, "never says “you”; speak to the person who reads", str(section.id), "no-you")
