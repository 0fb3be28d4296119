"""What a rule found in one block of text, before it has a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles import prose, richtext
from articles.places import Problem
from articles.prose import Block

ABOUT = 80
"""How much of a text tells one finding from another: the word, or the beginning of the sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's ``code``, the words ``about`` which it is, and what it ``says``."""

    code: str
    about: str
    says: str


def signs(phrases: Iterable[str]) -> frozenset[str]:
    """The longest word of each phrase: a text whose ``prose.vocabulary`` has none of them holds no phrase."""
    return frozenset(min(prose.vocabulary(phrase), key=lambda word: (-len(word), word)) for phrase in phrases)


def beginning(text: str) -> str:
    """As much of a word, sentence or paragraph as it is known by when it is found again; one line, as it is kept."""
    return richtext.plain(text)[:ABOUT].strip()


def at(block: Block, findings: Iterable[Finding]) -> Iterator[Problem]:
    """The findings of a block, each at its place."""
    for found in findings:
        yield Problem(block.place, found.says, block.target, found.code, found.about)
