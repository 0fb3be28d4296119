"""The alphabet of each language: its letters in their order, and names sorted as its readers look for them. Pure.

Letters and order are those of Unicode's CLDR, through ICU (ADR 19). What begins with another script than the
language's stands after its letters: Latin letter by letter, since medicines have Latin names everywhere, any other
script together under its name; digits and signs come last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")
DIGITS = "0–9"
MOST_BYTES = 600
"""Of a sort key, which databases take into an index up to some length; names that differ after that stand anyhow."""
_LATIN = "en"
_NORMAL = 0

# As they stand before a title that is filed under its next word (MARC 21, initial definite and indefinite articles).
ARTICLES = {
    "da": "de den det en et",
    "de": "das dem den der des die ein eine einem einen einer eines",
    "el": "ο η το οι τα ένας μια ένα",
    "en": "the a an",
    "es": "el la lo los las un una",
    "fr": "le la les un une",
    "hu": "a az egy",
    "it": "il lo la i gli le un uno una",
    "nb": "de den det en et",
    "nl": "de het een",
    "pt": "a o as os um uma",
    "sv": "de den det en ett",
}
ELIDED = {"fr": "l", "it": "l un gl"}


@dataclass(frozen=True, slots=True)
class Letter(Generic[T]):
    """A letter, or the name of a script, with what stands under it. ``own``: it is of the language's alphabet."""

    label: str
    own: bool
    entries: list[T] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place in a page."""
        return "digits" if self.label == DIGITS else self.label.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """What ICU knows of a language; nothing of it changes once it is made, so threads share it."""

    labels: tuple[str, ...]
    own: frozenset[str]
    index: Any
    collator: Any


def by_letter(entries: Iterable[T], name: Callable[[T], str], language: str) -> list[Letter[T]]:
    """Entries under their letters, in the order of a language. All its own letters are there, others where needed."""
    alphabet = _alphabet(language)
    keyed = [(filed_under(name(entry), language), name(entry), entry) for entry in entries]
    keyed.sort(key=lambda each: (alphabet.collator.getSortKey(each[0]), alphabet.collator.getSortKey(each[1])))
    found: dict[str, Letter[T]] = {label: Letter(label, label in alphabet.own) for label in alphabet.labels}
    for plain, _, entry in keyed:
        label = _label(plain, alphabet)
        found.setdefault(label, Letter(label, own=False)).entries.append(entry)
    if DIGITS in found:
        found[DIGITS] = found.pop(DIGITS)
    return [letter for letter in found.values() if letter.own or letter.entries]


def filed(name: str, language: str) -> tuple[str, bytes]:
    """The label of the letter under which a name stands, and where it stands there: bytes that compare as names do."""
    alphabet = _alphabet(language)
    plain = filed_under(name, language)
    return _label(plain, alphabet), b"".join(alphabet.collator.getSortKey(each)[:MOST_BYTES] for each in (plain, name))


def letters(language: str, others: Iterable[str] = ()) -> list[Letter[Any]]:
    """The letters of a language in their order, with nothing under them; ``others``: further labels that are needed."""
    alphabet = _alphabet(language)
    found: dict[str, Letter[Any]] = {label: Letter(label, label in alphabet.own) for label in alphabet.labels}
    for label in sorted(set(others) - found.keys(), key=lambda label: (label == DIGITS, label)):
        found[label] = Letter(label, own=False)
    needed = set(others)
    return [letter for letter in found.values() if letter.own or letter.label in needed]


def filed_under(name: str, language: str) -> str:
    """A name without the signs and the article that it begins with: “The ‘first’ night” is filed under F."""
    plain = _without_signs(name)
    base = language.partition("-")[0]
    if base in ARTICLES:
        plain = _without_signs(_article(base).sub("", plain, count=1))
    return plain


def _without_signs(name: str) -> str:
    start = next((place for place, sign in enumerate(name) if unicodedata.category(sign)[0] in "LN"), None)
    return name[start:] if start is not None else name


@lru_cache
def _article(language: str) -> re.Pattern[str]:
    words = "|".join(ARTICLES[language].split())
    elided = "|".join(ELIDED.get(language, "").split())
    return re.compile(rf"(?:(?:{words})\s+" + (rf"|(?:{elided})['’]" if elided else "") + r")(?=\W*\w)", re.IGNORECASE)


@lru_cache
def _icu() -> Any:
    """ICU, which takes long to load and much memory: only alphabets need it."""
    import icu  # noqa: PLC0415

    return icu


@lru_cache(maxsize=64)
def _alphabet(language: str) -> _Alphabet:
    locale = _icu().Locale.forLanguageTag(language)
    collator = _icu().Collator.createInstance(locale)
    collator.setAttribute(_icu().UCollAttribute.NUMERIC_COLLATION, _icu().UCollAttributeValue.ON)
    own = _labels(_icu().AlphabeticIndex(locale).buildImmutableIndex())
    both = _icu().AlphabeticIndex(locale)
    both.addLabels(_icu().Locale(_LATIN))
    index = both.buildImmutableIndex()
    # Latin comes after the language's own letters, also where its order begins with Latin (Japanese).
    mine = [label for label in own if not _is_latin(label)] or own
    labels = (*mine, *(label for label in _labels(index) if label not in mine))
    return _Alphabet(labels, frozenset(mine), index, collator)


def _labels(index: Any) -> list[str]:
    buckets = (index.getBucket(place) for place in range(index.bucketCount))
    return [label for label, kind in buckets if kind == _NORMAL]


def _is_latin(label: str) -> bool:
    return bool(_icu().Script.getScript(label[0]).getName() == "Latin")


def _label(filed: str, alphabet: _Alphabet) -> str:
    """The letter under which a name stands, else the name of its script."""
    if not filed or unicodedata.category(filed[0])[0] != "L":
        return DIGITS
    label, kind = alphabet.index.getBucket(alphabet.index.getBucketIndex(filed))
    return str(label) if kind == _NORMAL else str(_icu().Script.getScript(filed[0]).getName()).replace("_", " ")
