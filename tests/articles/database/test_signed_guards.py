"""What the database says of signatures: who approved which text, who an invited clinician is, who reviewed anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.models import Edition, IdentityCheck, Review, State
from tests import makers
from tests.articles.database.refusal import copied, copy_refused, update_refused

pytestmark = pytest.mark.django_db
UNSIGNED = "an approval is signed for this text"
STANDS = "a review is signed where its text stands to be reviewed"


def approval(review: Review) -> dict[str, Any]:
    return {"state": State.APPROVED, "approval": review, "approved_sha256": review.document_sha256}


def checked(review: Review, by: User, *, confirmed: bool = True) -> IdentityCheck:
    return IdentityCheck(review=review, confirmed=confirmed, how="Rang.", checked_at=timezone.now(), checked_by=by)


def test_an_invited_clinician_approves_only_once_identified() -> None:
    review = makers.guest_approval()
    update_refused(review.edition, UNSIGNED, **approval(review))
    checked(review, makers.publisher(), confirmed=False).save()
    update_refused(review.edition, UNSIGNED, **approval(review))
    other = makers.guest_approval(review.edition)
    checked(other, makers.publisher()).save()
    assert Edition.objects.filter(pk=other.edition.pk).update(**approval(other)) == 1


def test_whoever_invited_or_wrote_identifies_nobody() -> None:
    writer, inviting = makers.publisher(), makers.publisher()
    review = makers.guest_approval(makers.submitted(by=writer), by=inviting)
    for by in (writer, inviting):
        copy_refused(checked(review, by), "somebody else than those who wrote, submitted or invited")
    assert not IdentityCheck.objects.exists()


def test_nor_by_whoever_submitted_what_others_wrote() -> None:
    edition, hasty = makers.draft(), makers.publisher()
    workflow.submit(edition, version=edition.version, by=hasty)
    copy_refused(checked(makers.guest_approval(edition), hasty), "somebody else than those who wrote, submitted")


def test_nobody_is_identified_who_has_an_account() -> None:
    copy_refused(checked(makers.approve(makers.submitted()), makers.publisher()), "somebody else than those who wrote,")


def test_who_identified_a_clinician_and_wrote_after_that_has_voided_it() -> None:
    author, checker = makers.author(), makers.publisher()
    review = makers.guest_approval(makers.submitted(by=author), by=author)
    edition = review.edition
    workflow.confirm_identity(review, how="Rang the practice.", by=checker)
    workflow.reopen(edition, reason="A typing error.", by=author)
    text = makers.document()
    for by, title in ((checker, "Another"), (author, text.title)):
        workflow.save_document(edition, text.model_copy(update={"title": title}), version=edition.version, by=by)
    workflow.submit(edition, version=edition.version, by=author)
    update_refused(edition, UNSIGNED, **approval(review))


def test_nobody_approves_what_they_submitted() -> None:
    both, author = makers.person(*Role), makers.author()
    edition = makers.draft(by=author)
    workflow.submit(edition, version=edition.version, by=both)
    review = makers.approve(makers.submitted(), by=both)
    own = copied(review, edition=edition, document_sha256=makers.sha256(edition))
    update_refused(edition, UNSIGNED, **approval(own))


def test_nobody_signs_in_the_name_of_another() -> None:
    review = makers.approve(makers.submitted())
    edition = makers.submitted()
    theirs: dict[str, Any] = {"edition": edition, "document_sha256": makers.sha256(edition)}
    copy_refused(review, STANDS, **theirs, reviewer=makers.reviewer())
    assert copied(review, **theirs).reviewer == review.reviewer


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        *(("approved", state) for state in State if state != State.IN_REVIEW),
        *(("confirmed", state) for state in State if state != State.PUBLISHED),
        *(("changes_requested", state) for state in (State.DRAFT, State.PUBLISHED, State.SUPERSEDED, State.DISCARDED)),
    ],
)
def test_nobody_decides_on_what_does_not_stand_to_be_decided(decision: str, state: State) -> None:
    edition = makers.edition(state)
    review = makers.approve(makers.submitted())
    sha256 = edition.sealed_sha256 or makers.sha256(edition)
    copy_refused(review, STANDS, edition=edition, decision=decision, note="Cite it.", document_sha256=sha256)


def test_a_later_review_is_signed_for_the_text_that_stands() -> None:
    edition, other = makers.published(), makers.published(text=makers.short_document())
    review = makers.confirm(other)
    copy_refused(review, STANDS, edition=edition)
    update_refused(edition, "a review is signed for the text that stands", last_review=review)
    update_refused(edition, "a review is signed for the text that stands", last_review=edition.approval)
    both = makers.published(by=makers.person(*Role))
    writer = both.contributions.get().user
    theirs: dict[str, Any] = {"edition": both, "document_sha256": both.sealed_sha256}
    copy_refused(review, "nobody reviews what they wrote", **theirs, reviewer=writer, byline=writer.byline)


def test_a_later_review_gives_way_only_to_a_later_one() -> None:
    edition = makers.published()
    first, second = makers.confirm(edition), makers.confirm(edition)
    edition.refresh_from_db()
    assert edition.last_review == second
    update_refused(edition, "a review is signed for the text that stands", last_review=first)
    update_refused(edition, "a review is signed for the text that stands", last_review=None)


def test_nothing_is_decided_behind_a_link_that_does_not_work() -> None:
    review = makers.guest_approval()
    invitation = review.invitation
    assert invitation is not None
    copy_refused(review, STANDS, decided_at=invitation.expires_at + dt.timedelta(seconds=1))
    other = makers.submitted()
    copy_refused(review, STANDS, edition=other, document_sha256=makers.sha256(other))
    workflow.revoke(invitation, by=makers.author())
    copy_refused(review, STANDS, decided_at=timezone.now())


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_an_approval_does_not_outlive_a_change(state: State) -> None:
    edition = makers.approved()
    kept = {"approval": edition.approval, "approved_sha256": edition.approved_sha256}
    submitted: dict[str, Any] = {}
    if state == State.DRAFT:
        submitted = {"submitted_at": None, "submitted_by": None, "claimed_at": None, "claimed_by": None}
        update_refused(edition, "an approval is void once its text is under work again", state=state, **submitted)
    workflow.reopen(edition, reason="A typing error.", by=makers.author())
    if state == State.IN_REVIEW:
        workflow.submit(edition, version=edition.version, by=makers.author())
    update_refused(edition, "an approval is void once its text is under work again", **kept)
    copy_refused(edition, "an edition begins as a draft", number=7, **kept)
