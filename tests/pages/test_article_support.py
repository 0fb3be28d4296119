"""The support organisations under an article: by country, told apart by kind, crisis lines first where needed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Placement
from resources.models import Organisation, OrganisationKind
from tests import makers

pytestmark = pytest.mark.django_db
SUICIDE = "If you think of suicide, call somebody now."


def support_of(client: Client, article: Article) -> str:
    """The section with support organisations."""
    html = client.get(article.get_absolute_url()).content.decode()
    return html.partition('<section class="part support">')[2].partition("</section>")[0]


def placed(article: Article, **columns: Any) -> Organisation:
    organisation = makers.organisation(**columns)
    makers.contact(of=organisation)
    Placement.objects.create(organisation=organisation, article=article)
    return organisation


def headings(html: str) -> list[str]:
    return re.findall(r"<h[34][^>]*>(?:<a[^>]*>)?([^<]+)", html)


def test_they_stand_by_country_and_those_for_everybody_last(client: Client) -> None:
    article = makers.published(text=makers.short_document()).article
    placed(article, name="For all", countries="", international=True)
    placed(article, name="British and Irish", countries="GB,IE")
    placed(article, name="Dutch scheme", countries="NL", kind=OrganisationKind.REPORTING)
    placed(article, name="Dutch group", countries="NL")
    html = support_of(client, article)
    assert headings(html) == [
        *("Ireland", "British and Irish"),
        *("Netherlands", "Dutch group", "Dutch scheme"),
        *("United Kingdom", "British and Irish"),
        *("International", "For all"),
    ]
    assert [kind for kind in re.findall(r'class="kind">([^<]+)', html) if kind != "Patient group"] == [
        "Reporting a side effect"
    ]


@pytest.mark.parametrize(("countries", "jumps"), [("GB,IE,NL", 0), ("GB,IE,NL,SE", 4)])
def test_more_than_three_countries_have_a_list_to_jump_from(client: Client, countries: str, jumps: int) -> None:
    article = makers.published(text=makers.short_document()).article
    placed(article, countries=countries)
    html = support_of(client, article)
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) == jumps
    assert all(f'id="{target}"' in html for target in targets)


def test_in_each_country_only_what_works_there_is_given(client: Client) -> None:
    article = makers.published(text=makers.short_document()).article
    group = makers.organisation(countries="GB,IE")
    Placement.objects.create(organisation=group, article=article)
    makers.contact(of=group, value="+442079460000", countries="GB")
    html = support_of(client, article)
    assert headings(html) == ["United Kingdom", group.name]
    makers.contact(of=group, kind="email", value="help@example.ie", countries="IE")
    irish, british = support_of(client, article).split('id="in-gb"')
    assert "help@example.ie" in irish
    assert "tel:" not in irish
    assert "help@example.ie" not in british


def test_a_text_on_suicide_has_every_crisis_line_first_whoever_placed_it(client: Client) -> None:
    speaks = makers.published(text=makers.short_document(summary=SUICIDE)).article
    silent = makers.published(text=makers.short_document()).article
    for article in (speaks, silent):
        placed(article, name="A group")
    for country, number in (("IE", "50808"), ("US", "988")):
        makers.contact(of=makers.organisation(kind="crisis", name=f"Line {number}", countries=country), value=number)
    assert "tel:988" not in support_of(client, silent)
    assert headings(support_of(client, speaks)) == [
        *("Crisis lines", "Line 50808", "Line 988"),
        *("United Kingdom", "A group"),
    ]
    before_the_cards = client.get(speaks.get_absolute_url()).content.decode().partition('<section class="care ')[0]
    assert "tel:50808" in before_the_cards
    assert "tel:988" in before_the_cards


def test_a_crisis_line_that_somebody_placed_is_a_block_of_its_own(client: Client) -> None:
    article = makers.published(text=makers.short_document()).article
    placed(article, name="A group")
    placed(article, name="Night line", kind=OrganisationKind.CRISIS)
    assert headings(support_of(client, article)) == ["Crisis lines", "Night line", "United Kingdom", "A group"]


def test_what_they_were_checked_against_is_said_once_where_it_is_the_same(client: Client) -> None:
    article = makers.published(text=makers.short_document()).article
    for _ in range(3):
        placed(article)
    assert support_of(client, article).count("https://example.org/contact") == 1
    other = placed(article)
    Organisation.objects.filter(pk=other.pk).update(verification_source="Rang them.")
    html = support_of(client, article)
    assert html.count("https://example.org/contact") == 1
    assert re.search(r"Checked \d+ \w+ \d{4}: Rang them\.", html)


def test_a_contact_that_was_checked_on_another_day_says_so(client: Client) -> None:
    article = makers.published(text=makers.short_document()).article
    line = placed(article, kind=OrganisationKind.CRISIS)
    assert "(checked " not in support_of(client, article)
    makers.contact(of=line, kind="text", value="85258", days_ago=900)
    assert "(checked " in support_of(client, article)
