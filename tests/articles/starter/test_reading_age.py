"""The starter articles can be read at a reading age of about 11, and need no advice on their language.

`pytest tests/articles/starter/test_reading_age.py -s` prints the table.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from articles.advice import SENTENCE_WORDS, advice
from django.conf import settings

from articles import prose
from articles.document import Document
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


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_needs_no_advice(path: Path) -> None:
    # 7.5 in 100 is no whole number of people, so one estimate of this article counts in thousands.
    known = ["numbers out of 100 and 1,000"] if "weight-gain" in path.stem else []
    found = [str(problem) for problem in advice(read(path))]
    assert [problem for problem in found if not any(rule in problem for rule in known)] == []


def test_there_are_articles_to_measure() -> None:
    assert len(ARTICLES) >= 7
