"""Advice on medical terms and abbreviations: each is explained where a reader meets it first. English only.

A term counts as explained where it stands in brackets, has brackets behind it in its sentence, is said to mean or be
called something, or is the heading of a point whose text is about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from articles import prose
from articles.places import Problem
from articles.plain_words import EXPLAINED, KNOWN_SHORT
from articles.prose import Block, Role
from articles.readiness.blocks import signs

_LISTED = "|".join(sorted(EXPLAINED, key=len, reverse=True))
_TERM = re.compile(rf"\b(?:(?P<term>(?i:{_LISTED}))|(?P<short>[A-Z]{{2,6}}))s?\b")
_SIGNS = signs([*EXPLAINED, *(f"{term}s" for term in EXPLAINED)])
_CAPITALS = re.compile(r"[A-Z]{2}")
_MEANS = re.compile(r"\b(?:mean|means|called|known as|that is|is when|short for|stands for)\b|:[^.!?]*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_BEFORE = 60  # how far back a "called" or a colon still belongs to the term
_AFTER = 120


def advice(blocks: list[Block]) -> Iterator[Problem]:
    """Every term and abbreviation that is not explained where it is first used in the text."""
    seen: set[str] = set()
    for _, group in groupby(blocks, key=_owner):
        unit = list(group)
        own = {term.lower() for block in unit if block.target.endswith(".term") for term, _, _ in _used(block.text)}
        # A point's heading is explained by its text; a question or a heading alone explains nothing.
        explains = any(block.target.endswith(".text") for block in unit)
        for block in unit:
            for term, short, explained in _used(block.text):
                name = term.lower()
                if name in seen:
                    continue
                good = explained or (explains and name in own)
                if good or block.role in (Role.TEXT, Role.ITEM):
                    seen.add(name)
                if not good and block.role in (Role.TEXT, Role.ITEM):
                    yield _problem(block, term, short=short)


def _problem(block: Block, term: str, *, short: bool) -> Problem:
    if short:
        rule = f"“{term}” is not explained where it is used first; give the full name, with “{term}” in brackets"
        return Problem(block.place, rule, block.target, "abbreviation", term)
    meaning = EXPLAINED[term.lower()]
    rule = f"“{term}” is not explained where it is used first; such as “{meaning} ({term})”"
    return Problem(block.place, rule, block.target, "medical-term", term)


@lru_cache(maxsize=prose.KEPT)
def _used(text: str) -> tuple[tuple[str, bool, bool], ...]:
    """The terms in a text, each once: as written, whether it is an abbreviation, and whether the text explains it."""
    found: dict[str, tuple[str, bool, bool]] = {}
    if _SIGNS.isdisjoint(prose.vocabulary(text)) and not _CAPITALS.search(text):
        return ()
    for match in _TERM.finditer(text):
        written = match["term"] or match["short"]
        if written not in KNOWN_SHORT and written.lower() not in found:
            found[written.lower()] = (written, match["short"] is not None, _is_explained(text, match))
    return tuple(found.values())


def _is_explained(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if before.count("(") > before.count(")"):
        return True
    end = _SENTENCE_END.search(after)
    if "(" in (after[: end.start()] if end else after):
        return True
    return bool(_MEANS.search(before[-_BEFORE:]) or _MEANS.search(after[:_AFTER]))


def _owner(block: Block) -> str:
    owner, _, field = block.target.partition(".")
    return owner if field not in ("heading", "introduction", "") else block.target
