"""How texts are read for searching: words, folded and stemmed, the same in every engine and for what people type.

Folding follows Unicode (case folding, NFKD without diacritics). Stems are Snowball's. Scripts that put no spaces
between words (Han, kana, Thai, Lao, Khmer, Burmese) are read as overlapping pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import Any, Final, NamedTuple

import regex

VERSION: Final = 4
"""Goes up with every change of how texts are read, or of what is made with the index: one that was made otherwise is
made anew."""

LONGEST: Final = 40
"""Characters of a word that are looked at."""

_DENSE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"(?:(?![{_DENSE}])[\p{{L}}\p{{N}}])"
_REST = rf"(?:(?![{_DENSE}])[\p{{L}}\p{{M}}\p{{N}}])"
_WORD = regex.compile(rf"(?P<dense>[{_DENSE}][{_DENSE}\p{{M}}]*)|{_LETTER}{_REST}*+(?:['’ʼ]{_LETTER}{_REST}*+)*+")
# The same words where a text has none of those scripts, and where it is ASCII in lower case: found many times quicker.
_SPACED = regex.compile(rf"{_LETTER}{_REST}*+(?:['’ʼ]{_LETTER}{_REST}*+)*+")
_ASCII = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")
_ANY_DENSE = regex.compile(rf"[{_DENSE}]")
_SIGNS = str.maketrans({"’": "'", **dict.fromkeys("‘“”–—…•·\u00a0", " ")})
"""The signs that stand in texts of otherwise plain letters: apostrophes, and what parts words."""
_APOSTROPHES = regex.compile("['’ʼ]")
# Diacritics of the scripts that are written without them too. Vowel signs of Indic scripts are letters here.
_DIACRITICS = regex.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"})

_SNOWBALL: Final = {
    "ar": "arabic",
    "hy": "armenian",
    "eu": "basque",
    "ca": "catalan",
    "da": "danish",
    "nl": "dutch",
    "en": "english",
    "eo": "esperanto",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "de": "german",
    "el": "greek",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "ga": "irish",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "es": "spanish",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_STOP_WORDS: Final = {
    "en": """
    a about am an and any are as at be been but by can could did do does doing for from had has have he her him his
    how i if im in into is it its ive just like may me mine my of on or our out she should so some such than that the
    their them then there these they this those to too up us was we were what when where which who why will with would
    you your yours get got getting ill id youre dont doesnt cant cannot wont isnt arent didnt all after before again
    always ever very really much many go goes going went take takes taking took taken while since
    whats wat wats hows whos wheres thats theres anymore instead if else
    """
}
"""Words that say nothing of what is looked for. Languages without a list rely on how common a word is."""


class Token(NamedTuple):
    """A word of a text, folded, and where it stands in it."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match.lastgroup != "dense":
            yield Token(fold(match.group()[: 2 * LONGEST])[:LONGEST], start, end)
            continue
        for at in range(start, max(start + 1, end - 1)):
            yield Token(fold(text[at : min(at + 2, end)]), at, min(at + 2, end))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    text = text.translate(_SIGNS)
    if text.isascii():
        return [word[: 2 * LONGEST].replace("'", "")[:LONGEST] for word in _ASCII.findall(text.lower())]
    if not _ANY_DENSE.search(text):
        found = (fold(word[: 2 * LONGEST])[:LONGEST] for word in _SPACED.findall(text))
        return [word for word in found if word]
    return [word for word, _, _ in tokens(text) if word]


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word without case, diacritics and apostrophes, in one spelling whatever it was typed with."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _APOSTROPHES.sub("", word)).casefold())
    return unicodedata.normalize("NFKC", _DIACRITICS.sub("", plain)).translate(_LETTERS)


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Any:
    import Stemmer  # noqa: PLC0415 (whoever neither searches nor publishes needs none)

    algorithm = _SNOWBALL.get(language.partition("-")[0])
    return Stemmer.Stemmer(algorithm, 0) if algorithm else None


_stemming = Lock()  # a stemmer keeps the word that it works on in itself


@lru_cache(maxsize=131_072)
def stem(word: str, language: str) -> str:
    """What the forms of a word have in common, by Snowball; the word itself where its language has no rules there."""
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    with _stemming:
        found = stemmer.stemWord(word)
    return fold(found) or word


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order, stop words too."""
    return [stem(word, language) for word in words(text)]


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """The folded words of a language that say nothing of what is looked for."""
    return frozenset(words(_STOP_WORDS.get(language, "")))


def is_stop_word(word: str, language: str) -> bool:
    """Whether a folded word says nothing of what is looked for."""
    return word in stop_words(language.partition("-")[0])
