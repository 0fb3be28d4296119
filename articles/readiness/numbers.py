"""Advice on numbers: natural frequencies with one denominator, whole people, words never alone.

A frequency is "28 in 100". Most of the patterns are English; percentages, decimals and the fields of estimates are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from articles import prose
from articles.document import Document, Estimate, Section
from articles.outline import PointKind
from articles.places import Problem, numbered
from articles.prose import Block, Role
from articles.readiness import patterns
from articles.readiness.blocks import Finding, at, beginning
from articles.readiness.patterns import Pattern

FIGURES = 2
_NUMBER = re.compile(r"\d+")


def advice(document: Document, blocks: list[Block]) -> Iterator[Problem]:
    """Advice on the numbers of every block, of the estimates of every section, and of the answer box."""
    english = prose.is_english(document)
    counted = {str(point.id) for section in document.sections for point in section.points if point.estimate}
    for block in blocks:
        has_number = block.target.partition(".")[0] in counted
        yield from at(block, _of_text(block.text, role=block.role, has_number=has_number, english=english))
    for s, section in enumerate(document.sections):
        if section.kind == "how_common" and section.points:
            yield from _section(section, numbered("section", s, section.heading))
    yield from _front(document, blocks)


@lru_cache(maxsize=prose.KEPT)
def _of_text(text: str, *, role: Role, has_number: bool, english: bool) -> tuple[Finding, ...]:
    starts = _starts(text)
    found: list[Finding] = []
    for pattern in patterns.EVERYWHERE + (patterns.ENGLISH if english else ()):
        found += _each(pattern, text, starts)
    found += _frequencies(text)
    if english and not has_number:
        if not _counts(text):
            found += _each(patterns.RELATIVE, text, starts)
        if role in (Role.TEXT, Role.ITEM) and not starts:
            found += _each(patterns.LABEL, text, starts)
    return tuple(found)


def _each(pattern: Pattern, text: str, starts: list[int]) -> Iterator[Finding]:
    for match in pattern.found(text, starts):
        about = beginning(match[0])
        yield Finding(pattern.code, about, pattern.says.format(about))


def _starts(text: str) -> list[int]:
    return [match.start() for match in _NUMBER.finditer(text)]


@lru_cache(maxsize=prose.KEPT)
def _counts(text: str) -> tuple[tuple[str, bool, int, int], ...]:
    """The frequencies in a text: as written, whether with "in" (not a count "of" people), how many, of how many."""
    matches = patterns.at_numbers(patterns.FREQUENCY, text, _starts(text))
    return tuple((match[0], match[2] == "in", _number(match[1]), _number(match[3])) for match in matches)


def _frequencies(text: str) -> Iterator[Finding]:
    found = [(written, count, per) for written, rate, count, per in _counts(text) if rate]
    for written, count, _ in found:
        if _figures(count) > FIGURES:
            yield Finding("too-precise", written, f"“{written}”: {FIGURES} figures are enough to know by")
    if mixed := _mixed((count, per) for _, count, per in found):
        yield Finding(
            "mixed-denominators", beginning(mixed), f"numbers out of {mixed}; one denominator can be compared"
        )


def _mixed(frequencies: Iterable[tuple[int, int]]) -> str:
    """The denominators of frequencies that have none in common, in words. 1 in 10 said again as 10 in 100 is one."""
    by_value: dict[Fraction, set[int]] = {}
    for count, per in frequencies:
        if per:
            by_value.setdefault(Fraction(count, per), set()).add(per)
    if not by_value or set.intersection(*by_value.values()):
        return ""
    return " and ".join(f"{per:,}" for per in sorted(set.union(*by_value.values())))


def _section(section: Section, place: str) -> Iterator[Problem]:
    target = str(section.id)
    estimates = [point.estimate for point in section.points if point.estimate]
    if not estimates:
        yield Problem(place, "has no estimate; words alone do not tell how common it is", target, "estimate-missing")
        return
    counted = {estimate.per for estimate in estimates}
    if len(counted) > 1:
        of = " and ".join(f"{per:,}" for per in sorted(counted))
        yield Problem(place, f"numbers out of {of}; one denominator can be compared", target, "mixed-denominators", of)
    if not any(estimate.comparator for estimate in estimates):
        rule = "no estimate says how many have it without the medicine, or with another one"
        yield Problem(place, rule, target, "estimate-comparator")
    for p, point in enumerate(section.points):
        if point.kind == PointKind.ESTIMATE and point.estimate:
            yield from _estimate(point.estimate, f"{place} › {numbered('point', p, point.term)}", str(point.id))


def _estimate(estimate: Estimate, place: str, target: str) -> Iterator[Problem]:
    if estimate.year is None:
        rule = "names no year; readers cannot tell how old the number is"
        yield Problem(f"{place} › estimate › year", rule, f"{target}.estimate.year", "estimate-year")
    for name in ("low", "high", "comparator_count"):
        number = getattr(estimate, name)
        if number is not None and _figures(number) > FIGURES:
            where = f"{place} › estimate › {name.replace('_', ' ')}"
            rule = f"“{number:,}”: {FIGURES} figures are enough to know by"
            yield Problem(where, rule, f"{target}.estimate.{name}", "too-precise", str(number))


def _front(document: Document, blocks: list[Block]) -> Iterator[Problem]:
    """Numbers of the summary and the answer box that the text below, which has the sources, does not give."""
    front: list[tuple[Block, str, tuple[int, int]]] = []
    below: set[tuple[int, int]] = set()
    for block in blocks:
        found = _counts(block.text)
        if block.target.startswith(("summary", "answer.")):
            front += ((block, written, (count, per)) for written, _, count, per in found)
        else:
            below |= {(count, per) for _, _, count, per in found}
    for section in document.sections:
        for point in section.points:
            if point.estimate:
                below |= _given(point.estimate)
    for block, written, frequency in front:
        if frequency not in below:
            rule = f"“{written}” stands nowhere in the text, where it would have its source"
            yield Problem(block.place, rule, block.target, "answer-number", written)


def _given(estimate: Estimate) -> set[tuple[int, int]]:
    counts = (estimate.low, estimate.high, estimate.comparator_count)
    return {(count, estimate.per) for count in counts if count is not None}


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _figures(number: int) -> int:
    return len(str(number).rstrip("0"))
