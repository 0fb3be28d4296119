"""What was sealed under any schema version is shown, compared, confirmed and restored, whatever the shape is today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.roles import Role
from articles import document as documents
from articles import guards, rows, workflow
from articles.document import Document
from articles.models import Edition, Source
from tests import makers
from tests.articles.test_sealed import SEALED

pytestmark = pytest.mark.django_db


@dataclass
class Sample:
    """An article whose published edition holds the text of a file as its seal."""

    text: str
    document: Document
    edition: Edition

    @property
    def address(self) -> str:
        return self.edition.article.get_absolute_url()


@pytest.fixture(params=SEALED, ids=lambda path: path.name.partition(".")[0])
def sample(request: pytest.FixtureRequest) -> Sample:
    """Published as today's text, then given the seal that such an edition has carried since its own day."""
    path: Path = request.param
    text = path.read_text(encoding="utf-8")
    document = documents.unseal(text)
    for record in document.sources:
        # In the library they have changed since, as sources do.
        Source.objects.create(**record.model_dump() | {"pmid": "", "doi": ""})
    edition = makers.published(text=document, slug="sealed-then")
    sha256 = documents.digest(text)
    guards.remove(connection)
    Edition.objects.filter(pk=edition.pk).update(
        sealed_json=text,
        sealed_sha256=sha256,
        approved_sha256=sha256,
        schema_version=json.loads(text)["schema_version"],
    )
    guards.install(connection)
    edition.refresh_from_db()
    return Sample(text, document, edition)


def words(document: Document) -> Document:
    """A document without its sources, which are those of the library again in a draft."""
    return document.model_copy(update={"sources": ()})


def shows(html: str, document: Document) -> None:
    """The page has the title, every heading, every term and every source of the document."""
    said = [document.title, *(section.heading for section in document.sections)]
    said += [point.term for section in document.sections for point in section.points]
    said += [source.title for source in document.sources]
    assert len(said) > 20
    assert [each for each in said if escape(each) not in html] == []


def test_readers_see_it(client: Client, sample: Sample) -> None:
    for more in ("", "editions/1/"):
        shows(client.get(f"{sample.address}{more}").content.decode(), sample.document)
    assert client.get(f"{sample.address}history/").status_code == 200
    assert sample.document.title in client.get("/articles/").content.decode()


def test_readers_see_what_changed_since(client: Client, sample: Sample) -> None:
    title = "What it is called today"
    makers.published(of=sample.edition.article, text=sample.document.model_copy(update={"title": title}))
    shows(client.get(f"{sample.address}editions/1/").content.decode(), sample.document)
    for pair, kind in (("1/2", "ins"), ("2/1", "del")):
        html = client.get(f"{sample.address}history/{pair}/").content.decode()
        assert f"<{kind}>" in html
        assert "today" in html
        assert "Estimate" not in html  # nothing but the title changed
    assert "Both say the same." in client.get(f"{sample.address}history/1/1/").content.decode()


def test_its_seal_is_never_touched(client: Client, sample: Sample) -> None:
    makers.confirm(sample.edition)
    workflow.withdraw(sample.edition, reason="It was wrong.", by=makers.publisher())
    sample.edition.refresh_from_db()
    assert sample.edition.sealed_json == sample.text
    assert client.get(sample.address).status_code == 410
    shows(client.get(f"{sample.address}editions/1/").content.decode(), sample.document)


def test_it_is_the_base_of_a_draft_and_can_be_restored(sample: Sample) -> None:
    draft = workflow.start_draft(sample.edition.article, by=makers.author())
    assert words(rows.read(draft)) == words(sample.document)
    workflow.discard(draft, by=makers.author())
    makers.published(of=sample.edition.article, text=makers.short_document())
    restored = workflow.restore(Edition.objects.get(pk=sample.edition.pk), by=makers.author())
    assert words(rows.read(restored)) == words(sample.document)


def test_the_desk_shows_it_and_its_checks_run(client: Client, sample: Sample) -> None:
    client.force_login(makers.person(*Role))
    html = client.get(reverse("admin:desk-edition", args=[sample.edition.pk])).content.decode()
    assert sample.document.title in html
    assert client.get(reverse("admin:desk-article", args=[sample.edition.article_id])).status_code == 200
    draft = makers.draft(of=sample.edition.article, text=makers.short_document())
    html = client.get(reverse("admin:desk-edition", args=[draft.pk])).content.decode()
    assert "A plain point of symptoms" in html  # what the draft leaves out
    call_command("check_content", verbosity=0)
