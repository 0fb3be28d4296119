"""Nobody's words are lost: the text that somebody else saves over is kept, with who wrote it and when."""

from __future__ import annotations

import pytest

from articles import document as documents
from articles import rows, workflow
from articles.errors import LostRace
from articles.models import KeptText
from articles.places import DocumentError
from tests import makers

pytestmark = pytest.mark.django_db


def test_the_text_that_somebody_else_saves_over_is_kept() -> None:
    first, second = makers.author(), makers.author()
    edition = makers.draft(by=first, text=makers.document(title="By the first"))
    text, saved_at, version = rows.read(edition), edition.saved_at, edition.version
    workflow.save_document(edition, makers.document(title="By the second"), version=version, by=second)
    kept = edition.kept_texts.get()
    assert (kept.version, kept.saved_by, kept.saved_at) == (version, first, saved_at)
    assert kept.document == text.canonical()
    assert documents.unseal(kept.document).title == "By the first"


def test_your_own_text_is_yours_to_save_over() -> None:
    by = makers.author()
    edition = makers.draft(by=by)
    for title in ("Two", "Three"):
        workflow.save_document(edition, makers.document(title=title), version=edition.version, by=by)
    assert not KeptText.objects.exists()


def test_each_turn_is_kept_once() -> None:
    first, second = makers.author(), makers.author()
    edition = makers.draft(by=first, text=makers.document(title="0"))
    for turn, by in enumerate((second, second, first, second), 1):
        workflow.save_document(edition, makers.document(title=str(turn)), version=edition.version, by=by)
    kept = [(documents.unseal(each.document).title, each.saved_by) for each in edition.kept_texts.order_by("version")]
    assert kept == [("0", first), ("2", second), ("3", first)]


def test_what_was_copied_is_kept_too() -> None:
    base = makers.published(text=makers.document(title="As published"))
    edition = workflow.start_draft(base.article, by=makers.author())
    workflow.save_document(edition, makers.document(title="Other"), version=edition.version, by=makers.author())
    assert documents.unseal(edition.kept_texts.get().document).title == "As published"


def test_a_save_that_is_refused_keeps_nothing() -> None:
    edition = makers.draft()
    for version in (edition.version - 1, edition.version + 1):
        with pytest.raises(LostRace):
            workflow.save_document(edition, makers.document(), version=version, by=makers.author())
    unknown = makers.document(sections=[makers.section("symptoms", makers.point(sources=["nowhere-1999"]))])
    with pytest.raises(DocumentError):
        workflow.save_document(edition, unknown, version=edition.version, by=makers.author())
    assert not KeptText.objects.exists()
