"""Restoring: an edition that is over becomes the next draft, with its text and with who wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.roles import Role
from articles import rows, workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import ChangeKind, Edition, EventKind, State
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [makers.published, makers.superseded, makers.withdrawn, makers.discarded, makers.starter],
    ids=lambda make: make.__name__,
)
def test_its_text_is_the_next_draft(make: Callable[[], Edition]) -> None:
    by, base = makers.author(), make()
    last = base.article.editions.order_by("number").last()
    draft = workflow.restore(base, by=by)
    assert last is not None
    assert (draft.state, draft.number, draft.based_on, draft.created_by) == (State.DRAFT, last.number + 1, base, by)
    assert (rows.read(draft), draft.unreviewed, draft.approval) == (rows.read(base), False, None)
    event = draft.events.get()
    assert (event.kind, event.actor) == (EventKind.RESTORED, by)
    assert event.words == f"Edition {draft.number} started from edition {base.number}."


def test_what_was_withdrawn_stays_withdrawn_until_it_is_reviewed_and_published_again() -> None:
    base = makers.withdrawn()
    author = makers.author()
    draft = workflow.restore(base, by=author)
    assert not base.article.editions.published().exists()
    workflow.submit(draft, version=draft.version, by=author)
    makers.approve(draft)
    again = workflow.publish(draft, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    base.refresh_from_db()
    assert (again.state, base.state) == (State.PUBLISHED, State.WITHDRAWN)


def test_nobody_approves_words_of_their_own_that_nobody_ever_approved() -> None:
    both = makers.person(*Role)
    base = makers.discarded(by=both)
    author = makers.author()
    draft = workflow.restore(base, by=author)
    workflow.submit(draft, version=draft.version, by=author)
    with pytest.raises(NotAllowed, match="You wrote in this edition"):
        makers.approve(draft, by=both)


def test_words_that_were_approved_once_are_carried_over_also_through_a_discarded_draft() -> None:
    both = makers.person(*Role)
    base = makers.published(by=both)
    copy = workflow.discard(workflow.start_draft(base.article, by=makers.author()), by=makers.author())
    draft = workflow.restore(copy, by=makers.author())
    assert draft.contributions.get(user=both).carried_over


def test_nobody_puts_a_text_back_alone() -> None:
    alone = makers.person(*Role)
    draft = workflow.restore(makers.withdrawn(), by=alone)
    workflow.submit(draft, version=draft.version, by=alone)
    with pytest.raises(NotAllowed, match="You submitted this edition, so somebody else must review it"):
        makers.approve(draft, by=alone)
    with pytest.raises(NotAllowed, match="You submitted this edition"):
        workflow.claim(draft, by=alone)
    assert makers.approve(draft).edition == draft


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED])
def test_an_open_edition_is_not_restored(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match=r"Edition 1 is .*, not published or superseded"):
        workflow.restore(edition, by=makers.author())
    assert edition.article.editions.count() == 1


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, base = makers.author(), makers.withdrawn()
    seen = makers.seen(base)
    workflow.restore(base, by=first)
    with pytest.raises(LostRace, match="edition 2 is open already") as raised:
        workflow.restore(seen, by=makers.author())
    assert raised.value.who == first
