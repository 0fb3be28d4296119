"""Inviting: a clinician without an account reads one edition behind a signed link and decides on it.

What they decide counts once a publisher, who neither wrote in the edition, submitted it nor invited them, has
confirmed who they are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import letters, richtext, steps
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Comment, Decision, Edition, EventKind, IdentityCheck, Invitation, Review, State
from articles.models.editions import REVIEWED_STATES
from articles.workflow import signing
from articles.workflow.reviewing import part_of, say

LINE = 200
REGISTRATION = 300
MOST_DAYS = 60
MOST_COMMENTS = 200


@dataclass(frozen=True, slots=True)
class Clinician:
    """Who an invited clinician says they are. Nothing but ``affiliation`` may be empty."""

    name: str
    credentials: str
    registration_body: str
    registration_number: str
    affiliation: str = ""

    def as_signed(self, interests: str) -> dict[str, str]:
        """What is kept in the signed review. Raises ``InvalidRequest`` with what is missing or too long."""
        parts = {
            "name": self.name,
            "qualification and post": self.credentials,
            "registration body": self.registration_body,
            "registration number": self.registration_number,
        }
        cleaned = {label: richtext.plain(value) for label, value in parts.items()}
        for label, value in cleaned.items():
            if not value:
                raise InvalidRequest(f"Give your {label}: a review is signed.")
        affiliation = richtext.plain(self.affiliation)
        if any(len(value) > LINE for value in [*cleaned.values(), affiliation]):
            raise InvalidRequest(f"Each part of your signature has at most {LINE} characters.")
        registration = f"{cleaned['registration body']} {cleaned['registration number']}"
        if len(registration) > REGISTRATION:
            raise InvalidRequest(f"Registration body and number have at most {REGISTRATION} characters together.")
        return {
            "signed_name": cleaned["name"],
            "signed_credentials": cleaned["qualification and post"],
            "signed_affiliation": affiliation,
            "signed_registration": registration,
            "signed_interests": interests,
        }


@transaction.atomic
def invite(edition: Edition, *, name: str, by: User, email: str = "", days: int = 14, note: str = "") -> Invitation:
    """Ask a clinician without an account to review an edition, behind a link that works for some days.

    It is mailed where there is an ``email``; a server that refuses the mail stops nothing: the desk shows the link.
    Raises ``InvalidRequest`` for a missing name, a wrong address or a number of days out of 1 to 60.
    """
    steps.require(by, "invite a clinician", *steps.WRITERS)
    steps.lock(edition, State.IN_REVIEW)
    name, email = richtext.plain(name), richtext.plain(email)
    if not name or len(name) > LINE:
        raise InvalidRequest(f"Say whom you invite, in at most {LINE} characters.")
    if not 1 <= days <= MOST_DAYS:
        raise InvalidRequest(f"A link works for 1 to {MOST_DAYS} days.")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise InvalidRequest("This is no email address.") from None
    now = timezone.now()
    invitation = Invitation.objects.create(
        edition=edition,
        name=name,
        email=email,
        note=richtext.lines(note),
        invited_at=now,
        invited_by=by,
        expires_at=now + dt.timedelta(days=days),
    )
    until = timezone.localtime(invitation.expires_at)
    words = f"{name} invited to review edition {edition.number}, until {until:%-d %B %Y}."
    steps.record(edition.article, edition, EventKind.INVITED, by, words)
    if email:
        transaction.on_commit(partial(letters.invitation, invitation))
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Take a link back. What was decided behind it stays on record. Raises ``LostRace`` where somebody did."""
    steps.require(by, "revoke an invitation", *steps.WRITERS)
    standing = Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True)
    if not standing.update(revoked_at=timezone.now(), revoked_by=by):
        invitation.refresh_from_db()
        raise LostRace("the invitation was revoked", who=invitation.revoked_by, when=invitation.revoked_at)
    invitation.refresh_from_db()
    words = f"Invitation of {invitation.name} revoked."
    steps.record(invitation.edition.article, invitation.edition, EventKind.REVOKED, by, words)
    return invitation


def must_work(invitation: Invitation) -> None:
    """Raise ``NotAllowed`` where a link was revoked, has expired, or its edition is not in review."""
    if invitation.revoked_at is not None:
        raise NotAllowed("This link was taken back by those who sent it.")
    if invitation.expires_at <= timezone.now():
        raise NotAllowed("This link has expired. Ask those who sent it for a new one.")
    if invitation.edition.state != State.IN_REVIEW:
        raise NotAllowed("This text is not in review at the moment. If it comes back, this link works again.")


def _hold(invitation: Invitation) -> None:
    """Hold an invitation as it is now until the transaction ends, before its edition. Raises as ``must_work`` does."""
    invitation.refresh_from_db(from_queryset=Invitation.objects.select_for_update(no_key=True))
    must_work(invitation)


@transaction.atomic
def open_link(invitation: Invitation) -> Invitation:
    """Note that somebody opened a review link. Raises ``NotAllowed`` where it does not work."""
    _hold(invitation)
    edition = invitation.edition
    words = f"The review link of {invitation.name} was opened."
    steps.record(edition.article, edition, EventKind.LINK_OPENED, invitation, words)
    return invitation


