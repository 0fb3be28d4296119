"""An invited clinician signs a decision; it counts once a publisher has confirmed who they are."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from articles import workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import ChangeKind, Decision, EventKind, IdentityCheck, Invitation, Review, Source, State
from tests import makers
from tests.articles.workflow.test_invite import decide

pytestmark = pytest.mark.django_db
HOW = "Register looked up, rang the practice."


def signed(**fields: str) -> workflow.Clinician:
    return dataclasses.replace(makers.CLINICIAN, **fields)


def test_it_is_signed_and_changes_nothing_yet() -> None:
    invitation = makers.invited()
    clinician = signed(name=" Sam Guest\x00 ", affiliation="St Example's")
    review = decide(invitation, clinician=clinician, note=" Good. ", interests=" None\x00 ")
    assert (review.signed_name, review.signed_credentials) == ("Sam Guest", "Consultant neurologist")
    assert (review.signed_affiliation, review.signed_registration) == (
        "St Example's",
        "General Medical Council 1234567",
    )
    assert (review.declaration, review.signed_interests, review.note) == ("I treat restless legs.", "None", "Good.")
    assert (review.reviewer, review.byline, review.invitation) == (None, None, invitation)
    edition = makers.seen(invitation.edition)
    assert (edition.state, edition.approval) == (State.IN_REVIEW, None)
    assert edition.events.get(kind=EventKind.GUEST_DECIDED).invitation == invitation


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"clinician": signed(name=" ")}, "Give your name"),
        ({"clinician": signed(credentials="\x00")}, "Give your qualification and post"),
        ({"clinician": signed(registration_body="")}, "Give your registration body"),
        ({"clinician": signed(registration_number="")}, "Give your registration number"),
        ({"clinician": signed(name="n" * 201)}, "at most 200 characters"),
        ({"clinician": signed(affiliation="a" * 201)}, "at most 200 characters"),
        ({"clinician": signed(registration_body="b" * 200, registration_number="1" * 200)}, "at most 300 characters"),
        ({"declaration": " "}, "needs your declaration of competence"),
        ({"interests": " "}, "Declare what could sway you"),
        ({"decision": Decision.CHANGES_REQUESTED}, "Say what needs to change"),
        ({"decision": Decision.CONFIRMED}, "Approve the text, or ask for changes"),
    ],
    ids=str,
)
def test_what_it_needs(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidRequest, match=told):
        decide(makers.invited(), **fields)
    assert not Review.objects.exists()


def test_it_is_bound_to_the_text_that_was_read() -> None:
    invitation = makers.invited()
    read = makers.sha256(invitation.edition)
    Source.objects.filter(key=makers.SOURCE_KEYS[0]).update(title="Corrected")
    with pytest.raises(LostRace, match="changed since it was read"):
        decide(invitation, sha256=read)


def test_once_for_a_text_until_somebody_looked_at_it() -> None:
    invitation = makers.invited()
    first = decide(invitation)
    with pytest.raises(InvalidRequest, match="decided on this text already"):
        decide(invitation)
    workflow.refuse_identity(first, how="The number is another's.", by=makers.publisher())
    assert decide(invitation).pk != first.pk


def test_confirmed_it_takes_effect() -> None:
    review, by = makers.guest_approval(), makers.publisher()
    workflow.confirm_identity(review, how=f" {HOW} ", by=by)
    edition = makers.seen(review.edition)
    assert (edition.state, edition.approval, edition.approved_sha256) == (
        State.APPROVED,
        review,
        review.document_sha256,
    )
    check = review.identity_check
    assert (check.confirmed, check.how, check.checked_by) == (True, HOW, by)
    published = workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=makers.next_year())
    assert published.reviewed == review


def test_confirmed_their_wish_for_changes_takes_effect() -> None:
    review = decide(makers.invited(), decision=Decision.CHANGES_REQUESTED, note="The dose.", declaration="")
    workflow.confirm_identity(review, how=HOW, by=makers.publisher())
    edition = makers.seen(review.edition)
    assert (edition.state, edition.approval) == (State.DRAFT, None)
    kinds = list(edition.events.values_list("kind", flat=True)[:2])
    assert kinds == [EventKind.CHANGES_REQUESTED, EventKind.IDENTITY_CONFIRMED]


def test_refused_it_never_counts() -> None:
    review, by = makers.guest_approval(), makers.publisher()
    workflow.refuse_identity(review, how="Not in the register.", by=by)
    assert makers.seen(review.edition).state == State.IN_REVIEW
    assert not IdentityCheck.objects.get().confirmed
    for do in (workflow.confirm_identity, workflow.refuse_identity):
        with pytest.raises(LostRace, match="the identity was checked") as raised:
            do(review, how=HOW, by=makers.publisher())
        assert raised.value.who == by


def test_it_is_refused_also_when_its_text_is_gone() -> None:
    review = makers.guest_approval()
    workflow.reopen(review.edition, reason="A typing error.", by=makers.author())
    assert workflow.refuse_identity(review, how="Not in the register.", by=makers.publisher()) == review


def test_who_invited_or_wrote_confirms_nobody() -> None:
    writer, inviting = makers.publisher(), makers.publisher()
    review = makers.guest_approval(makers.submitted(by=writer), by=inviting)
    for by, told in ((inviting, "You invited this clinician"), (writer, "You wrote in this edition")):
        for do in (workflow.confirm_identity, workflow.refuse_identity):
            with pytest.raises(NotAllowed, match=told):
                do(review, how=HOW, by=by)
    assert not IdentityCheck.objects.exists()


def test_who_submitted_confirms_nobody_also_without_having_written() -> None:
    submitter, edition = makers.publisher(), makers.draft()
    workflow.submit(edition, version=edition.version, by=submitter)
    review = makers.guest_approval(edition)
    with pytest.raises(NotAllowed, match="You submitted this edition"):
        workflow.confirm_identity(review, how=HOW, by=submitter)
    assert not IdentityCheck.objects.exists()


def test_a_decision_on_an_old_text_does_not_count_for_the_new_one() -> None:
    author, review = makers.author(), makers.guest_approval()
    edition = review.edition
    workflow.reopen(edition, reason="A typing error.", by=author)
    workflow.save_document(edition, makers.document(title="Another"), version=edition.version, by=author)
    workflow.submit(edition, version=edition.version, by=author)
    with pytest.raises(LostRace, match="changed since it was read"):
        workflow.confirm_identity(review, how=HOW, by=makers.publisher())
    assert (makers.seen(edition).state, IdentityCheck.objects.exists()) == (State.IN_REVIEW, False)


def test_an_approval_that_was_void_does_not_come_back() -> None:
    author, review = makers.author(), makers.guest_approval()
    edition = review.edition
    workflow.confirm_identity(review, how=HOW, by=makers.publisher())
    workflow.reopen(edition, reason="To think about it.", by=author)
    workflow.submit(edition, version=edition.version, by=author)
    with pytest.raises(LostRace, match="the identity was checked"):
        workflow.confirm_identity(review, how=HOW, by=makers.publisher())
    assert makers.seen(edition).approval is None
    assert review.invitation is not None
    again = decide(Invitation.objects.get(pk=review.invitation.pk))
    assert workflow.confirm_identity(again, how=HOW, by=makers.publisher()).edition == edition


@pytest.mark.parametrize("how", ["", " \n", "\x00"])
def test_it_says_how(how: str) -> None:
    review = makers.guest_approval()
    with pytest.raises(InvalidRequest, match="Say how you found out"):
        workflow.confirm_identity(review, how=how, by=makers.publisher())
    assert makers.seen(review.edition).state == State.IN_REVIEW


def test_whoever_has_an_account_is_known() -> None:
    edition = makers.submitted()
    review = workflow.request_changes(edition, sha256=makers.sha256(edition), note="Cite it.", by=makers.reviewer())
    with pytest.raises(InvalidRequest, match="signed by somebody with an account"):
        workflow.refuse_identity(review, how=HOW, by=makers.publisher())


def test_who_was_first_is_told() -> None:
    reviewer, review = makers.reviewer(), makers.guest_approval()
    stale = Review.objects.select_related("edition").get(pk=review.pk)
    makers.approve(review.edition, by=reviewer)
    with pytest.raises(LostRace, match="it was approved") as raised:
        workflow.confirm_identity(stale, how=HOW, by=makers.publisher())
    assert raised.value.who == reviewer


def test_a_guest_talks_as_themselves() -> None:
    invitation = makers.invited()
    part = invitation.edition.sections.all()[0].uuid
    said = workflow.guest_comment(invitation, text="So?", part=part, place="Symptoms")
    assert (said.invitation, said.author, said.part, said.by) == (invitation, None, part, "Sam Guest (invited)")
    with pytest.raises(InvalidRequest, match="Write what you want to say"):
        workflow.guest_comment(invitation, text=" ")
    assert workflow.answer(said, text="Yes.", by=makers.author()).answers == said
