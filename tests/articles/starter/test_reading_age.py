"""The starter articles can be read at a reading age of about 11: the Flesch-Kincaid grade and the length of sentences.

Grade = 0.39 · words / sentences + 11.8 · syllables / words − 15.59, after J. P. Kincaid and others, "Derivation of new
readability formulas for Navy enlisted personnel", Research Branch Report 8-75, Naval Technical Training, Millington
1975. Grade 6 is the sixth year of a US school, at 11 to 12 years of age. Headings and items of lists count as
sentences. Left out are the titles of sources, and the names of the medicines that the site is about, which a reader
knows by sight. Syllables are those between which pyphen would hyphenate, or the groups of vowels where there are more
of them (pyphen never parts "every").
`pytest tests/articles/starter/test_reading_age.py -s` prints the table.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyphen  # type: ignore[import-untyped]
import pytest
from django.conf import settings

from articles.document import Document
from articles.starter.files import article_of

pytestmark = pytest.mark.one_engine

HIGHEST_GRADE = 7.0
LONGEST_SENTENCE = 20
ARTICLES = sorted((settings.CONTENT_DIR / "articles").glob("*.toml"))
WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?<![aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzhg])es$")
BLOCK = re.compile(r"</?(?:p|ul|ol|li|br)\b[^>]*>")
MARK = re.compile(r"<[^>]+>")
SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]*\s+(?=[^a-z])")
HYPHENS = pyphen.Pyphen(lang="en_GB")


def read(path: Path) -> Document:
    """The document of a content file."""
    return article_of(path.name, tomllib.loads(path.read_text(encoding="utf-8"))).document


def texts(document: Document) -> Iterator[str]:
    """Every text of an article that a reader reads."""
    yield from (document.title, document.summary, *document.answer.texts())
    for section in document.sections:
        yield from (section.heading, section.introduction)
        for point in section.points:
            yield from (point.term, point.text)


def sentences(document: Document) -> list[list[str]]:
    """The words of every sentence."""
    blocks = (block for text in texts(document) for block in BLOCK.split(text))
    plain = (html.unescape(MARK.sub("", block)).strip() for block in blocks)
    found = (WORD.findall(sentence) for block in plain for sentence in SENTENCE_END.split(block))
    return [words for words in found if words]


@lru_cache
def names() -> frozenset[str]:
    """Words that are names of the medicines that the site is about, in lower case."""
    topics = tomllib.loads((settings.CONTENT_DIR / "topics.toml").read_text(encoding="utf-8"))["topic"]
    called = [topic["name"] for topic in topics if topic["kind"] == "medicine"]
    return frozenset(word.lower() for name in called for word in WORD.findall(name))


def syllables(word: str) -> int:
    """How many syllables a word has; a number written in digits counts as one."""
    word = word.lower()
    groups = len(VOWELS.findall(SILENT_END.sub("", word)))
    return max(1, groups, len(HYPHENS.positions(word)) + 1)


def grade(found: list[list[str]]) -> float:
    """The Flesch-Kincaid grade."""
    counted = [word for sentence in found for word in sentence if word.lower() not in names()]
    per_word = sum(map(syllables, counted)) / len(counted)
    return 0.39 * len(counted) / len(found) + 11.8 * per_word - 15.59


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_easy_to_read(path: Path) -> None:
    found = sentences(read(path))
    measured = grade(found)
    longest = max(found, key=len)
    words = sum(map(len, found))
    print(
        f"\n{path.stem:<40} {words:>5} words {len(found):>4} sentences, longest {len(longest):>2}, grade {measured:.1f}"
    )
    assert measured <= HIGHEST_GRADE
    assert [" ".join(sentence) for sentence in found if len(sentence) > LONGEST_SENTENCE] == []


def test_there_are_articles_to_measure() -> None:
    assert len(ARTICLES) >= 7


@pytest.mark.parametrize(
    ("word", "expected"),
    [("legs", 1), ("restless", 2), ("medicine", 3), ("every", 3), ("people", 2), ("take", 1)],
)
def test_syllables_are_counted(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_the_grade_is_the_published_formula() -> None:
    """11 words, 2 sentences, 12 syllables."""
    found = [["The", "cat", "sat", "on", "the", "mat"], ["It", "ate", "a", "good", "supper"]]
    assert grade(found) == pytest.approx(0.39 * 5.5 + 11.8 * 12 / 11 - 15.59)
