"""Reviewing: a clinician takes an edition on, talks about it, and signs a decision on its exact text."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Byline, User
from accounts.roles import Role
from articles import richtext, steps
from articles.document import unseal
from articles.errors import InvalidRequest, LostRace, NotReady
from articles.models import Comment, Decision, Edition, EventKind, Invitation, Review, State
from articles.models.editions import OPEN_STATES
from articles.workflow import sealing, signing

PLACE = 300


@transaction.atomic
def claim(edition: Edition, *, by: User) -> Edition:
    """Take an edition in review on, so that nobody else reads it for nothing. Raises ``LostRace`` where it is taken."""
    steps.lock(edition, State.IN_REVIEW)
    signing.reviewing_byline(edition, by)
    _refuse_taken(edition, by)
    if edition.claimed_by_id is None:
        steps.swap(
            edition,
            State.IN_REVIEW,
            version=edition.version,
            columns={"claimed_at": timezone.now(), "claimed_by": by},
        )
        steps.record(
            edition.article, edition, EventKind.CLAIMED, by, f"Review of edition {edition.number} taken on by {by}."
        )
    return edition


@transaction.atomic
def release(edition: Edition, *, by: User) -> Edition:
    """Give a review back that was taken on: by whoever took it, or by a publisher for them."""
    steps.require(by, "give a review back", Role.REVIEWER, Role.PUBLISHER)
    steps.lock(edition, State.IN_REVIEW)
    if edition.claimed_by_id is None:
        raise InvalidRequest("Nobody has taken this review on.")
    if edition.claimed_by_id != by.pk:
        steps.require(by, "give back what somebody else took on", Role.PUBLISHER)
    nobody = {"claimed_at": None, "claimed_by": None}
    steps.swap(edition, State.IN_REVIEW, version=edition.version, columns=nobody)
    steps.record(edition.article, edition, EventKind.RELEASED, by, f"Review of edition {edition.number} given back.")
    return edition


def _refuse_taken(edition: Edition, by: User) -> None:
    if edition.state == State.IN_REVIEW and edition.claimed_by_id not in (None, by.pk):
        raise LostRace("the review was taken on", who=edition.claimed_by, when=edition.claimed_at)


@transaction.atomic
def comment(edition: Edition, *, text: str, by: User, part: UUID | None = None, place: str = "") -> Comment:
    """Say something about a section or point of an open edition (``part``, its id), or about the whole text."""
    steps.require(by, "comment", *steps.STAFF)
    steps.lock(edition, *OPEN_STATES)
    part_of(edition, part)
    return say(edition, by, text=text, part=part, place=place)


def part_of(edition: Edition, part: UUID | None) -> None:
    """Raise ``InvalidRequest`` where a part is none of this edition's sections and points."""
    if part is None or edition.sections.filter(Q(uuid=part) | Q(points__uuid=part)).exists():
        return
    raise InvalidRequest("What you comment on is no longer in this text.")


def say(
    edition: Edition,
    by: User | Invitation,
    *,
    text: str,
    part: UUID | None = None,
    place: str = "",
    answers: Comment | None = None,
) -> Comment:
    """Write a comment or an answer. Raises ``InvalidRequest`` where it says nothing."""
    return Comment.objects.create(
        edition=edition,
        part=part,
        place=richtext.plain(place)[:PLACE],
        text=steps.needed(text, "Write what you want to say."),
        made_at=timezone.now(),
        author=by if isinstance(by, User) else None,
        invitation=by if isinstance(by, Invitation) else None,
        answers=answers,
    )


@transaction.atomic
def answer(comment: Comment, *, text: str, by: User) -> Comment:
    """Answer a comment. An answer to an answer belongs to the comment that both are about."""
    steps.require(by, "comment", *steps.STAFF)
    steps.lock(comment.edition, *OPEN_STATES)
    first = comment.answers or comment
    return say(first.edition, by, text=text, part=first.part, place=first.place, answers=first)


@transaction.atomic
def resolve(comment: Comment, *, by: User) -> Comment:
    """Mark a comment as dealt with. Raises ``InvalidRequest`` for an answer, ``LostRace`` where somebody did."""
    steps.require(by, "resolve a comment", *steps.STAFF)
    if comment.answers_id is not None:
        raise InvalidRequest("An answer is resolved with the comment that it answers.")
    unresolved = Comment.objects.filter(pk=comment.pk, resolved_at__isnull=True)
    if not unresolved.update(resolved_at=timezone.now(), resolved_by=by):
        comment.refresh_from_db()
        raise LostRace("the comment was resolved", who=comment.resolved_by, when=comment.resolved_at)
    comment.refresh_from_db()
    return comment


