"""An article page: what a reader finds there, at what cost."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser

import brotli
import pytest
import time_machine
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from articles import workflow
from articles.models import ChangeKind, Edition, Placement, Source, Standing, Tagging
from rlsinfo.pagecache.entry import Entry
from tests import makers

MAIN = "/articles/mirtazapine-restless-legs/"
pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_the_main_article_has_every_part_that_it_promises(client: Client, starter_content: None) -> None:
    html = page(client, MAIN)
    anchors = "symptoms look-alikes how-common causes risk-factors self-care help stopping diagnosis treatments "
    anchors += "questions pregnancy prevention living-with coping unknowns support sources made"
    for anchor in anchors.split():
        assert f'id="{anchor}"' in html, anchor
        assert anchor == "made" or f'href="#{anchor}"' in html, anchor
    assert re.findall(r'class="care ([a-z-]+)"', html) == ["non-urgent", "urgent", "emergency"]
    assert "Immediate action required:" in html
    assert "tel:116123" in html
    assert 'href="/articles/stopping-mirtazapine/"' in html


def test_it_says_that_no_clinician_has_reviewed_it(client: Client, starter_content: None) -> None:
    for address in (MAIN, f"{MAIN}editions/1/"):
        assert "Not yet reviewed by a clinician." in page(client, address)


def test_the_first_edition_that_people_publish_ends_the_banner(client: Client) -> None:
    first = makers.starter()
    assert "Not yet reviewed by a clinician." in page(client, first.article.get_absolute_url())
    second = makers.published(of=first.article)
    html = page(client, second.article.get_absolute_url())
    assert "Not yet reviewed" not in html
    assert "Reviewed by Pat" in html
    assert "This edition is out of date." in page(client, f"{first.article.get_absolute_url()}editions/1/")


def test_conflicting_estimates_stand_side_by_side_with_who_and_how(client: Client, starter_content: None) -> None:
    words = text_of(page(client, MAIN))
    for expected in (
        "Up to 1 in 100",
        "About 28 in 100",
        "It does not happen to about 72 in 100.",
        "9 in 100 with all",
    ):
        assert expected in words
    assert words.count("Who:") == words.count("How:") >= 3


def test_every_citation_leads_to_a_source_on_the_page(client: Client, starter_content: None) -> None:
    html = page(client, MAIN)
    cited = set(re.findall(r'href="#(s\d+)"', html))
    assert cited == set(re.findall(r'<li id="(s\d+)"', html))
    assert len(cited) > 15


def test_a_retracted_source_is_marked_at_once(client: Client) -> None:
    edition = makers.published()
    address = edition.article.get_absolute_url()
    assert "retracted" not in page(client, address)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    assert "This source has been retracted." in page(client, address)


def test_a_page_past_its_review_date_says_so(client: Client) -> None:
    edition = makers.published()
    address = edition.article.get_absolute_url()
    assert "past its review date" not in page(client, address)
    assert edition.next_review_due
    with time_machine.travel(dt.datetime.combine(edition.next_review_due, dt.time(12)) + dt.timedelta(days=1)):
        assert "past its review date" in page(client, address)


def test_the_text_shown_is_the_sealed_one_whatever_the_rows_say(client: Client) -> None:
    edition = makers.published()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="A title that came later")
    assert "A title that came later" not in page(client, edition.article.get_absolute_url())


def test_a_withdrawn_page_answers_410_with_its_reason(client: Client) -> None:
    edition = makers.withdrawn(reason="The dose was wrong.")
    response = client.get(edition.article.get_absolute_url())
    assert response.status_code == 410
    assert "The dose was wrong." in response.content.decode()
    own = client.get(f"{edition.article.get_absolute_url()}editions/1/")
    assert own.status_code == 200
    assert "This page was withdrawn" in own.content.decode()


def test_a_withdrawn_page_shows_the_way_to_another_while_that_is_there(client: Client) -> None:
    other = makers.published()
    edition = makers.withdrawn(redirect_to=other.article, of=makers.article(medicine=other.article.medicine))
    address, way = edition.article.get_absolute_url(), f'<a href="{other.article.get_absolute_url()}">{other.title}</a>'
    response = client.get(address)
    assert response.status_code == 410
    assert response.content.decode().count(way) == 1
    for expected in ("More about: ", 'name="q"', "All articles, A to Z", "noindex"):
        assert expected in response.content.decode(), expected
    workflow.withdraw(other, reason="Wrong too.", by=makers.publisher())
    html = client.get(address).content.decode()
    assert way not in html
    assert "More about:" not in html


def test_a_withdrawn_page_that_spoke_of_suicide_keeps_its_crisis_lines(client: Client) -> None:
    text = makers.document()
    spoke = makers.withdrawn(text=text.model_copy(update={"summary": "Some people think of suicide."}))
    silent = makers.withdrawn(text=text)

    def called(edition: Edition) -> list[str]:
        return re.findall('href="tel:([0-9]+)"', client.get(edition.article.get_absolute_url()).content.decode())

    assert called(spoke) == ["999", "112", "911", "000", "111"]
    assert "talk to somebody now" not in client.get(spoke.article.get_absolute_url()).content.decode()
    assert called(silent) == []
    makers.contact(of=makers.organisation(kind="crisis"), value="116123")
    assert called(spoke) == ["999", "112", "911", "000", "111", "116123"]
    assert "talk to somebody now" in client.get(spoke.article.get_absolute_url()).content.decode()
    assert called(silent) == []


def test_a_draft_is_nowhere(client: Client) -> None:
    edition = makers.draft()
    assert client.get(edition.article.get_absolute_url()).status_code == 404
    assert client.get(f"{edition.article.get_absolute_url()}editions/1/").status_code == 404


def test_an_edition_that_is_not_current_is_not_indexed(client: Client) -> None:
    first = makers.published()
    makers.published(of=first.article)
    address = first.article.get_absolute_url()
    html = page(client, f"{address}editions/1/")
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in html
    assert "ld+json" not in html
    assert "noindex" not in page(client, address)


def test_people_are_named_with_credentials_and_interests(client: Client) -> None:
    writer = makers.person(Role.AUTHOR)
    writer.byline.interests = "Shares in a maker of beds."
    writer.byline.save()
    html = page(client, makers.published(by=writer).article.get_absolute_url())
    assert "Pharmacist, MPharm" in html
    assert "Shares in a maker of beds." in html


def test_structured_data_is_valid_json_and_can_not_end_its_element(client: Client) -> None:
    text = makers.document(title="</script><script>alert(1)</script>")
    html = page(client, makers.published(text=text).article.get_absolute_url())
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(blocks) == 1
    data = json.loads(blocks[0])
    assert data["@type"] == "MedicalWebPage"
    assert data["name"] == "</script><script>alert(1)</script>"
    assert {about["@type"] for about in data["about"]} == {"Drug", "MedicalCondition"}
    assert data["lastReviewed"]
    assert html.count("<script") == 1


class Prose(HTMLParser):
    """Collects every inline script or style, event attribute and address of another host that loads something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag == "style" or (
            tag == "script" and values.get("type") != "application/ld+json" and not values.get("src")
        ):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        loads = values.get("src") if tag != "link" else values.get("href")
        if tag == "link" and values.get("rel") not in ("stylesheet", "icon", "manifest", "apple-touch-icon"):
            loads = None
        if loads and not loads.startswith("/"):
            self.found.append(f"{tag} {loads}")


