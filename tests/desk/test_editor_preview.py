"""The preview: what the public templates make of unsaved and unfinished text, without claiming that it is published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from articles.desk import lenient
from articles.document import LINE, PROSE, Document
from articles.models import Edition, Standing
from tests import makers
from tests.desk.big import big_document

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=9), children, max_size=4),
    max_leaves=20,
)


def preview(edition: Edition, document: object, by: Client | None = None) -> str:
    client = by or signed_in()
    address = reverse("admin:desk-preview", args=[edition.pk])
    answer = client.post(address, {"document": document}, content_type="application/json")
    assert answer.status_code == 200
    return answer.content.decode()


def signed_in() -> Client:
    client = Client()
    client.force_login(makers.author())
    return client


def plain(document: Document) -> dict[str, Any]:
    return dict(json.loads(document.model_dump_json()))


def read(data: object) -> Document:
    return lenient.read(data, language="en")


@pytest.mark.django_db
def test_what_is_not_saved_is_shown_and_not_written() -> None:
    edition = makers.draft()
    html = preview(edition, plain(makers.document(title="Not saved yet")))
    assert "<h1>Not saved yet</h1>" in html
    assert "Draft preview." in html
    assert Edition.objects.get(pk=edition.pk).title != "Not saved yet"


@pytest.mark.django_db
def test_it_does_not_say_that_it_is_published_or_reviewed() -> None:
    html = preview(makers.draft(), plain(makers.document()))
    for words in ("Published", "Reviewed by", "How this page was made", "ld+json", 'rel="canonical"'):
        assert words not in html, words
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.django_db
def test_sources_are_those_of_the_library_with_their_standing() -> None:
    edition = makers.draft()
    makers.source(key="old-1999", title="An old leaflet", standing=Standing.SUPERSEDED)
    document = plain(makers.document())
    document["sections"][0]["points"][0]["sources"] = ["old-1999", "nobody-1900"]
    html = preview(edition, document)
    assert "An old leaflet" in html
    assert "A newer version of this source exists." in html
    assert "nobody-1900" not in html


@pytest.mark.django_db
def test_a_preview_of_a_big_draft_costs_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    edition, client = makers.draft(text=big_document()), signed_in()
    document = plain(big_document())
    with django_assert_max_num_queries(6):
        assert preview(edition, document, by=client).count('class="point"') > 80


def test_unfinished_points_are_shown_as_far_as_they_go() -> None:
    data = makers.data(
        title="",
        sections=[
            makers.section(
                "how_common",
                makers.estimate(term="", text="<p>Half</p>"),
                makers.estimate(term="No numbers", estimate={"per": 100, "population": "", "design": ""}),
            ),
            makers.section("treatments", makers.treatment(term="No verdict", treatment={"recommendation": ""})),
            makers.section("help", makers.care_card("urgent", term="")),
            makers.section("questions", makers.question(text=["no text"])),
        ],
    )
    made = read(data)
    assert made.title == lenient.NAMELESS
    points = [point for section in made.sections for point in section.points]
    assert [(point.kind.value, point.term) for point in points] == [
        ("estimate", lenient.NAMELESS),
        ("plain", "No numbers"),
        ("plain", "No verdict"),
        ("help", lenient.NAMELESS),
        ("question", "Can I take less?"),
    ]
    assert points[0].text == "<p>Half</p>"


def test_a_valid_document_is_read_as_it_is() -> None:
    document = makers.document()
    assert read(plain(document)) == document


def test_what_is_too_long_or_twice_there_is_cut() -> None:
    long = {"heading": "x" * 999, "introduction": f"<p>{'word ' * PROSE}</p>"}
    sections = [makers.section("causes", **long), makers.section("causes"), {"kind": "unknown"}, 7]
    made = read(makers.data(summary="", sections=sections))
    (section,) = made.sections
    assert len(section.heading) == LINE
    assert section.introduction.startswith("<p>word word")


@given(JSON)
def test_whatever_is_sent_there_is_a_page_to_show(data: object) -> None:
    assert read(data).language == "en"
    assert read({"sections": [data, {"kind": "help", "points": [data, {"term": data}]}], "answer": data}).title
