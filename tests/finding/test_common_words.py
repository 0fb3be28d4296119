"""Words that stand on very many pages: what is found is what would be found without that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finding import engines, index
from finding.engines.question import Question
from finding.engines.sqlite import MANY
from finding.index import Page
from finding.models import Entry, Kind

pytestmark = pytest.mark.django_db


def asked(question: Question) -> list[str]:
    """The titles of what the engine of the database finds, the likeliest first."""
    titles = dict(Entry.objects.values_list("pk", "title"))
    return [titles[answer.entry] for answer in engines.own().match(question)]


def test_pages_that_are_named_by_them_come_first_and_are_enough() -> None:
    """Of thirty that say it, ten are called so: those are found, each as without the short way, in either language."""
    said = [("s", "S", "Sleep is said here. " * 3)]
    titles = [f"Sleep {number}" if number < 10 else f"Page {number}" for number in range(30)]
    pages = {
        f"article:{number}": [
            Page("en", Kind.ARTICLE, f"/{number}/", title, sections=said),
            Page("de", Kind.ARTICLE, f"/de/{number}/", f"Sleep {number} auf Deutsch"),
        ]
        for number, title in enumerate(titles)
    }
    pages["article:7"][0] = replace(pages["article:7"][0], kind=Kind.TAG)
    index.replace(pages)
    rare = Question(language="en", groups=(("sleep",),), all_groups=True, most=5)
    common = replace(rare, at_most=MANY + 1)
    assert asked(common) == asked(rare)
    assert all(title.startswith("Sleep") for title in asked(common))
    for most, kind in ((20, ""), (40, ""), (3, "tag"), (1, "tag"), (5, "article")):
        wanted = replace(rare, most=most, kind=kind)
        found = asked(replace(wanted, at_most=MANY + 1))
        assert found == asked(wanted)
        assert len(found) == min(most, 1 if kind == "tag" else 30)
