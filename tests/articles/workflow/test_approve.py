"""Approving: a clinician who did not write in the edition signs its exact text."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Byline
from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Decision, EventKind, Review, Source, State
from tests import makers

pytestmark = pytest.mark.django_db


def test_it_is_approved_and_signed() -> None:
    by = makers.reviewer()
    edition = makers.submitted()
    sha256 = makers.sha256(edition)
    review = workflow.approve(edition, sha256=sha256, declaration=" No interests. ", note="Good.", by=by)
    assert (review.decision, review.reviewer, review.byline) == (Decision.APPROVED, by, by.byline)
    assert (review.document_sha256, review.declaration, review.note) == (sha256, "No interests.", "Good.")
    edition.refresh_from_db()
    assert (edition.state, edition.approval, edition.approved_sha256) == (State.APPROVED, review, sha256)
    event = edition.events.first()
    assert event is not None
    assert (event.kind, event.actor) == (EventKind.APPROVED, by)
    assert event.words == f"Edition 1 approved by {by.byline.name}, Pharmacist, MPharm."


def test_nobody_approves_what_they_wrote_whatever_their_roles() -> None:
    both = makers.person(*Role)
    edition = makers.submitted(by=both)
    with pytest.raises(NotAllowed, match="You wrote in this edition, so somebody else must review it"):
        makers.approve(edition, by=both)
    assert not Review.objects.exists()


def test_also_not_who_wrote_only_a_little_of_it() -> None:
    both = makers.person(*Role)
    edition = makers.draft()
    workflow.save_document(edition, makers.document(), version=edition.version, by=both)
    workflow.submit(edition, version=edition.version, by=makers.author())
    with pytest.raises(NotAllowed, match="You wrote in this edition"):
        makers.approve(edition, by=both)


def test_who_wrote_only_in_an_earlier_edition_may() -> None:
    both = makers.person(*Role)
    base = makers.published(by=both)
    edition = makers.submitted(of=base.article)
    assert edition.contributions.get(user=both).carried_over
    assert makers.approve(edition, by=both).reviewer == both


@pytest.mark.parametrize("person", [{"byline": False}, {"credentials": ""}])
def test_a_reviewer_needs_a_public_name_with_credentials(person: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed, match="enter your public name and credentials"):
        makers.approve(makers.submitted(), by=makers.reviewer(**person))


@pytest.mark.parametrize("declaration", ["", " \n", "\x00"])
def test_it_needs_a_declaration(declaration: str) -> None:
    edition = makers.submitted()
    with pytest.raises(InvalidRequest, match="your declaration of competence and interests"):
        workflow.approve(edition, sha256=makers.sha256(edition), declaration=declaration, by=makers.reviewer())
    edition.refresh_from_db()
    assert edition.state == State.IN_REVIEW


def test_interests_are_declared_with_it_or_are_those_of_the_byline() -> None:
    by = makers.reviewer()
    edition = makers.submitted()
    read = {"sha256": makers.sha256(edition), "declaration": makers.DECLARATION}
    Byline.objects.filter(user=by).update(interests="")
    with pytest.raises(InvalidRequest, match="Declare what could sway you"):
        workflow.approve(edition, **read, interests=" \x00", by=by)
    Byline.objects.filter(user=by).update(interests="Speaker's fees.")
    assert workflow.approve(edition, **read, by=by).signed_interests == "Speaker's fees."
    workflow.reopen(edition, reason="A typing error.", by=makers.author())
    workflow.submit(edition, version=edition.version, by=makers.author())
    assert workflow.approve(edition, **read, interests=" None any more. ", by=by).signed_interests == "None any more."


@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_it_is_bound_to_the_text_that_was_read(sha256: str) -> None:
    edition = makers.submitted()
    with pytest.raises(LostRace, match="the text or its sources changed since it was read"):
        workflow.approve(edition, sha256=sha256, declaration=makers.DECLARATION, by=makers.reviewer())
    assert not Review.objects.exists()


def test_a_source_that_was_edited_after_it_was_read_counts_as_another_text() -> None:
    edition = makers.submitted()
    read = makers.sha256(edition)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Corrected")
    with pytest.raises(LostRace, match="the text or its sources changed"):
        workflow.approve(edition, sha256=read, declaration=makers.DECLARATION, by=makers.reviewer())


@pytest.mark.parametrize("state", [state for state in State if state != State.IN_REVIEW])
def test_only_an_edition_in_review_can_be_approved(state: State) -> None:
    edition = makers.edition(state)
    reviews = Review.objects.count()
    with pytest.raises(InvalidRequest, match=r"Edition 1 is .*, not in review"):
        makers.approve(edition)
    edition.refresh_from_db()
    assert (edition.state, Review.objects.count()) == (state, reviews)


def test_the_second_of_two_is_told_who_was_first() -> None:
    first = makers.reviewer()
    edition = makers.submitted()
    seen = makers.seen(edition)
    makers.approve(edition, by=first)
    with pytest.raises(LostRace, match="it was approved") as raised:
        makers.approve(seen)
    assert raised.value.who == first
    assert Review.objects.get().byline == Byline.objects.get(user=first)


def test_who_took_it_out_of_review_is_told_even_where_the_text_is_another_by_now() -> None:
    first, edition = makers.reviewer(), makers.submitted()
    read, seen = makers.sha256(edition), makers.seen(edition)
    workflow.request_changes(edition, sha256=read, note="Cite it.", by=first)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Corrected")
    with pytest.raises(LostRace, match="it is a draft again") as raised:
        workflow.approve(seen, sha256=read, declaration=makers.DECLARATION, by=makers.reviewer())
    assert raised.value.who == first
