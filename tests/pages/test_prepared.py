"""A page made ahead is the page that its text makes now, byte for byte; what changes by itself is never in it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts import frame
from articles import crosslinks, prepared, presentation, selectors, workflow
from articles import document as documents
from articles.document import Document, SourceRecord
from articles.models import ChangeKind, Edition, Placement, PreparedPage, Source, Standing, Tag, Tagging
from resources.models import Contact
from tests import makers
from tests.articles.strategies import SOURCES, documents_, quick

KNOWN, GONE = UUID(int=1), UUID(int=2)
LINKS = f'<p>See <a href="article:{KNOWN}">a <em>page</em></a> and <a href="article:{GONE}">another</a>.</p>'
LIBRARY = {
    key: SourceRecord(key=key, kind="study", title=f"About <{key}> & more", authors="A B.", year=2001)
    for key in SOURCES
}
AROUND = {name: mark_safe(f"<p>{name} & <hole {name}></p>") for name in prepared.AROUND}  # noqa: S308
FREE = st.text(max_size=20) | st.sampled_from(["<hole body>", "<hole crisis>", "&lt;hole made>", "\x1f", "</script>"])


@st.composite
def texts(draw: st.DrawFn) -> Document:
    """Any document with its sources, some of its prose with links to articles, some of its words made to mislead."""
    text = draw(documents_()).with_sources(LIBRARY)
    sections = [
        section.model_copy(update={"introduction": draw(st.sampled_from([section.introduction, LINKS]))})
        for section in text.sections
    ]
    return text.model_copy(update={"sections": tuple(sections), "title": draw(FREE), "summary": draw(FREE)})


def at_once(
    text: Document, around: dict[str, SafeString], standings: dict[str, str], paths: dict[UUID, str]
) -> SafeString:
    """The same page without holes."""
    return prepared.body(presentation.show(crosslinks.shown(text, paths), standings), around)


@pytest.mark.one_engine
@quick
@given(texts(), st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(list(Standing.values))), st.booleans())
def test_what_is_prepared_and_filled_is_what_is_made_at_once(
    text: Document, standings: dict[str, str], published: bool
) -> None:
    paths = {KNOWN: "/articles/known/"} if published else {}
    made = prepared.prepare(text)
    assert made.filled(AROUND, standings, paths) == at_once(text, AROUND, standings, paths)
    assert made.linked == crosslinks.identities(text)
    warned = presentation.show(text, standings).warnings
    assert made.warnings(standings) == [(source.number, source.warning) for source in warned]


@pytest.mark.one_engine
@quick
@given(texts())
def test_what_the_text_says_of_itself_to_machines_stays_what_it_is(text: Document) -> None:
    made = prepared.prepare(text).data.replace(prepared.ADDRESS, "https://rlsinfo.example/articles/x/")
    assert "<" not in made
    assert ">" not in made
    data = json.loads(f"{{{made}}}")
    assert [part["headline"] for part in data["hasPart"]] == [section.heading for section in text.sections]
    assert all(part["url"].startswith("https://rlsinfo.example/articles/x/#") for part in data["hasPart"])
    assert data["citation"] == [source.link or f"{source.title}." for source in text.sources]


def read(client: Client, edition: Edition) -> str:
    response = client.get(edition.article.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def read_anew(client: Client, edition: Edition) -> str:
    """The page of an edition whose page is not kept."""
    PreparedPage.objects.filter(edition=edition).delete()
    return read(client, edition)


@pytest.mark.django_db
def test_every_starter_article_is_the_same_with_and_without_its_kept_page(
    client: Client, starter_content: None
) -> None:
    editions = list(Edition.objects.published().select_related("article"))
    assert len(editions) == 7
    for edition in editions:
        assert edition.prepared.signature == prepared.signature()
        kept = read(client, edition)
        assert "<hole" not in kept
        assert kept == read_anew(client, edition)


@pytest.mark.django_db
def test_the_frame_of_an_article_is_that_of_its_template(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the page but its body, made at once by the template that drafts have too."""
    text = makers.document().model_copy(update={"title": "<hole body> & “more”", "summary": "<b>"})
    edition = makers.published(text=text)
    filled: dict[str, Any] = {}
    whole = prepared.filled

    def noted(parts: Any, holes: Any) -> SafeString:
        filled.update(holes)
        return whole(parts, holes)

    monkeypatch.setattr(prepared, "filled", noted)
    for current, address in ((True, ""), (False, "editions/1/")):
        filled.clear()
        html = client.get(f"{edition.article.get_absolute_url()}{address}").content.decode()
        own = {name: filled[name] for name in ("number", "canonical", "alternates", "json_ld", "trail", "body")}
        context = {"text": text, "current": current, **own, **frame.everywhere()}
        assert html == render_to_string("articles/article.html", context)


