"""Asking for changes: the edition is a draft again, and an approval that it had is void."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import ChangeKind, Decision, Edition, EventKind, Review, State
from articles.models.editions import REVIEWED_STATES
from tests import makers

pytestmark = pytest.mark.django_db


def ask(edition: Edition, *, note: str = "Cite point 3.", by: object = None) -> Review:
    return workflow.request_changes(edition, sha256=makers.sha256(edition), note=note, by=by or makers.reviewer())  # type: ignore[arg-type]


def test_it_is_a_draft_again() -> None:
    by, edition = makers.reviewer(), makers.submitted()
    sha256 = makers.sha256(edition)
    review = ask(edition, by=by)
    assert (review.decision, review.note, review.document_sha256) == (
        Decision.CHANGES_REQUESTED,
        "Cite point 3.",
        sha256,
    )
    edition.refresh_from_db()
    assert (edition.state, edition.submitted_at, edition.submitted_by) == (State.DRAFT, None, None)
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.words) == (
        EventKind.CHANGES_REQUESTED,
        f"Changes requested on edition 1 by {by.byline.name}, Pharmacist, MPharm.",
    )


def test_an_approval_is_void_and_the_text_can_be_changed() -> None:
    edition = makers.approved()
    ask(edition)
    edition.refresh_from_db()
    assert (edition.state, edition.approval, edition.approved_sha256) == (State.DRAFT, None, "")
    by = makers.author()
    workflow.save_document(edition, makers.document(title="Better"), version=edition.version, by=by)
    workflow.submit(edition, version=edition.version, by=by)
    with pytest.raises(InvalidRequest, match="Edition 1 is in review, not approved"):
        workflow.publish(edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year())
    assert [review.decision for review in edition.reviews.order_by("pk")] == ["approved", "changes_requested"]


@pytest.mark.parametrize("note", ["", "  ", "\x00"])
def test_it_says_what(note: str) -> None:
    with pytest.raises(InvalidRequest, match="Say what needs to change"):
        ask(makers.submitted(), note=note)


def test_nobody_reviews_what_they_wrote() -> None:
    both = makers.person(*Role)
    with pytest.raises(NotAllowed, match="You wrote in this edition"):
        ask(makers.submitted(by=both), by=both)


def test_it_is_about_the_text_that_was_read() -> None:
    edition = makers.submitted()
    with pytest.raises(LostRace, match="changed since it was read"):
        workflow.request_changes(edition, sha256="0" * 64, note="Cite it.", by=makers.reviewer())


@pytest.mark.parametrize("state", [state for state in State if state not in REVIEWED_STATES])
def test_only_an_edition_under_review_can_be_sent_back(state: State) -> None:
    edition = makers.edition(state)
    with pytest.raises(InvalidRequest, match="not in review or approved"):
        ask(edition)
    edition.refresh_from_db()
    assert edition.state == state


def test_the_second_of_two_is_told_who_was_first() -> None:
    first, edition = makers.reviewer(), makers.submitted()
    seen = makers.seen(edition)
    ask(edition, by=first)
    with pytest.raises(LostRace, match="it is a draft again") as raised:
        ask(seen)
    assert raised.value.who == first
