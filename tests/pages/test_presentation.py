"""How a document is put before readers: numbers in words and pictures, points in order, cards that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from articles import presentation
from articles.document import Estimate
from articles.models import Placement
from tests import makers


def estimate(**numbers: Any) -> Estimate:
    return Estimate(population="Adults", design="Cohort", **numbers)


@pytest.mark.parametrize(
    ("numbers", "words", "otherwise"),
    [
        ({"high": 1}, "Up to 1 in 100", "It does not happen to at least 99 in 100."),
        ({"low": 10}, "More than 10 in 100", "It does not happen to fewer than 90 in 100."),
        ({"low": 28, "high": 28}, "About 28 in 100", "It does not happen to about 72 in 100."),
        ({"low": 5, "high": 10}, "5 to 10 in 100", "It does not happen to 90 to 95 in 100."),
        ({"low": 0, "high": 0}, "None in 100", ""),
        ({"low": 75, "high": 75, "per": 1000}, "About 75 in 1,000", "It does not happen to about 925 in 1,000."),
    ],
)
def test_an_estimate_is_said_both_ways_round(numbers: dict[str, int], words: str, otherwise: str) -> None:
    shown = estimate(**numbers)
    assert (presentation.in_words(shown), presentation.otherwise(shown)) == (words, otherwise)


def cells(path: str) -> set[tuple[int, int]]:
    """The cells of a grid that a path of ours covers."""
    covered = set()
    for part in filter(None, path.split("M")):
        corner, _, box = part.partition("h")
        x, y = map(int, corner.split())
        width, _, rest = box.partition("v")
        height = int(rest.split("h")[0].split("H")[0])
        covered |= {(x + dx, y + dy) for dx in range(int(width)) for dy in range(height)}
    return covered


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (28, 28), (5, 10), (15, 45), (20, 40), (0, 100), (99, 100)])
def test_a_picture_fills_just_as_many_figures(low: int, high: int) -> None:
    dots = presentation.dots(low, high, 100, "words")
    assert dots is not None
    sure, perhaps = cells(dots.sure), cells(dots.perhaps)
    assert (len(sure), len(perhaps)) == (low, high - low)
    assert not sure & perhaps
    assert {y * dots.width + x for x, y in sure} == set(range(low))
    assert {y * dots.width + x for x, y in perhaps} == set(range(low, high))


def test_a_crowd_too_large_for_a_picture_keeps_its_comparison(client: Client, db: None) -> None:
    numbers = {"per": 10_000, "low": 7, "high": 7, "population": "Adults", "design": "Trials"}
    compared = {"comparator": "with placebo", "comparator_count": 2}
    rare = makers.estimate(estimate=numbers | compared)
    sections = [makers.section("how_common", rare), makers.section("help"), makers.section("stopping")]
    edition = makers.published(text=makers.document(sections=sections))
    html = client.get(edition.article.get_absolute_url()).content.decode()
    assert "About 7 in 10,000" in html
    assert "For comparison: 2 in 10,000 with placebo." in html


def test_points_stand_in_the_order_of_their_author(client: Client, db: None) -> None:
    points = [
        makers.point(term="First of all"),
        makers.estimate(term="Second, a number"),
        makers.point(term="Third and last"),
    ]
    sections = [makers.section("how_common", *points), makers.section("help"), makers.section("stopping")]
    edition = makers.published(text=makers.document(sections=sections))
    html = client.get(edition.article.get_absolute_url()).content.decode()
    places = [html.index(point["term"]) for point in points]
    assert places == sorted(places)


def test_nothing_in_a_care_card_leads_away_from_it(client: Client, db: None) -> None:
    html = client.get(makers.published().article.get_absolute_url()).content.decode()
    cards = html.split('<section class="care ')[1:]
    assert len(cards) == 3
    for card in cards:
        assert "<a " not in card.partition("</section>")[0]
    assert "Sources <sup" in cards[-1]


def test_crisis_numbers_stand_with_the_care_cards(client: Client, db: None) -> None:
    edition = makers.published()
    crisis = makers.organisation(kind="crisis", countries="IE")
    makers.contact(of=crisis, value="50808")
    Placement.objects.create(organisation=crisis, article=edition.article)
    html = client.get(edition.article.get_absolute_url()).content.decode()
    before_cards = html.partition('<section class="care ')[0]
    assert '<dt>Ireland</dt><dd><a href="tel:50808">Call 50808</a>' in before_cards


def test_who_cannot_be_reached_is_named_in_no_list(client: Client, db: None) -> None:
    silent = makers.organisation(name="Nobody answers")
    tag = makers.tag()
    Placement.objects.create(organisation=silent, tag=tag)
    edition = makers.published()
    Placement.objects.create(organisation=silent, article=edition.article)
    for address in (edition.article.get_absolute_url(), "/support/"):
        assert "Nobody answers" not in client.get(address).content.decode()
    own = client.get(silent.get_absolute_url()).content.decode()
    assert "no way to reach them that was checked recently" in own


def test_translations_name_each_other(client: Client, settings: Settings, db: None) -> None:
    settings.LANGUAGES = [("en", "English"), ("nl", "Dutch")]
    english = makers.published(slug="legs").article
    dutch = makers.article(slug="benen", language="nl", translation_of=english)
    makers.published(of=dutch, text=makers.document(language="nl"))
    assert dutch.get_absolute_url() == "/nl/articles/benen/"
    for address in ("/articles/legs/", "/nl/articles/benen/"):
        html = client.get(address).content.decode()
        assert f'hreflang="en" href="{settings.SITE_URL}/articles/legs/"' in html
        assert f'hreflang="nl" href="{settings.SITE_URL}/nl/articles/benen/"' in html
