"""Withdrawing: readers get the reason, and another page where there is one; the sealed text stays."""

from __future__ import annotations

import pytest

from articles import rows, workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import EventKind, State
from tests import makers

pytestmark = pytest.mark.django_db


def test_readers_get_the_reason_and_the_text_stays_sealed() -> None:
    by, edition = makers.publisher(), makers.published()
    sealed = edition.sealed_json
    workflow.withdraw(edition, reason=" It was wrong.\x00 ", by=by)
    edition.refresh_from_db()
    assert (edition.state, edition.withdrawn_by, edition.withdrawal_reason) == (State.WITHDRAWN, by, "It was wrong.")
    assert edition.withdrawn_at is not None
    assert (edition.sealed_json, edition.redirect_to) == (sealed, None)
    assert not edition.article.editions.published().exists()
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.words) == (EventKind.WITHDRAWN, "Edition 1 withdrawn: It was wrong.")


def test_readers_are_sent_to_a_published_page() -> None:
    other = makers.published().article
    edition = workflow.withdraw(makers.published(), reason="Merged.", by=makers.publisher(), redirect_to=other)
    edition.refresh_from_db()
    assert edition.redirect_to == other


def test_not_to_itself_nor_to_what_is_not_published() -> None:
    edition = makers.published()
    for article, told in (
        (edition.article, "itself"),
        (makers.draft().article, "is not published"),
        (makers.withdrawn().article, "is not published"),
    ):
        with pytest.raises(InvalidRequest, match=told):
            workflow.withdraw(edition, reason="Merged.", by=makers.publisher(), redirect_to=article)
    edition.refresh_from_db()
    assert edition.state == State.PUBLISHED


@pytest.mark.parametrize("reason", ["", " \n ", "\x00"])
def test_it_needs_a_reason(reason: str) -> None:
    with pytest.raises(InvalidRequest, match="Readers need a reason"):
        workflow.withdraw(makers.published(), reason=reason, by=makers.publisher())


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
def test_only_a_published_edition_can_be_withdrawn(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match="not published"):
        workflow.withdraw(edition, reason="It was wrong.", by=makers.publisher())
    edition.refresh_from_db()
    assert edition.state == state


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, edition = makers.publisher(), makers.published()
    seen = makers.seen(edition)
    workflow.withdraw(edition, reason="It was wrong.", by=first)
    with pytest.raises(LostRace, match="it was withdrawn") as raised:
        workflow.withdraw(seen, reason="It was wrong.", by=makers.publisher())
    assert raised.value.who == first


def test_starter_content_can_be_withdrawn_and_comes_back_reviewed() -> None:
    edition = makers.starter()
    workflow.withdraw(edition, reason="It was wrong.", by=makers.publisher())
    again = makers.published(of=edition.article)
    assert (again.number, again.unreviewed, again.state) == (2, False, State.PUBLISHED)
    edition.refresh_from_db()
    assert edition.state == State.WITHDRAWN


def test_a_draft_may_be_open_meanwhile() -> None:
    edition = makers.published()
    draft = workflow.start_draft(edition.article, by=makers.author())
    workflow.withdraw(edition, reason="It was wrong.", by=makers.publisher())
    draft.refresh_from_db()
    assert (draft.state, rows.read(draft)) == (State.DRAFT, rows.read(edition))
