"""The prose of a document as a reader meets it: its blocks with their places, sentences, words and reading grade.

Headings and items of lists count as sentences. The titles of sources are left out, and so are names that a reader of
the page knows by sight, such as the medicine's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, Final

import pyphen  # type: ignore[import-untyped]

from articles import richtext
from articles.document import Document, Point
from articles.places import numbered

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile(r"\w+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?<![aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzhg])es$")
_BLOCK = re.compile(r"<(/?)(p|ul|ol|li|br)\b[^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]*\s+(?=[^a-z])")

KEPT: Final = 4_096
"""How many blocks are remembered: most of a text is the same at the next save, and a site has few texts in hand."""


class Role(StrEnum):
    """What a block is to its reader."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, heading (also a point's term) or label (what an estimate is about, who decides).

    ``place`` in words, ``text`` without marks, ``target``: its address for machines (``places.Problem``).
    """

    place: str
    text: str
    target: str
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Grade:
    """A reading grade with what it was computed from. A guide, never a gate.

    Flesch-Kincaid = 0.39 · words / sentences + 11.8 · syllables / words − 15.59 (J. P. Kincaid and others, Research
    Branch Report 8-75, Naval Technical Training, Millington 1975); the grade is a year of a US school, so 6 is 11 to 12
    years of age. Syllables are those between which pyphen would hyphenate, or the groups of vowels where there are
    more of them (pyphen never parts "every").
    """

    formula: ClassVar[str] = "Flesch-Kincaid"

    words: int
    sentences: int
    syllables: int

    @property
    def value(self) -> float:
        """The grade."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    def __str__(self) -> str:
        counts = f"{self.words:,} words, {self.sentences:,} sentences, {self.syllables:,} syllables"
        return f"{self.formula} grade {self.value:.1f} ({counts})"


def blocks(document: Document) -> Iterator[Block]:
    """Every block of text that a reader reads, in order."""
    answer = document.answer
    yield from _split("title", "title", document.title, Role.HEADING)
    yield from _split("summary", "summary", document.summary)
    yield from _split("answer › what", "answer.what", answer.what)
    yield from _split("answer › how common", "answer.how_common", answer.how_common)
    yield from _split("answer › what to do", "answer.what_to_do", answer.what_to_do)
    yield from _split("answer › when urgent", "answer.when_urgent", answer.when_urgent)
    for s, section in enumerate(document.sections):
        place, target = numbered("section", s, section.heading), str(section.id)
        yield from _split(f"{place} › heading", f"{target}.heading", section.heading, Role.HEADING)
        yield from _split(f"{place} › introduction", f"{target}.introduction", section.introduction)
        for p, point in enumerate(section.points):
            yield from _of_point(f"{place} › {numbered('point', p, point.term)}", str(point.id), point)


def _of_point(place: str, target: str, point: Point) -> Iterator[Block]:
    yield from _split(f"{place} › term", f"{target}.term", point.term, Role.HEADING)
    yield from _split(f"{place} › text", f"{target}.text", point.text)
    if estimate := point.estimate:
        for name in ("population", "design", "comparator"):
            text = getattr(estimate, name)
            yield from _split(f"{place} › estimate › {name}", f"{target}.estimate.{name}", text, Role.LABEL)
    if point.treatment:
        text = point.treatment.decided_by
        yield from _split(f"{place} › treatment › decided by", f"{target}.treatment.decided_by", text, Role.LABEL)


@lru_cache(maxsize=KEPT)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a block."""
    return tuple(sentence for sentence in _SENTENCE_END.split(text) if words(sentence))


@lru_cache(maxsize=KEPT)
def words(text: str) -> tuple[str, ...]:
    """The words of a text; a number is one."""
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=KEPT)
def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in lower case, parted at hyphens and apostrophes: a fast "is it in there at all?"."""
    return frozenset(_PART.findall(text.lower()))


def grade(document: Document, names: Collection[str] = ()) -> Grade | None:
    """The reading grade of a document in English; other languages have formulas of their own, so they get none.

    ``names``: words in lower case that do not count.
    """
    if not is_english(document):
        return None
    known = frozenset(names)
    counts = [_counts(block.text, known) for block in blocks(document)]
    counted = Grade(*(sum(column) for column in zip(*counts, strict=True))) if counts else None
    return counted if counted and counted.words else None


@lru_cache(maxsize=KEPT)
def _counts(text: str, names: frozenset[str]) -> tuple[int, int, int]:
    """The words, sentences and syllables of a block."""
    found = sentences(text)
    counted = [word for sentence in found for word in words(sentence) if word.lower() not in names]
    return len(counted), len(found), sum(map(syllables, counted))


def is_english(document: Document) -> bool:
    """Whether the formula, and the rules on words, are made for a document's language."""
    return document.language.partition("-")[0] == "en"


@lru_cache(maxsize=10_000)
def syllables(word: str) -> int:
    """How many syllables an English word has; a number written in digits counts as one."""
    word = word.lower()
    groups = len(_VOWELS.findall(_SILENT_END.sub("", word)))
    return max(1, groups, len(_hyphens().positions(word)) + 1)


@lru_cache(maxsize=1)
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")


def _split(place: str, target: str, text: str, role: Role = Role.TEXT) -> Iterator[Block]:
    for in_list, plain in _pieces(text):
        yield Block(place, plain, target, Role.ITEM if in_list else role)


@lru_cache(maxsize=KEPT)
def _pieces(text: str) -> tuple[tuple[bool, str], ...]:
    """The paragraphs and list items of rich or plain text, each with whether it is an item."""
    found: list[tuple[bool, str]] = []
    items = 0
    rest = iter(_BLOCK.split(text))
    piece: str | None = next(rest)
    while piece is not None:
        if plain := richtext.without_marks(piece).strip():
            found.append((items > 0, plain))
        closing, tag, piece = next(rest, None), next(rest, None), next(rest, None)
        if tag == "li":
            items += -1 if closing else 1
    return tuple(found)
