"""Taking back: what is reviewed, approved or scheduled becomes a draft again; an approval is void, visibly."""

from __future__ import annotations

import pytest

from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.models import ChangeKind, EventKind, Review, State
from tests import makers

pytestmark = pytest.mark.django_db
REVIEWED = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)


@pytest.mark.parametrize("state", REVIEWED)
def test_it_is_a_draft_again_and_nothing_of_its_review_stands(state: State) -> None:
    by, edition = makers.author(), makers.edition(state)
    workflow.reopen(edition, reason=" A typing error.\x00 ", by=by)
    edition.refresh_from_db()
    assert (edition.state, edition.moved_by) == (State.DRAFT, by)
    assert (edition.approval, edition.approved_sha256, edition.claimed_by, edition.submitted_by) == (
        None,
        "",
        None,
        None,
    )
    assert (edition.publish_at, edition.scheduled_by, edition.change, edition.next_review_due) == (None, None, "", None)
    saved = workflow.save_document(edition, makers.document(title="Mended"), version=edition.version, by=by)
    assert saved.title == "Mended"


@pytest.mark.parametrize("state", REVIEWED)
def test_its_history_says_that_the_approval_is_void(state: State) -> None:
    edition = workflow.reopen(makers.edition(state), reason="A typing error.", by=makers.author())
    event = edition.events.first()
    assert event is not None
    void = "" if state == State.IN_REVIEW else f" The approval by {Review.objects.get().signed_name} is void."
    assert (event.kind, event.words) == (EventKind.REOPENED, f"Edition 1 taken back to draft: A typing error.{void}")


def test_it_is_approved_anew_also_where_not_a_word_was_changed() -> None:
    edition = makers.approved()
    first = edition.approval
    workflow.reopen(edition, reason="To think about it.", by=makers.author())
    workflow.submit(edition, version=edition.version, by=makers.author())
    with pytest.raises(InvalidRequest, match="is in review, not approved"):
        workflow.publish(edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    second = makers.approve(edition)
    assert second != first
    assert edition.reviews.count() == 2


@pytest.mark.parametrize("reason", ["", " \n", "\x00"])
def test_it_needs_a_reason(reason: str) -> None:
    edition = makers.approved()
    with pytest.raises(InvalidRequest, match="Say why it is taken back"):
        workflow.reopen(edition, reason=reason, by=makers.author())
    edition.refresh_from_db()
    assert (edition.state, edition.approval_id is None) == (State.APPROVED, False)


@pytest.mark.parametrize("state", [state for state in State if state not in REVIEWED])
def test_nothing_else_is_taken_back(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match="not in review or approved or scheduled"):
        workflow.reopen(edition, reason="A typing error.", by=makers.author())
    edition.refresh_from_db()
    assert edition.state == state


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, edition = makers.author(), makers.approved()
    seen = makers.seen(edition)
    workflow.reopen(edition, reason="A typing error.", by=first)
    with pytest.raises(LostRace, match="it is a draft again") as raised:
        workflow.reopen(seen, reason="Another.", by=makers.author())
    assert raised.value.who == first
