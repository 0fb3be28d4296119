"""Discarding: a draft is closed, its words are kept, and another can be started."""

from __future__ import annotations

import pytest

from articles import rows, workflow
from articles.errors import InvalidRequest
from articles.models import EventKind, State
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("reason", "words"), [("", "."), ("Too early.", ": Too early.")])
def test_it_is_closed_and_its_text_is_kept(reason: str, words: str) -> None:
    by, edition = makers.author(), makers.draft()
    before = rows.read(edition)
    workflow.discard(edition, by=by, reason=reason)
    edition.refresh_from_db()
    assert (edition.state, edition.moved_by, rows.read(edition)) == (State.DISCARDED, by, before)
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.words) == (EventKind.DISCARDED, f"Edition 1 discarded{words}")


def test_the_next_draft_does_not_come_from_it() -> None:
    edition = workflow.start_draft(makers.discarded().article, by=makers.author())
    assert (edition.number, edition.based_on, rows.read(edition).sections) == (2, None, ())


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_only_a_draft_can_be_discarded(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match="not draft"):
        workflow.discard(edition, by=makers.author())
    edition.refresh_from_db()
    assert edition.state == state
