"""Submitting: a draft that is ready is frozen and handed to a reviewer."""

from __future__ import annotations

import pytest

from articles import rows, workflow
from articles.errors import InvalidRequest, LostRace, NotReady
from articles.models import Edition, EventKind, Source, Standing, State
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_is_in_review() -> None:
    by = makers.author()
    edition = makers.draft(by=by)
    workflow.submit(edition, version=edition.version, by=by, note=" Please look\x00 at 3. ")
    edition.refresh_from_db()
    assert (edition.state, edition.submitted_by, edition.moved_by) == (State.IN_REVIEW, by, by)
    assert edition.submitted_at is not None
    assert edition.note_to_reviewer == "Please look at 3."
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.words) == (EventKind.SUBMITTED, "Edition 1 submitted for review.")


def test_what_is_missing_is_told_all_at_once_and_it_stays_a_draft() -> None:
    by = makers.author()
    edition = makers.draft(by=by, text=makers.document(summary="", sections=[makers.section("help")]))
    with pytest.raises(NotReady) as raised:
        workflow.submit(edition, version=edition.version, by=by)
    assert [str(issue) for issue in raised.value.issues] == [
        "summary: is missing",
        "document: needs a section “Stopping safely” (stopping) with at least one point",
    ]
    assert str(raised.value).count("\n") == 1
    edition.refresh_from_db()
    assert edition.state == State.DRAFT


def test_a_page_on_a_condition_alone_needs_nothing_on_stopping() -> None:
    by = makers.author()
    article = makers.article(condition=makers.condition())
    edition = makers.draft(of=article, by=by, text=makers.document(sections=[makers.section("help")]))
    assert workflow.submit(edition, version=edition.version, by=by).state == State.IN_REVIEW


def test_a_retracted_source_blocks() -> None:
    edition = makers.draft()
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(standing=Standing.RETRACTED)
    with pytest.raises(NotReady, match="was retracted"):
        workflow.submit(edition, version=edition.version, by=makers.author())


def test_what_is_judged_is_what_is_stored_not_what_the_caller_holds() -> None:
    by = makers.author()
    edition = makers.draft(by=by)
    stale = Edition.objects.get(pk=edition.pk)
    workflow.save_document(edition, makers.document(summary=""), version=edition.version, by=by)
    with pytest.raises(NotReady, match="summary: is missing"):
        workflow.submit(stale, version=edition.version, by=by)


def test_a_draft_that_was_saved_meanwhile_is_not_submitted() -> None:
    first = makers.author()
    edition = makers.draft(by=first)
    with pytest.raises(LostRace, match="the draft was saved") as raised:
        workflow.submit(edition, version=edition.version - 1, by=makers.author())
    assert raised.value.who == first
    edition.refresh_from_db()
    assert edition.state == State.DRAFT


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_a_draft_can_be_submitted(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match="not draft"):
        workflow.submit(edition, version=edition.version, by=makers.author())
    assert rows.read(edition)
    edition.refresh_from_db()
    assert edition.state == state