@transaction.atomic
def approve(
    edition: Edition, *, sha256: str, declaration: str, by: User, interests: str = "", note: str = ""
) -> Review:
    """A clinical reviewer signs the exact text whose SHA-256 they read.

    ``declaration``: competence; ``interests``: what could sway them, or "None" (those of the byline where empty).
    Raises ``NotAllowed`` for anybody but a clinical reviewer with a public name who did not write in this edition;
    ``InvalidRequest`` without a declaration; ``LostRace`` where the text is not the one that was read, or another
    reviewer has taken the edition on.
    """
    steps.lock(edition, State.IN_REVIEW)
    byline = signing.reviewing_byline(edition, by)
    _refuse_taken(edition, by)
    declared = _declared(byline, declaration, interests)
    note = richtext.lines(note)
    signing.same_text(edition, sha256)
    review = signing.sign(edition, Decision.APPROVED, byline, sha256, by=by, note=note, **declared)
    steps.move(edition, State.IN_REVIEW, by=by, state=State.APPROVED, approval=review, approved_sha256=sha256)
    steps.record(edition.article, edition, EventKind.APPROVED, by, f"Edition {edition.number} approved by {byline}.")
    return review


def _declared(byline: Byline, declaration: str, interests: str) -> dict[str, str]:
    """Competence and interests as declared with a decision. Raises ``InvalidRequest`` where one of them is missing."""
    declaration = steps.needed(declaration, "An approval needs your declaration of competence and interests.")
    interests = richtext.lines(interests) or richtext.lines(byline.interests)
    if not interests:
        raise InvalidRequest("Declare what could sway you (payments, shares, posts), or write “None”.")
    return {"declaration": declaration, "interests": interests}


@transaction.atomic
def request_changes(edition: Edition, *, sha256: str, note: str, by: User) -> Review:
    """A clinical reviewer sends an edition back to its authors, also one that was approved; that voids the approval."""
    steps.lock(edition, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
    byline = signing.reviewing_byline(edition, by)
    _refuse_taken(edition, by)
    note = steps.needed(note, "Say what needs to change.")
    signing.same_text(edition, sha256)
    review = signing.sign(edition, Decision.CHANGES_REQUESTED, byline, sha256, by=by, note=note)
    void = steps.void_in_words(edition)
    steps.move(edition, State(edition.state), by=by, **steps.BACK_TO_DRAFT)
    words = f"Changes requested on edition {edition.number} by {byline}.{void}"
    steps.record(edition.article, edition, EventKind.CHANGES_REQUESTED, by, words)
    return review


@transaction.atomic
def record_review(
    edition: Edition,
    *,
    sha256: str,
    declaration: str,
    next_review_due: dt.date,
    by: User,
    interests: str = "",
    note: str = "",
) -> Review:
    """A clinical reviewer read the whole published page and found nothing to change.

    It moves "last reviewed" and "next review due" without a new edition. Raises ``NotAllowed`` as ``approve`` does,
    ``NotReady`` where something has come to stand against the text (such as a retracted source), ``LostRace`` where
    another text is published by now.
    """
    steps.lock(edition, State.PUBLISHED)
    byline = signing.reviewing_byline(edition, by)
    declared = _declared(byline, declaration, interests)
    sealing.review_day(next_review_due, after=timezone.localdate())
    if sha256 != edition.sealed_sha256:
        raise LostRace("another text is published", who=None, when=None)
    if issues := steps.blocking_issues(edition, unseal(edition.sealed_json or "")):
        raise NotReady(issues)
    review = signing.sign(edition, Decision.CONFIRMED, byline, sha256, by=by, note=richtext.lines(note), **declared)
    before = edition.next_review_due
    columns = {"last_review": review, "next_review_due": next_review_due}
    steps.swap(edition, State.PUBLISHED, version=edition.version, columns=columns)
    moved = f"moved from {before:%-d %B %Y} to" if before != next_review_due else "due"
    words = (
        f"Edition {edition.number} reviewed by {byline}: no change. Next review {moved} {next_review_due:%-d %B %Y}."
    )
    steps.record(edition.article, edition, EventKind.REVIEWED, by, words)
    return review