def test_nothing_is_inline_and_nothing_comes_from_another_host(client: Client, starter_content: None) -> None:
    for address in ("/", MAIN, "/support/", "/articles/", "/about/privacy/", "/nope/"):
        prose = Prose()
        response = client.get(address)
        prose.feed(response.content.decode())
        assert prose.found == [], address
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert not response.cookies, address


def test_html_and_css_fit_in_one_tcp_window(client: Client, starter_content: None) -> None:
    page = Entry("200 OK", (), client.get(MAIN).content)
    page.compress_well()  # what all but the first few readers get
    html = page.whole["br"][1]
    css = brotli.compress((settings.BASE_DIR / "static/css/site.css").read_bytes())
    assert len(html) + len(css) <= 14 * 1024, (len(html), len(css))
    first = client.get(MAIN, headers={"Accept-Encoding": "br"})
    assert first.headers["Content-Encoding"] == "br"
    assert len(first.content) <= len(html) * 1.2


def test_queries_stay_at_four_whatever_the_size(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small = makers.published(text=makers.short_document()).article
    big = makers.published().article
    for n in range(5):
        tag = makers.tag()
        Tagging.objects.create(article=big, tag=tag)
        organisation = makers.organisation()
        makers.contact(of=organisation)
        Placement.objects.create(organisation=organisation, tag=tag)
        other = makers.published(text=makers.short_document(), slug=f"other-{n}").article
        Tagging.objects.create(article=other, tag=tag)
    # Where nothing is placed and the text speaks of no crisis, there is nobody to look for.
    for article, queries in ((small, 3), (big, 4)):
        with django_assert_num_queries(queries):
            html = page(client, article.get_absolute_url())
    assert html.count('class="org"') == 5
    assert html.count("<p>Also about tag") == 5


def test_a_minor_correction_shows_at_once(client: Client) -> None:
    first = makers.published()
    draft = makers.draft(of=first.article, text=makers.document(title="A corrected title"))
    workflow.submit(draft, version=draft.version, by=makers.author())
    makers.approve(draft)
    workflow.publish(draft, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    assert "<h1>A corrected title</h1>" in page(client, first.article.get_absolute_url())


def test_a_correction_says_so_at_the_top_and_to_machines_until_the_next_edition(client: Client) -> None:
    first = makers.published(text=makers.short_document())
    address = first.article.get_absolute_url()
    assert "Corrected on" not in page(client, address)
    makers.published(of=first.article, change=ChangeKind.CORRECTION, note="It said 1 in 10; it is 1 in 100.")
    html = page(client, address)
    assert html.index("Corrected on") < html.index("In short")
    assert '"correction": "It said 1 in 10; it is 1 in 100."' in html or '"correction":"It said 1 in 10' in html
    makers.published(of=first.article)
    assert "Corrected on" not in page(client, address)
    assert "It said 1 in 10" in page(client, f"{address}history/")
