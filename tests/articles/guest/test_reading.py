"""What an invited clinician reads: the text, what changed in it, and every source."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles import checking, links, rows, workflow
from articles.models import Edition, Source, Standing
from tests import makers

pytestmark = pytest.mark.django_db
QUERIES = 19


def second_edition() -> Edition:
    author = makers.author()
    first = makers.published(by=author, text=makers.document(title="Before"))
    return makers.submitted(of=first.article, by=author, text=makers.document(title="After", summary="New words."))


def opened(client: Client, edition: Edition) -> str:
    address = links.guest_path(workflow.invite(edition, name="Sam Guest", by=makers.author()))
    client.post(address, {"do": "open"})
    return address


def test_the_whole_text_is_there_with_its_sources_as_links(guest: Client, address: str) -> None:
    html = guest.get(address).content.decode()
    for section in makers.document().sections:
        assert f"{section.heading}</h2>" in html
    links_to_sources = html.count('href="https://example.org/')
    assert links_to_sources >= 2 * len(makers.SOURCE_KEYS)
    assert "What changed" not in html
    assert "Draft preview" not in html


def test_what_changed_is_shown_against_the_edition_before(client: Client) -> None:
    address = opened(client, second_edition())
    html = client.get(address).content.decode()
    assert "readers see edition 1 now" in html
    assert f'href="{address}?view=changes"' in html
    changed = client.get(address, {"view": "changes"}).content.decode()
    assert "<del>Before</del><ins>After</ins>" in changed
    assert "Sign and send" in changed
    side = client.get(address, {"view": "side"}).content.decode()
    assert '<div class="sides">' in side


def test_a_first_edition_has_nothing_to_compare(guest: Client, address: str) -> None:
    for view in ("changes", "side", "nonsense"):
        html = guest.get(address, {"view": view}).content.decode()
        assert "On this page" in html


def test_the_standing_of_a_source_is_told(guest: Client, address: str) -> None:
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.SUPERSEDED)
    assert "A newer version of this source exists." in guest.get(address).content.decode()


def test_advice_that_was_set_aside_is_told_with_its_reason(client: Client) -> None:
    author = makers.author()
    draft = makers.draft(by=author, text=makers.document(summary="28% of people have it."))
    advice = next(a.problem for a in checking.check(draft, rows.read(draft)).advice if a.problem.code == "percentage")
    reason = "A quotation <of> the leaflet."
    workflow.set_aside(draft, code=advice.code, target=advice.target, about=advice.about, reason=reason, by=author)
    workflow.submit(draft, version=draft.version, by=author)
    html = client.get(opened(client, draft)).content.decode()
    assert "set aside (1)" in html
    assert "A quotation &lt;of&gt; the leaflet." in html


@pytest.mark.parametrize("view", ["text", "changes", "side"])
def test_the_cost_does_not_grow_with_the_text_or_the_talk(
    view: str, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    edition = second_edition()
    address = opened(client, edition)
    document = rows.read(edition)
    for section in document.sections:
        client.post(address, {"do": "comment", "part": str(section.id), "text": "So."})
    with django_assert_max_num_queries(QUERIES):
        assert client.get(address, {"view": view}).status_code == 200