@transaction.atomic
def guest_comment(invitation: Invitation, *, text: str, part: UUID | None = None, place: str = "") -> Comment:
    """An invited clinician says something about a section or point, or about the whole text."""
    _hold(invitation)
    steps.lock(invitation.edition, State.IN_REVIEW)
    part_of(invitation.edition, part)
    if invitation.comments.count() >= MOST_COMMENTS:
        raise InvalidRequest(
            f"This link takes {MOST_COMMENTS} comments. Write the rest into your decision, or by mail."
        )
    return say(invitation.edition, invitation, text=text, part=part, place=place)


@transaction.atomic
def guest_decide(
    invitation: Invitation,
    *,
    decision: Decision,
    sha256: str,
    clinician: Clinician,
    declaration: str = "",
    interests: str = "",
    note: str = "",
) -> Review:
    """An invited clinician signs a decision on the exact text that they read. It does not count yet.

    Whoever invited them and the publishers are mailed, since one of those has to find out who signed.

    Raises ``InvalidRequest`` where the signature, the declaration or what needs to change is missing, or where they
    have decided on this text already; ``LostRace`` where the text is another by now.
    """
    _hold(invitation)
    edition = invitation.edition
    steps.lock(edition, State.IN_REVIEW)
    note, interests = richtext.lines(note), richtext.lines(interests)
    if decision == Decision.APPROVED:
        declaration = steps.needed(declaration, "An approval needs your declaration of competence.")
        interests = steps.needed(interests, "Declare what could sway you (payments, shares, posts), or write “None”.")
    elif decision == Decision.CHANGES_REQUESTED:
        note = steps.needed(note, "Say what needs to change.")
    else:
        raise InvalidRequest("Approve the text, or ask for changes.")
    signing.same_text(edition, sha256)
    if invitation.reviews.filter(document_sha256=sha256, identity_check__isnull=True).exists():
        raise InvalidRequest("You have decided on this text already. Those who sent the link were told.")
    review = Review.objects.create(
        edition=edition,
        decision=decision,
        invitation=invitation,
        decided_at=timezone.now(),
        document_sha256=sha256,
        declaration=richtext.lines(declaration),
        note=note,
        **clinician.as_signed(interests),
    )
    words = f"{decision.label} by {review.signature} ({review.signed_registration}), who has yet to be identified."
    steps.record(edition.article, edition, EventKind.GUEST_DECIDED, invitation, words)
    transaction.on_commit(partial(letters.guest_decided, review))
    return review


@transaction.atomic
def confirm_identity(review: Review, *, how: str, by: User) -> Review:
    """A publisher found that an invited clinician is who they say: their decision takes effect now.

    Raises ``NotAllowed`` for whoever wrote in the edition, submitted it or invited them, ``LostRace`` where
    the text is not the one that they read, or somebody was first.
    """
    edition = _before_check(review, by, State.IN_REVIEW)
    signing.same_text(edition, review.document_sha256)
    _check(review, by, how, confirmed=True)
    words = f"Identity of {review.signed_name} confirmed: {richtext.lines(how)}"
    steps.record(edition.article, edition, EventKind.IDENTITY_CONFIRMED, by, words)
    if review.decision == Decision.APPROVED:
        columns = {"state": State.APPROVED, "approval": review, "approved_sha256": review.document_sha256}
        kind, words = EventKind.APPROVED, f"Edition {edition.number} approved by {review.signature}."
    else:
        columns = steps.BACK_TO_DRAFT
        kind, words = (
            EventKind.CHANGES_REQUESTED,
            f"Changes requested on edition {edition.number} by {review.signature}.",
        )
    steps.move(edition, State.IN_REVIEW, by=by, **columns)
    steps.record(edition.article, edition, kind, by, words)
    return review


@transaction.atomic
def refuse_identity(review: Review, *, how: str, by: User) -> Review:
    """A publisher could not find that an invited clinician is who they say: their decision never counts."""
    edition = _before_check(review, by, *State)
    _check(review, by, how, confirmed=False)
    words = f"Identity of {review.signed_name} not confirmed: {richtext.lines(how)}"
    steps.record(edition.article, edition, EventKind.IDENTITY_REFUSED, by, words)
    return review


def _before_check(review: Review, by: User, *states: State) -> Edition:
    steps.require(by, "confirm who a clinician is", Role.PUBLISHER)
    edition = review.edition
    if review.invitation is None:
        raise InvalidRequest("This review was signed by somebody with an account.")
    steps.lock(edition, *states)
    if review.invitation.invited_by_id == by.pk:
        raise NotAllowed("You invited this clinician, so another publisher must confirm who they are.")
    if edition.contributions.filter(user=by, carried_over=False).exists():
        raise NotAllowed("You wrote in this edition, so another publisher must confirm who its reviewer is.")
    if edition.state in REVIEWED_STATES and edition.submitted_by_id == by.pk:
        raise NotAllowed("You submitted this edition, so another publisher must confirm who its reviewer is.")
    if done := IdentityCheck.objects.filter(review=review).select_related("checked_by").first():
        raise LostRace("the identity was checked", who=done.checked_by, when=done.checked_at)
    return edition


def _check(review: Review, by: User, how: str, *, confirmed: bool) -> None:
    how = steps.needed(how, "Say how you found out, such as “Register looked up, rang the practice”.")
    IdentityCheck.objects.create(review=review, confirmed=confirmed, how=how, checked_at=timezone.now(), checked_by=by)
