"""The starter articles can be read at a reading age of about 11, and need no advice on their language.

`pytest tests/articles/starter/test_reading_age.py -s` prints the table.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from articles import prose, readiness
from articles.document import Document
from articles.readiness import Facts
from articles.readiness.language import SENTENCE_WORDS
from articles.starter.files import article_of

pytestmark = pytest.mark.one_engine

HIGHEST_GRADE = 7.0
ARTICLES = sorted((settings.CONTENT_DIR / "articles").glob("*.toml"))


def read(path: Path) -> Document:
    """The document of a content file."""
    return article_of(path.name, tomllib.loads(path.read_text(encoding="utf-8"))).document


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_easy_to_read(path: Path) -> None:
    document = read(path)
    measured = prose.grade(document, {"mirtazapine"})
    assert measured is not None
    longest = max(len(prose.words(s)) for block in prose.blocks(document) for s in prose.sentences(block.text))
    counts = f"{measured.words:>5} words {measured.sentences:>4} sentences, longest {longest:>2}"
    print(f"\n{path.stem:<36} {counts}, grade {measured.value:.1f}")
    assert measured.value <= HIGHEST_GRADE
    assert longest <= SENTENCE_WORDS


def advised() -> set[tuple[str, str]]:
    """The advice on all articles: the article's number and the rule's code."""
    facts = Facts(about_medicine=True)
    return {(path.stem[:2], problem.code) for path in ARTICLES for problem in readiness.advice(read(path), facts)}


def test_only_advice_that_cannot_be_followed_stands() -> None:
    # Nobody has confirmed the year of the leaflets and of the label that these estimates rest on.
    undated = {(number, "estimate-year") for number in ("01", "02", "03", "04", "05", "06")}
    # These leaflets and reports compare with nothing.
    alone = {(number, "estimate-comparator") for number in ("02", "03", "04")}
    # 7.5 in 100 is no whole number of people, so one estimate counts in thousands; the last article found no number.
    numbers = {("06", "mixed-denominators"), ("07", "estimate-missing")}
    assert advised() == undated | alone | numbers


def test_there_are_articles_to_measure() -> None:
    assert len(ARTICLES) >= 7
