"""What a reader chose on the directory, and the first guess from their browser."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from resources import choosing

pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("accepts", "country"),
    [
        ("en-GB,en;q=0.9", "GB"),
        ("de-AT", "AT"),
        ("nl", "NL"),
        ("nl-BE,nl;q=0.8", "BE"),
        ("nb-NO", "NO"),
        ("zh-Hant-TW", "TW"),
        ("en;q=0.8,de-CH;q=0.9", "CH"),
        ("en,de", ""),
        ("en-US;q=0,de", ""),
        ("en-XX", ""),
        ("*", ""),
        ("", ""),
        (";;;q=x\x00", ""),
        ("en-GB," * 2_000, "GB"),
    ],
)
def test_a_browser_points_at_a_country_or_at_none(accepts: str, country: str) -> None:
    assert choosing.guess(accepts) == country


@pytest.mark.parametrize(
    ("address", "known", "problems", "kept"),
    [
        ("", ("GB", "", True), 0, "?country=GB"),
        ("country=", ("", "", False), 0, "?country="),
        ("country=NL", ("NL", "", False), 0, "?country=NL"),
        ("country=nl&language=EN", ("NL", "en", False), 0, "?country=NL&language=en"),
        ("language=nl", ("GB", "nl", True), 0, "?country=GB&language=nl"),
        ("country=XX", ("", "", False), 1, "?country="),
        ("country=%00%27--&language=klingon", ("", "", False), 2, "?country="),
        ("country=" + "N" * 9_000, ("", "", False), 1, "?country="),
        ("country=DE&country=FR", ("FR", "", False), 0, "?country=FR"),
    ],
)
def test_the_address_decides_and_keeps(address: str, known: tuple[str, str, bool], problems: int, kept: str) -> None:
    choice = choosing.read(QueryDict(address), "en-GB")
    assert (choice.country, choice.language, choice.guessed) == known
    assert len(choice.problems) == problems
    assert str(choice) == kept


def test_nothing_chosen_and_nothing_guessed_leaves_the_address_alone() -> None:
    assert str(choosing.read(QueryDict(""))) == ""


@pytest.mark.parametrize(("country", "words"), [("GB", "the United Kingdom"), ("IE", "Ireland")])
def test_a_country_stands_in_a_sentence(country: str, words: str) -> None:
    assert choosing.Choice(country).place == words
