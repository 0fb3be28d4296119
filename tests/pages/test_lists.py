"""Home, A to Z, hubs, tags, support: what they list, and that their cost does not grow."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Placement, Tagging
from resources.models import OrganisationKind
from tests import makers

pytestmark = pytest.mark.django_db


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", "Mirtazapine and restless legs"),
        ("/articles/", "Remeron<span>: see Mirtazapine</span>"),
        ("/medicines/", "Also called: Remeron"),
        ("/medicines/mirtazapine/", "RxNorm 15996"),
        ("/conditions/", "Restless legs syndrome"),
        ("/conditions/restless-legs-syndrome/", "Willis-Ekbom disease"),
        ("/topics/sleep/", "Mirtazapine and sleepiness"),
        ("/topics/", "Restless legs"),
        ("/support/", "Samaritans"),
        ("/support/samaritans/", 'href="tel:116123"'),
        ("/about/", "How our pages are made"),
        ("/about/how-pages-are-made/", "a publisher publish it"),
        ("/about/accessibility/", "What does not work yet"),
        ("/about/privacy/", "set no cookie"),
    ],
)
def test_a_newcomers_site_has_every_page(client: Client, starter_content: None, address: str, expected: str) -> None:
    html = body(client, address)
    assert expected in html
    assert html.count("<h1>") == 1
    assert 'href="#main"' in html


def test_an_empty_site_has_pages_too(client: Client) -> None:
    assert "There is no article yet." in body(client, "/")
    assert "There is nothing here yet." in body(client, "/medicines/")
    assert "call your emergency number" in body(client, "/support/")
    assert body(client, "/articles/")


def grow(number: int) -> None:
    tag = makers.tag(slug=f"grown-{number}")
    article = makers.published(text=makers.short_document(), slug=f"grown-{number}").article
    Tagging.objects.create(article=article, tag=tag)
    organisation = makers.organisation(slug=f"grown-{number}")
    makers.contact(of=organisation)
    Placement.objects.create(organisation=organisation, tag=tag)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 1),
        ("/articles/", 1),
        ("/medicines/", 2),
        ("/conditions/", 2),
        ("/topics/", 1),
        ("/topics/grown-0/", 6),
        ("/topics/grown-0/feed/", 3),
        ("/support/", 2),
        ("/support/grown-0/", 3),
        ("/feed/", 1),
        ("/sitemap.xml", 6),
    ],
)
def test_lists_cost_a_constant_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    grow(0)
    with django_assert_num_queries(queries):
        body(client, address)
    for number in range(1, 5):
        grow(number)
    with django_assert_num_queries(queries):
        body(client, address)


def test_a_topic_without_a_published_article_has_no_hub(client: Client) -> None:
    topic = makers.medicine()
    assert client.get(topic.get_absolute_url()).status_code == 404


def test_a_medicine_is_not_found_among_the_conditions(client: Client, starter_content: None) -> None:
    assert client.get("/conditions/mirtazapine/").status_code == 404


def test_an_unverified_or_archived_organisation_is_not_shown(client: Client) -> None:
    hidden = [
        makers.organisation(verified=False),
        makers.organisation(archived=True),
    ]
    for organisation in hidden:
        makers.contact(of=organisation)
        assert client.get(organisation.get_absolute_url()).status_code == 404
        assert organisation.name not in body(client, "/support/")


def test_a_number_that_was_not_verified_for_a_year_is_no_longer_given(client: Client) -> None:
    group = makers.organisation()
    makers.contact(of=group, value="+442079460000")
    crisis = makers.organisation(kind=OrganisationKind.CRISIS)
    makers.contact(of=crisis, value="116123")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=400)):
        html = body(client, "/support/")
    assert "+442079460000" not in html
    assert "tel:116123" in html


def test_another_language_stands_under_its_code(client: Client, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("nl", "Dutch")]
    text = makers.short_document(language="nl", title="Rusteloze benen")
    makers.published(text=text, slug="rusteloze-benen")
    html = body(client, "/nl/articles/rusteloze-benen/")
    assert '<html lang="nl">' in html
    assert client.get("/articles/rusteloze-benen/").status_code == 404
    assert "Rusteloze benen" in body(client, "/nl/articles/")
    assert "Rusteloze benen" not in body(client, "/articles/")
