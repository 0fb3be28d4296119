"""The search page: whatever is typed is answered, what is shown is true, and help is never far."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from finding import tally
from finding.models import MissingWord
from tests import makers
from tests.hostile import HOSTILE

pytestmark = pytest.mark.django_db
LANGUAGES = [("en", "English"), ("de", "Deutsch")]


def ask(client: Client, query: str, path: str = "/search/", **more: str) -> str:
    """The page of results; a query may hold anything, half of a surrogate pair too."""
    parts = {"q": query, **more}
    search = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in parts.items())
    response = client.get(f"{path}?{search}")
    assert response.status_code == 200, ascii(query)[:200]
    assert not response.cookies
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    return html


def said(html: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub("<[^>]+>", "", html[html.index("<main") :])).split())


def results(html: str) -> list[tuple[str, str]]:
    """Each result: the words of its link, and where it leads."""
    found = re.findall(r'<li><h3><a href="([^"]+)">(.*?)</a></h3>', html)
    return [(unescape(re.sub("<[^>]+>", "", words)), unescape(href)) for href, words in found]


def narrowing(html: str) -> list[tuple[str, int]]:
    """Where each filter leads, and how many it promises."""
    found = re.findall(r'<a href="([^"]+)">[^<]+<span class="small">(\d+)</span></a>', html)
    return [(unescape(href), int(count)) for href, count in found]


def test_a_mistyped_question_leads_to_the_section_that_answers_it(client: Client, starter_content: None) -> None:
    html = ask(client, "restles legs remeron pregnancy")
    assert results(html)[0] == (
        "Mirtazapine and restless legs: Pregnancy and breastfeeding",
        "/articles/mirtazapine-restless-legs/#pregnancy",
    )
    words = said(html)
    assert "Showing results for “restless legs remeron pregnancy”." in words
    assert "Article about Remeron" in words
    assert "<mark>pregnancy</mark>" in html
    assert html.count("<h1") == 1
    assert "Showing results for" not in ask(client, "restless legs")
    assert results(ask(client, "mirtazepine"))[0] == ("Mirtazapine", "/medicines/mirtazapine/")


def test_what_is_not_here_is_said_with_a_way_on(client: Client, starter_content: None) -> None:
    partly = said(ask(client, "mirtazapine football"))
    assert "No page here has the word “football”." in partly
    for query in ("", "   ", "football", "?!", "\N{SNOWMAN}"):
        html = ask(client, query)
        assert results(html) == []
        for way in ("/articles/", "/medicines/", "/conditions/", "/topics/", "/support/", "/support/#now"):
            assert f'<a href="{way}">' in html[html.index("<main") :], (query, way)
        assert "/topics/sleep/" in html
    assert "Nothing found for “football”" in said(ask(client, "football"))
    assert "Nothing found" not in said(ask(client, ""))


def test_an_empty_site_has_a_page_too(client: Client) -> None:
    assert "Nothing found for “legs”" in said(ask(client, "legs"))
    assert "How to search" in said(ask(client, ""))


def test_words_of_crisis_have_the_crisis_lines_above_the_results(client: Client) -> None:
    makers.published(text=makers.short_document(title="Restless legs"), slug="legs")
    for query in ("end it", "overdose", "suicide", "legs suicidal", "x" * 300 + " suicide"):
        html = ask(client, query)
        order = ("Call your emergency number now", 'href="tel:116123"', 'class="told"')
        assert sorted(order, key=html.index) == list(order), query
        assert 'href="/support/#now"' in html[: html.index('class="told"')]
        offered = json.loads(client.get("/search/suggest/", {"q": query[-100:]}).content)
        assert offered[0] == {"label": "Get help now", "path": "/support/#now", "kind": "Crisis lines"}
    assert "tel:116123" not in ask(client, "restless legs")


def test_words_that_stand_nowhere_are_counted_one_by_one(client: Client) -> None:
    makers.published(text=makers.short_document(title="Restless legs"), slug="legs")
    for query in ("football tennis", "Football", "legs cricket", "suicide rugby", "07700900123 flat2b", "x" * 90, "q"):
        ask(client, query)
    ask(client, "badminton", kind="article")
    client.head("/search/?q=hockey")
    tally.words.flush()
    assert dict(MissingWord.objects.values_list("word", "times")) == {"football": 2, "tennis": 1}
    assert set(MissingWord.objects.values_list("language", flat=True)) == {"en"}


def test_filters_promise_what_they_keep(client: Client, starter_content: None) -> None:
    whole = ask(client, "mirtazapine")
    offered = narrowing(whole)
    assert len(offered) >= 10
    assert "restless legs" in said(whole).lower()
    for href, count in offered:
        html = client.get(href).content.decode()
        assert re.search(rf"<h2>{count} results?\b", html), href
        further = narrowing(html)
        assert all(
            parse_qs(urlsplit(href).query).items() <= parse_qs(urlsplit(other).query).items() for other, _ in further
        )
        assert re.search(r'<a href="/search/\?q=mirtazapine"><span class="hide">Remove </span>', html), href
    both = ask(client, "mirtazapine", kind="article", tag="sleep")
    assert 'href="/search/?q=mirtazapine&amp;tag=sleep"><span class="hide">Remove </span>Kind: Articles' in both
    assert 'href="/search/?q=mirtazapine&amp;kind=article"><span class="hide">Remove </span>Topic: Sleep' in both
    assert all(href.startswith("/articles/") for _, href in results(both))


HARMLESS = ["nope", "", "'; --", "\x00", "\ud800", "*", "%", "a b", "<b>", "-1", "9" * 400, "NaN", "1e9", "٣", "²", "0"]


def test_filters_and_pages_that_make_no_sense_are_harmless(client: Client) -> None:
    makers.published(text=makers.short_document(title="Restless legs"), slug="legs")
    for value in HARMLESS:
        for name in ("kind", "medicine", "tag", "page", "other"):
            html = ask(client, "legs", **{name: value})
            assert "<b>" not in html
            assert results(html) or (name in ("medicine", "tag") and "Search all pages" in html), (name, ascii(value))


def test_pages_are_plain_links(client: Client, starter_content: None) -> None:
    first = ask(client, "restles legs remeron pregnancy")
    assert 'rel="prev"' not in first
    seen, html = results(first), first
    while after := re.search(r'<a rel="next" href="([^"]+)">', html):
        html = client.get(unescape(after[1])).content.decode()
        assert results(html)
        seen += results(html)
    total = re.search(r"<h2>(\d+) results", first)
    assert total
    assert len(seen) == len({href.partition("#")[0] for _, href in seen}) == int(total[1]) > 10
    assert re.search(r'<a rel="prev" href="([^"]+)">', html)
    assert results(ask(client, "restles legs remeron pregnancy", page="999")) == results(html)
    assert results(ask(client, "restles legs remeron pregnancy", page="x")) == results(first)


def test_any_text_at_all_is_answered_with_a_page(client: Client) -> None:
    """Several hundred, each escaped, in the search and in what is offered while somebody types."""
    makers.published(text=makers.short_document(title="Legs <b>& arms</b>"), slug="legs")
    assert len(HOSTILE) >= 300
    for query in HOSTILE:
        html = ask(client, query)
        main = html[html.index("<main") :]
        assert "<b>" not in main
        assert "<script" not in main
        assert "<img" not in main
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e]", html), ascii(query)[
            :99
        ]
        assert len(main) < 8_000, (len(main), ascii(query)[:99])
        search = quote(query.encode("utf-8", "surrogatepass"))
        for more in ("", "&format=list"):
            answer = client.get(f"/search/suggest/?q={search}{more}")
            assert answer.status_code == 200
            assert isinstance(json.loads(answer.content), list)


@trying(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(), max_size=400), page=st.text(max_size=8), tag=st.text(max_size=20))
def test_so_is_any_other_text(client: Client, query: str, page: str, tag: str) -> None:
    ask(client, query, page=page, tag=tag)


def test_what_is_found_is_escaped(client: Client) -> None:
    text = makers.short_document(title="</a><script>alert(1)</script> legs", summary="<img src=x> legs & <i>arms</i>")
    makers.published(text=text, slug="legs")
    html = ask(client, "legs <script>")
    assert results(html)[0][0].startswith("</a><script>alert(1)</script>")
    main = html[html.index("<main") :]
    assert "<script" not in main
    assert "<img" not in main
    assert "<i>" not in main


def test_only_the_beginning_of_a_long_text_is_shown_back(client: Client) -> None:
    html = ask(client, "legs " * 2_000)
    assert "We looked at the beginning of it." in html
    assert html.count("legs legs") < 400
    shown = re.search(r'name="q" value="([^"]*)"', html)
    assert shown
    assert len(shown[1]) <= 200


def test_a_search_costs_six_queries_and_a_suggestion_one(client: Client, starter_content: None) -> None:
    ask(client, "warm up")
    for query, most in (("restles legs remeron pregnancy", 6), ("sleep", 6), ("football", 3), ("", 1), ("overdose", 7)):
        with CaptureQueriesContext(connection) as made:
            ask(client, query)
        assert len(made) <= most, (query, [each["sql"] for each in made])
    for typed, most in (("rem", 1), ("mirtazepi", 4), ("x", 0)):
        with CaptureQueriesContext(connection) as made:
            client.get("/search/suggest/", {"q": typed})
        assert len(made) <= most, typed


def test_what_is_offered_while_somebody_types(client: Client, starter_content: None) -> None:
    response = client.get("/search/suggest/", {"q": "remer"})
    offered = json.loads(response.content)
    assert {"label": "Remeron: Mirtazapine", "path": "/medicines/mirtazapine/", "kind": "Medicine"} in offered
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    as_list = json.loads(client.get("/search/suggest/", {"q": "remer", "format": "list"}).content)
    assert as_list[0] == "remer"
    assert as_list[1] == [each["label"] for each in offered]
    assert as_list[3][0].startswith(settings.SITE_URL + "/")


@override_settings(LANGUAGES=LANGUAGES)
def test_each_language_finds_its_own(client: Client) -> None:
    makers.published(text=makers.short_document(title="Restless legs"), slug="legs")
    german = makers.article(slug="beine", language="de")
    makers.published(of=german, text=makers.short_document(title="Unruhige Beine", language="de"))
    assert [href.partition("#")[0] for _, href in results(ask(client, "Beine", "/de/search/"))] == [
        "/de/articles/beine/"
    ]
    assert results(ask(client, "Beine")) == []
    assert all(not href.startswith("/de/") for _, href in results(ask(client, "legs")))
    assert "/articles/legs/" not in ask(client, "Restless", "/de/search/")
    assert json.loads(client.get("/search/suggest/", {"q": "unruh"}).content) == []
    assert json.loads(client.get("/de/search/suggest/", {"q": "unruh"}).content)[0]["path"] == "/de/articles/beine/"


@override_settings(LANGUAGES=LANGUAGES, SITE_NAME="Side effects & “more” for everybody")
def test_browsers_are_told_how_to_search_here(client: Client) -> None:
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    for prefix, language in (("", "en"), ("/de", "de")):
        here = settings.SITE_URL + prefix
        response = client.get(f"{prefix}/opensearch.xml")
        assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
        tree = ET.fromstring(response.content)  # noqa: S314 (our own)
        assert tree.tag == f"{space}OpenSearchDescription"
        assert len(tree.findtext(f"{space}ShortName", "")) in range(1, 17)
        assert tree.findtext(f"{space}Language") == language
        templates = {url.get("type"): url.get("template") for url in tree.findall(f"{space}Url")}
        assert templates == {
            "text/html": f"{here}/search/?q={{searchTerms}}",
            "application/x-suggestions+json": f"{here}/search/suggest/?format=list&q={{searchTerms}}",
        }
        for page in ("/", "/search/"):
            assert (
                f'<link rel="search" type="application/opensearchdescription+xml" href="{prefix}/opensearch.xml"'
                in (client.get(prefix + page).content.decode())
            )


def test_the_search_is_on_every_page_and_its_script_on_two(client: Client) -> None:
    for address in ("/", "/articles/", "/support/", "/about/", "/search/"):
        html = client.get(address).content.decode()
        assert '<a href="/search/">Search</a>' in html
        assert ('role="search"' in html) == (address in ("/", "/articles/", "/search/"))
        assert ("js/search.js" in html) == (address in ("/", "/search/"))
    assert "/search/" not in client.get("/sitemap.xml").content.decode()
    assert client.post("/search/", {"q": "legs"}).status_code == 405


def test_the_script_is_small() -> None:
    assert (settings.BASE_DIR / "static/js/search.js").stat().st_size <= 2_048


def test_the_parameters_are_read_once(client: Client) -> None:
    """A name that is given twice, or without a value, is no fault."""
    for query in ("q", "q=&q=legs", "q=legs&q=arms", "=", "&&&", "q=legs&kind", "%ff=%ff"):
        response: Any = client.get(f"/search/?{query}")
        assert response.status_code == 200, query


def test_who_speaks_of_crisis_can_call_the_number_of_their_country_first(client: Client) -> None:
    def asked(languages: str) -> str:
        response = client.get("/search/", {"q": "overdose"}, headers={"accept-language": languages})
        assert "Accept-Language" in response.headers["Vary"]
        return response.content.decode()

    dutch = asked("nl-NL,nl;q=0.9")
    assert '<p class="call"><a href="tel:112">Call 112</a></p>' in dutch
    assert dutch.index("<dt>Netherlands") < dutch.index("<dt>Ireland")
    unknown = asked("en")
    assert "Call 112" not in unknown
    for number in ("999", "112", "911", "000", "111"):
        assert f'href="tel:{number}"' in unknown
    assert "Accept-Language" not in client.get("/search/?q=legs").headers["Vary"]
