"""Advice on the language of a document: what makes it easier for a tired reader. Pure; it never blocks.

Rules: sentences of at most 20 words, paragraphs of at most three sentences, plain words, natural frequencies with one
denominator and no percentages or needless decimals (NHS content style guide; CDC Clear Communication Index, items 15
to 17; PEMAT-P, items 3, 4 and 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles import prose
from articles.document import Document
from articles.places import Problem, place_of
from articles.plain_words import INSTEAD

SENTENCE_WORDS = 20
PARAGRAPH_SENTENCES = 3

_PLAIN = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(word) for word in sorted(INSTEAD, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(r"\d\s*(?:%|per ?cent)", re.IGNORECASE)
# A dose or a measured value has its decimals; a count of people does not.
_DECIMAL = re.compile(r"\b\d+\.\d+\b(?!\s*(?:mg|g|kg|ml|ng|mcg|micrograms?)\b)", re.IGNORECASE)


def advice(document: Document) -> list[Problem]:
    """Every place where the language could be easier, in the order of the document."""
    found = [problem for block in prose.blocks(document) for problem in _of_block(block)]
    return [*found, *_denominators(document)]


def _of_block(block: prose.Block) -> Iterator[Problem]:
    sentences = prose.sentences(block.text)
    for sentence in sentences:
        if (count := len(prose.words(sentence))) > SENTENCE_WORDS:
            yield Problem(block.place, f"a sentence of {count} words; at most {SENTENCE_WORDS} are easy to follow")
    if len(sentences) > PARAGRAPH_SENTENCES:
        yield Problem(block.place, f"a paragraph of {len(sentences)} sentences; {PARAGRAPH_SENTENCES} are enough")
    for match in _PLAIN.finditer(block.text):
        yield Problem(block.place, f"“{match[0]}”: a plain word is “{INSTEAD[match[0].lower()]}”")
    if _PERCENTAGE.search(block.text):
        yield Problem(block.place, "a percentage; “28 in 100” is understood by more people")
    if _DECIMAL.search(block.text):
        yield Problem(block.place, "a decimal; a whole number is understood by more people")


def _denominators(document: Document) -> Iterator[Problem]:
    data = document.model_dump()
    for s, section in enumerate(document.sections):
        counted = {point.estimate.per for point in section.points if point.estimate}
        if len(counted) > 1:
            of = " and ".join(f"{per:,}" for per in sorted(counted))
            yield Problem(place_of(("sections", s), data), f"numbers out of {of}; one denominator can be compared")
