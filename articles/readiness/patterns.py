"""The patterns in which numbers are written that are hard to read. Each is looked for only where it can be.

A pattern of digits is tried where a number begins; a pattern of words where the text holds one of its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from articles import prose

_COUNT = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}"
FREQUENCY = re.compile(rf"(?<![\d.,])({_COUNT}) (in|of|out of) (?:every )?({_COUNT})(?![\d.,]*\d)")
"""How many, "in" or "of", how many people."""

_UNIT = r"(?:mg|g|kg|ml|l|ng|mcg|micrograms?|mm|cm|m|km|°C|mmol|units?)"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_WORDS = "two|three|four|five|six|seven|eight|nine|ten"
_TIMES = rf"(?:twice|(?:\d+(?:\.\d+)?|{_WORDS}) times)"
_RISK = r"(?:risk|chances?|odds|likelihood|rate)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the rule ``code`` looks for. ``signs``: words without which it cannot be there; none: it begins with a
    number. ``says``: what is told of it, with "{}" for what was found.
    """

    code: str
    says: str
    pattern: re.Pattern[str]
    signs: frozenset[str] = frozenset()

    def found(self, text: str, numbers: list[int]) -> Iterator[re.Match[str]]:
        """Everything in a text that matches. ``numbers``: where its numbers begin."""
        if not self.signs:
            return at_numbers(self.pattern, text, numbers)
        return iter(()) if self.signs.isdisjoint(prose.vocabulary(text)) else self.pattern.finditer(text)


def at_numbers(pattern: re.Pattern[str], text: str, numbers: list[int]) -> Iterator[re.Match[str]]:
    """Everything that matches where a number begins, none in another."""
    end = 0
    for start in numbers:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def _signs(*words: str) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


EVERYWHERE = (
    Pattern(
        "percentage",
        "a percentage; “28 in 100” is understood by more people",
        re.compile(r"(?<!\d)\d+(?:[.,]\d+)?\s?(?:%|per ?cent\b)", re.IGNORECASE),
    ),
    # A dose or a measured value has its decimals; a count of people does not.
    Pattern(
        "decimal",
        "a decimal; a whole number is understood by more people",
        re.compile(rf"(?<![\d.])\d+\.\d+(?![\d.])(?!\s*(?:{_UNIT}\b|%|per ?cent))", re.IGNORECASE),
    ),
)
"""In every language."""

ENGLISH = (
    Pattern(
        "range-hyphen",
        "“{}”: a range is read more easily with “to”",
        re.compile(r"(?<![\w/+.,–-])(?!0\d)\d+(?:[.,]\d+)?\s?[-–]\s?(?!0)\d+(?:[.,]\d+)?(?![\d–-]|/\d)"),
    ),
    Pattern(
        "unit-space",
        "“{}”: write a unit without a space before it, as in 250mg",
        re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)* (?:mg|g|kg|ml|mm|cm|km)\b(?!/)"),
    ),
    Pattern(
        "date-format",
        "“{}”: a date is written as 6 August 2018",
        re.compile(
            rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th) (?:of )?{_MONTH}(?: \d{{4}})?"
            r"|(?<![\d/])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])"
            r"|(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])"
        ),
    ),
    Pattern(
        "date-format",
        "“{}”: a date is written as 6 August 2018",
        re.compile(rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{4}})?\b(?! in )"),
        _signs(*_MONTHS.split("|"), *(month[:3] for month in _MONTHS.split("|")), "sept"),
    ),
    Pattern(
        "number-word",
        "“{}”: a digit is found faster than a word",
        re.compile(rf"(?<!\bone or )\b(?:{_WORDS})\b(?!-)", re.IGNORECASE),
        _signs(*_WORDS.split("|")),
    ),
)
"""In English."""

RELATIVE = Pattern(
    "relative-risk",
    "“{}” says nothing without the risk itself, such as “from 1 in 100 to 2 in 100”",
    re.compile(
        rf"\b{_TIMES} (?:as (?:likely|common|high|often|many)|more (?:likely|common|often)|higher|greater)\b"
        rf"|\b{_TIMES} the {_RISK}\b"
        rf"|\b(?:doubl|trebl|tripl|halv)(?:e|es|ed|ing) (?:the|your|their|a person's) {_RISK}\b"
        rf"|\b(?:double|half) (?:the|your|their) {_RISK}\b"
        rf"|\b{_RISK} (?:is |was |has |had )?(?:doubled|doubles|tripled|halved|halves)\b"
        r"|\b(?:\d+[- ]|(?:two|three|four|five)[- ]?)fold\b",
        re.IGNORECASE,
    ),
    _signs("twice", "times", "half", "fold", "twofold", "threefold", "fourfold", "fivefold")
    | _signs(*map("".join, product(("doubl", "trebl", "tripl", "halv"), ("e", "es", "ed", "ing")))),
)
"""A risk that is told by another, in English."""

LABEL = Pattern(
    "label-alone",
    "“{}” means something else to everybody; say how many in 100",
    # "How common it is" asks; a common cold is a name.
    re.compile(
        r"(?<!\bhow )\b(?:very )?(?:common|uncommon|rare)\b(?! (?:cold|sense|name|ground|questions?))", re.IGNORECASE
    ),
    _signs("common", "uncommon", "rare"),
)
"""A word for how common something is, in English."""
