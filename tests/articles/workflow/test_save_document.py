"""Saving a draft: the whole document, over the version that the writer started from."""

from __future__ import annotations

import pytest
import time_machine

from articles import rows, workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import Edition, State
from articles.places import DocumentError
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_is_there_and_the_version_goes_up() -> None:
    by = makers.author()
    edition = makers.draft(by=makers.author())
    version, document = edition.version, makers.document(title="Other")
    saved = workflow.save_document(edition, document, version=version, by=by)
    assert (saved.title, saved.version, saved.saved_by) == ("Other", version + 1, by)
    assert rows.read(Edition.objects.get(pk=edition.pk)).sections == document.sections


def test_who_wrote_is_noted_once_with_their_byline() -> None:
    by, nameless = makers.author(), makers.author(byline=False)
    edition = makers.draft(by=by)
    for writer in (by, nameless):
        workflow.save_document(edition, makers.document(), version=edition.version, by=writer)
    contributions = edition.contributions.order_by("pk")
    assert [(c.user, c.byline, c.carried_over) for c in contributions] == [
        (by, by.byline, False),
        (nameless, None, False),
    ]


def test_somebody_carried_over_who_writes_again_is_a_writer() -> None:
    by = makers.author()
    edition = workflow.start_draft(makers.published(by=by).article, by=by)
    workflow.save_document(edition, makers.document(), version=edition.version, by=by)
    assert edition.contributions.get(user=by).carried_over is False


def test_sources_are_as_the_library_holds_them_not_as_sent() -> None:
    sent = {"key": makers.SOURCE_KEYS[0], "kind": "study", "title": "Made up", "url": "https://evil.example"}
    edition = makers.draft(text=makers.document(sources=[sent]))
    assert [source.title for source in rows.read(edition).sources] == [
        f"A study named {key}" for key in (makers.SOURCE_KEYS[1], makers.SOURCE_KEYS[0])
    ]


def test_an_unknown_source_is_told_with_its_place_and_nothing_is_kept() -> None:
    edition = makers.draft()
    before = rows.read(edition)
    section = makers.section("symptoms", makers.point(term="Urge", sources=["nowhere-1999"]))
    with pytest.raises(DocumentError, match="section 1 “Symptoms” › point 1 “Urge”: there is no source 'nowhere-1999'"):
        workflow.save_document(
            edition, makers.document(sections=[section]), version=edition.version, by=makers.author()
        )
    assert rows.read(Edition.objects.get(pk=edition.pk)) == before


def test_the_language_is_that_of_the_article() -> None:
    edition = makers.draft()
    with pytest.raises(InvalidRequest, match="language is en, not fr"):
        workflow.save_document(edition, makers.document(language="fr"), version=edition.version, by=makers.author())


def test_a_later_save_over_the_same_version_is_told_who_was_first() -> None:
    first, second = makers.author(first_name="Ada", last_name="One"), makers.author()
    edition = makers.draft(by=second)
    version = edition.version
    mine = makers.document(title="Ada's")
    with time_machine.travel("2099-07-05 12:00:00Z", tick=False):
        workflow.save_document(edition, mine, version=version, by=first)
        with pytest.raises(LostRace) as raised:
            workflow.save_document(edition, makers.document(title="Mine"), version=version, by=second)
    # In the time of the site, which is an hour ahead in summer.
    assert str(raised.value) == "Ada One got there first: the draft was saved at 13:00 on 5 July 2099."
    assert raised.value.who == first
    kept = rows.read(Edition.objects.get(pk=edition.pk))
    assert (kept.title, kept.sections) == ("Ada's", mine.sections)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_a_draft_can_be_saved(state: State) -> None:
    edition = makers.edition(state)
    before = rows.read(edition)
    with pytest.raises(InvalidRequest, match="not draft"):
        workflow.save_document(edition, makers.document(title="Other"), version=edition.version, by=makers.author())
    edition.refresh_from_db()
    assert (edition.state, rows.read(edition)) == (state, before)
