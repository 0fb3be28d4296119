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
from articles.readiness.blocks import Finding, at, beginning

FIGURES = 2
_COUNT = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}"
_FREQUENCY = re.compile(rf"(?<![\d.,])({_COUNT}) (in|of|out of) (?:every )?({_COUNT})(?![\d.,]*\d)")
_PERCENTAGE = re.compile(r"(?<!\d)\d+(?:[.,]\d+)?\s?(?:%|per ?cent\b)", re.IGNORECASE)
# A dose or a measured value has its decimals; a count of people does not.
_UNIT = r"(?:mg|g|kg|ml|l|ng|mcg|micrograms?|mm|cm|m|km|°C|mmol|units?)"
_DECIMAL = re.compile(rf"(?<![\d.])\d+\.\d+(?![\d.])(?!\s*(?:{_UNIT}\b|%|per ?cent))", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w/+.,–-])(?!0\d)\d+(?:[.,]\d+)?\s?[-–]\s?(?!0)\d+(?:[.,]\d+)?(?![\d–-]|/\d)")
_SPACED_UNIT = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)* (?:mg|g|kg|ml|mm|cm|km)\b(?!/)")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_DATE = re.compile(
    rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{4}})?\b(?! in )"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th) (?:of )?{_MONTH}(?: \d{{4}})?"
    r"|(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])"
    r"|(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])"
)
_NUMBER_WORD = re.compile(r"(?<!\bone or )\b(?:two|three|four|five|six|seven|eight|nine|ten)\b(?!-)", re.IGNORECASE)
_RISK = r"(?:risk|chances?|odds|likelihood|rate)"
_TIMES = r"(?:twice|(?:\d+(?:\.\d+)?|two|three|four|five|six|ten) times)"
_RELATIVE = re.compile(
    rf"\b{_TIMES} (?:as (?:likely|common|high|often|many)|more (?:likely|common|often)|higher|greater|the {_RISK})\b"
    rf"|\b(?:doubl|trebl|tripl|halv)(?:e|es|ed|ing) (?:the|your|their|a person's) {_RISK}\b"
    rf"|\b(?:double|half) (?:the|your|their) {_RISK}\b"
    rf"|\b{_RISK} (?:is |was |has |had )?(?:doubled|doubles|tripled|halved|halves)\b"
    r"|\b(?:\d+|two|three|four|five)[- ]?fold\b",
    re.IGNORECASE,
)
# "How common it is" asks; a common cold is a name.
_LABEL = re.compile(
    r"(?<!\bhow )\b(?:very )?(?:common|uncommon|rare)\b(?! (?:cold|sense|name|ground|questions?))", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


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
    found: list[Finding] = []
    digits = _DIGIT.search(text) is not None
    if digits:
        found += _each(_PERCENTAGE, text, "percentage", "a percentage; “28 in 100” is understood by more people")
        found += _each(_DECIMAL, text, "decimal", "a decimal; a whole number is understood by more people")
        found += _frequencies(text)
    if english:
        found += _english(text, role, digits=digits, has_number=has_number)
    return tuple(found)


def _english(text: str, role: Role, *, digits: bool, has_number: bool) -> Iterator[Finding]:
    if digits:
        yield from _each(_RANGE, text, "range-hyphen", "“{}”: a range is read more easily with “to”")
        yield from _each(_SPACED_UNIT, text, "unit-space", "“{}”: no space before the unit, as in 250mg")
        yield from _each(_DATE, text, "date-format", "“{}”: a date is written as 6 August 2018")
    yield from _each(_NUMBER_WORD, text, "number-word", "“{}”: a digit is found faster than a word")
    if not _FREQUENCY.search(text) and not has_number:
        says = "“{}” says nothing without the risk itself, such as “from 1 in 100 to 2 in 100”"
        yield from _each(_RELATIVE, text, "relative-risk", says)
    if role in (Role.TEXT, Role.ITEM) and not digits and not has_number:
        yield from _each(_LABEL, text, "label-alone", "“{}” means something else to everybody; say how many in 100")


def _each(pattern: re.Pattern[str], text: str, code: str, says: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        yield Finding(code, beginning(match[0]), says.format(beginning(match[0])))


def _frequencies(text: str) -> Iterator[Finding]:
    found = [match for match in _FREQUENCY.finditer(text) if match[2] == "in"]
    for match in found:
        if _figures(_number(match[1])) > FIGURES:
            yield Finding("too-precise", match[0], f"“{match[0]}”: {FIGURES} figures are enough to know by")
    if mixed := _mixed((_number(match[1]), _number(match[3])) for match in found):
        yield Finding("mixed-denominators", mixed, f"numbers out of {mixed}; one denominator can be compared")


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
    front: list[tuple[Block, re.Match[str]]] = []
    below: set[tuple[int, int]] = set()
    for block in blocks:
        found = list(_FREQUENCY.finditer(block.text))
        if block.target.startswith(("summary", "answer.")):
            front += ((block, match) for match in found)
        else:
            below |= {(_number(match[1]), _number(match[3])) for match in found}
    for section in document.sections:
        for point in section.points:
            if point.estimate:
                below |= _given(point.estimate)
    for block, match in front:
        if (_number(match[1]), _number(match[3])) not in below:
            rule = f"“{match[0]}” stands nowhere in the text, where it would have its source"
            yield Problem(block.place, rule, block.target, "answer-number", match[0])


def _given(estimate: Estimate) -> set[tuple[int, int]]:
    counts = (estimate.low, estimate.high, estimate.comparator_count)
    return {(count, estimate.per) for count in counts if count is not None}


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _figures(number: int) -> int:
    return len(str(number).rstrip("0"))
