"""The prose of a document as a reader meets it: its blocks with their places, sentences, words and reading grade.

Headings and items of lists count as sentences. The titles of sources are left out, and so are names that a reader of
the page knows by sight, such as the medicine's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyphen  # type: ignore[import-untyped]

from articles import richtext
from articles.document import Document
from articles.places import place_of

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?<![aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzhg])es$")
_BLOCK = re.compile(r"</?(?:p|ul|ol|li|br)\b[^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]*\s+(?=[^a-z])")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, heading or term: ``place`` in words, ``text`` without marks."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A reading grade with what it was computed from. A guide, never a gate.

    Flesch-Kincaid = 0.39 · words / sentences + 11.8 · syllables / words − 15.59 (J. P. Kincaid and others, Research
    Branch Report 8-75, Naval Technical Training, Millington 1975); the grade is a year of a US school, so 6 is 11 to 12
    years of age. Syllables are those between which pyphen would hyphenate, or the groups of vowels where there are
    more of them (pyphen never parts "every").
    """

    words: int
    sentences: int
    syllables: int

    @property
    def value(self) -> float:
        """The grade."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def blocks(document: Document) -> Iterator[Block]:
    """Every block of text that a reader reads, in order."""
    data = document.model_dump()
    answer = document.answer
    for path, text in (
        (("title",), document.title),
        (("summary",), document.summary),
        (("answer", "what"), answer.what),
        (("answer", "how_common"), answer.how_common),
        (("answer", "what_to_do"), answer.what_to_do),
        (("answer", "when_urgent"), answer.when_urgent),
    ):
        yield from _split(place_of(path, data), text)
    for s, section in enumerate(document.sections):
        yield from _split(place_of(("sections", s, "heading"), data), section.heading)
        yield from _split(place_of(("sections", s, "introduction"), data), section.introduction)
        for p, point in enumerate(section.points):
            for field, text in (("term", point.term), ("text", point.text)):
                yield from _split(place_of(("sections", s, "points", p, field), data), text)


def sentences(text: str) -> list[str]:
    """The sentences of a block."""
    return [sentence for sentence in _SENTENCE_END.split(text) if words(sentence)]


def words(text: str) -> list[str]:
    """The words of a text; a number is one."""
    return _WORD.findall(text)


def grade(document: Document, names: Collection[str] = ()) -> Grade | None:
    """The reading grade of a document in English; other languages have formulas of their own, so they get none.

    ``names``: words in lower case that do not count.
    """
    if document.language.partition("-")[0] != "en":
        return None
    found = [words(sentence) for block in blocks(document) for sentence in sentences(block.text)]
    counted = [word for sentence in found for word in sentence if word.lower() not in names]
    if not counted:
        return None
    return Grade(len(counted), len(found), sum(map(syllables, counted)))


@lru_cache(maxsize=10_000)
def syllables(word: str) -> int:
    """How many syllables an English word has; a number written in digits counts as one."""
    word = word.lower()
    groups = len(_VOWELS.findall(_SILENT_END.sub("", word)))
    return max(1, groups, len(_hyphens().positions(word)) + 1)


@lru_cache(maxsize=1)
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")


def _split(place: str, text: str) -> Iterator[Block]:
    for part in _BLOCK.split(text):
        if plain := richtext.without_marks(part).strip():
            yield Block(place, plain)