@pytest.mark.django_db
def test_nothing_that_changes_by_itself_is_kept(client: Client) -> None:
    """Each change is there at the next reading, and what is kept stays as it was."""
    tag = makers.tag(name="First name")
    other = makers.published(text=makers.short_document(), slug="the-other")
    text = makers.document()
    linking = f'<p>See <a href="article:{other.article.uuid}">that page</a>.</p>'
    sections = (text.sections[0].model_copy(update={"introduction": linking}), *text.sections[1:])
    edition = makers.published(text=text.model_copy(update={"sections": sections}))
    Tagging.objects.create(article=edition.article, tag=tag)
    contact = makers.contact(of=makers.organisation(name="Helpers"))
    Placement.objects.create(organisation=contact.organisation, tag=tag)
    before = PreparedPage.objects.get(edition=edition)
    first = read(client, edition)
    assert "Helpers" in first
    assert "First name" in first
    assert '<a href="/articles/the-other/">that page</a>' in first

    Tag.objects.filter(pk=tag.pk).update(name="Second name")
    assert "Second name" in read(client, edition)
    Contact.objects.filter(pk=contact.pk).update(broken_since=timezone.localdate(), broken_why="It is dead.")
    assert "Helpers" not in read(client, edition)
    workflow.withdraw(other, reason="Wrong.", by=makers.publisher())
    assert "See that page." in read(client, edition)
    cited = text.cited_keys()[0]
    Source.objects.filter(key=cited).update(standing=Standing.RETRACTED)
    assert read(client, edition).count("This source has been retracted.") == 2
    with time_machine.travel(timezone.now() + dt.timedelta(days=800)):
        assert "past its review date" in read(client, edition)
    after = PreparedPage.objects.get(edition=edition)
    assert (after.html, after.facts) == (before.html, before.facts)


@pytest.mark.django_db
def test_the_page_of_the_edition_before_goes_when_another_is_published(client: Client) -> None:
    first = makers.published()
    second = makers.published(of=first.article)
    assert list(PreparedPage.objects.values_list("edition", flat=True)) == [second.pk]
    first.refresh_from_db()
    assert client.get(first.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_a_page_that_other_code_made_is_not_shown_and_made_anew(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = makers.published()
    PreparedPage.objects.filter(edition=edition).update(signature="other", html="<p>old</p>")
    assert [page.edition for page in prepared.of_other_code()] == [edition]
    html = read(client, edition)
    assert "<p>old</p>" not in html
    # GET never writes.
    assert PreparedPage.objects.get().signature == "other"
    call_command("prepare_pages")
    assert not prepared.of_other_code().exists()
    assert read(client, edition) == html
    with django_assert_num_queries(1):
        selectors.edition_shown(edition.article.slug, "en")


@pytest.mark.django_db
def test_no_kept_page_is_shown_while_templates_may_change(client: Client) -> None:
    edition = makers.published()
    html = read(client, edition)
    PreparedPage.objects.filter(edition=edition).update(html="<p>kept</p>")
    assert "<p>kept</p>" in read(client, edition)
    with override_settings(DEBUG=True):
        assert read(client, edition) == html


@pytest.mark.django_db
def test_publishing_keeps_the_page_in_its_own_language(client: Client) -> None:
    edition = makers.published(change=ChangeKind.MAJOR, note="New.")
    kept = PreparedPage.objects.get(edition=edition)
    made = prepared.prepare(documents.unseal(edition.sealed_json or ""))
    assert kept.html == made.html
    assert json.loads(kept.facts)["cited"] == list(made.cited)
