"""Promises that no medicine, treatment or page can keep. They block: nobody may tell a reader that a thing is sure.

English only, and only what is plainly a promise. A sentence that denies it, doubts it, asks about it or warns of
whoever says it is left alone. After Directive 2001/83/EC, article 90: what is said to the public about a medicine must
not suggest that its effects are guaranteed or come without adverse reactions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from articles import prose
from articles.document import Document
from articles.places import Problem
from articles.readiness.blocks import Finding, at, beginning

_WHOLLY = r"(?:100\s?(?:%|percent|per cent)|completely|totally|entirely|absolutely|perfectly|always|fully)"
_PROMISE = re.compile(
    rf"\b{_WHOLLY}\s+(?:safe|harmless|effective|cured|reliable|risk[- ]free|free (?:of|from) (?:risk|side effects?))\b"
    r"|\bguarantee(?:d|s)?\b"
    r"|\b(?:cures?|heals?|fixes|stops|ends|treats|removes)\s+(?:everything|everybody|everyone|anything|all\s+\w+)\b"
    r"|\b(?:cures?|heals?|works?)\s+(?:\w+\s+){0,3}(?:immediately|instantly|at once|overnight|every time|for everyone|"
    r"for everybody|for anyone|without fail)(?!\w)"
    r"|\b(?:always|never fails to)\s+(?:cures?|works?|heals?|helps?)\b|\bnever fails\b"
    r"|\b(?:miracle|wonder)\s+(?:cure|drug|pill|treatment|remedy)\b|\bmiraculous(?:ly)?\b"
    r"|\b(?:has|have|with|there are)\s+(?:absolutely\s+)?(?:no|zero)\s+(?:risks?|side effects?)"
    r"(?:\s+(?:at all|whatsoever))"
    r"|\b(?:risk|side[- ]effect)[- ]free\b|\bwithout any (?:risks?|side effects?)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"guarantee|safe|harmless|help|effective|cure|heal|fix|stops|ends|treats|removes|work|fail|mirac|wonder|risk|side|reliab",
    re.IGNORECASE,
)
# Said of somebody else's promise, or against it.
_DENIED = re.compile(
    r"\b(?:not|no|nobody|no one|none|nothing|never|cannot|neither|nor|without|whether|claims?|claimed|"
    r"promis\w+|beware|doubt\w*|distrust|unlikely|false|myth)\b|n['’]t\b",
    re.IGNORECASE,
)


def blocking(document: Document) -> Iterator[Problem]:
    """Each promise of a document, at its place."""
    if not prose.is_english(document):
        return
    for block in prose.blocks(document):
        yield from at(block, _of_text(block.text))


@lru_cache(maxsize=prose.KEPT)
def _of_text(text: str) -> tuple[Finding, ...]:
    if not _SIGNS.search(text):
        return ()
    return tuple(
        Finding("promise", beginning(match[0]), f"“{beginning(match[0])}” promises what nobody can; say what is known")
        for sentence in prose.sentences(text)
        for match in _PROMISE.finditer(sentence)
        if not _left_alone(sentence, match)
    )


def _left_alone(sentence: str, match: re.Match[str]) -> bool:
    """Whether a sentence asks, or says before the promise that it is none."""
    return sentence.rstrip().endswith("?") or _DENIED.search(sentence, 0, match.start()) is not None
