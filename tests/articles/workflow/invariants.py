"""What holds after every step, whoever did what: read from the database alone, and from what it said a step before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from articles.document import digest, unseal
from articles.models import Article, Contribution, Decision, Edition, Event, EventKind, KeptText, Review, State
from articles.models.editions import ANNOUNCED, OPEN_STATES, REVIEWED_STATES, SEALED_STATES
from articles.workflow.sealing import LONGEST_UNTIL_REVIEW

REVIEWED = REVIEWED_STATES
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    EventKind.SUBMITTED: ((State.DRAFT,), State.IN_REVIEW),
    EventKind.APPROVED: ((State.IN_REVIEW,), State.APPROVED),
    EventKind.CHANGES_REQUESTED: (REVIEWED, State.DRAFT),
    EventKind.REOPENED: (REVIEWED, State.DRAFT),
    EventKind.SCHEDULED: ((State.APPROVED, State.SCHEDULED), State.SCHEDULED),
    EventKind.UNSCHEDULED: ((State.SCHEDULED,), State.APPROVED),
    EventKind.SCHEDULE_FAILED: ((State.SCHEDULED,), State.APPROVED),
    EventKind.PUBLISHED: ((State.APPROVED, State.SCHEDULED), State.PUBLISHED),
    EventKind.WITHDRAWN: ((State.PUBLISHED,), State.WITHDRAWN),
    EventKind.DISCARDED: ((State.DRAFT,), State.DISCARDED),
}
"""What an event says has happened to its edition: from which states, to which."""

STAYS: dict[str, tuple[State, ...]] = {
    **dict.fromkeys((EventKind.CLAIMED, EventKind.RELEASED, EventKind.INVITED), (State.IN_REVIEW,)),
    **dict.fromkeys((EventKind.LINK_OPENED, EventKind.GUEST_DECIDED, EventKind.IDENTITY_CONFIRMED), (State.IN_REVIEW,)),
    **dict.fromkeys((EventKind.REVIEWED, EventKind.REVIEW_MOVED), (State.PUBLISHED,)),
    **dict.fromkeys((EventKind.REVOKED, EventKind.IDENTITY_REFUSED), tuple(State)),
}
"""What happens to an edition in some state and leaves it there."""


@dataclass
class Remembered:
    """What the database said before: sealed texts and versions by edition, and every text that was saved over."""

    sealed: dict[int, str] = field(default_factory=dict)
    versions: dict[int, tuple[int, str]] = field(default_factory=dict)
    saved_over: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)


def check(remembered: Remembered) -> list[Edition]:
    """Assert all that holds of every article; gives back its editions."""
    editions = list(
        Edition.objects.select_related("article", "approval__invitation", "approval__identity_check", "last_review")
    )
    writers: dict[int, set[int]] = defaultdict(set)
    for contribution in Contribution.objects.filter(carried_over=False):
        writers[contribution.edition_id].add(contribution.user_id)
    by_article: dict[int, list[Edition]] = defaultdict(list)
    for edition in editions:
        by_article[edition.article_id].append(edition)
        columns_agree(edition)
        if edition.approval:
            approved_by_another(edition, edition.approval, writers[edition.pk])
        if edition.state in SEALED_STATES:
            sealed_for_ever(edition, remembered)
        versions_go_up(edition, remembered)
    for of_one in by_article.values():
        assert sum(edition.state == State.PUBLISHED for edition in of_one) <= 1
        assert sum(edition.state in OPEN_STATES for edition in of_one) <= 1
        assert sorted(edition.number for edition in of_one) == list(range(1, len(of_one) + 1))
    events_tell_all(editions)
    reviews_are_signed(writers)
    nobody_is_sent_in_circles()
    kept = {(each.edition_id, each.version): (each.document, each.saved_by_id) for each in KeptText.objects.all()}
    assert kept == remembered.saved_over
    return editions


def columns_agree(edition: Edition) -> None:
    state, sealed = edition.state, edition.state in SEALED_STATES
    assert (edition.submitted_at is not None) == (state in (*REVIEWED, *SEALED_STATES))
    approved = state in (State.APPROVED, State.SCHEDULED) or sealed
    assert (edition.approval_id is not None) == approved == bool(edition.approved_sha256)
    assert edition.claimed_at is None or state in (*REVIEWED, *SEALED_STATES)
    assert (edition.publish_at is not None) == (state == State.SCHEDULED) or sealed
    if edition.publish_at and edition.scheduled_at:
        assert edition.publish_at > edition.scheduled_at
    planned = state == State.SCHEDULED or sealed
    assert bool(edition.change) == planned == (edition.next_review_due is not None)
    assert edition.change not in ANNOUNCED or edition.public_note
    assert (edition.sealed_json is not None) == sealed == (edition.published_at is not None)
    assert (edition.withdrawn_at is not None) == (state == State.WITHDRAWN) == bool(edition.withdrawal_reason)
    assert edition.last_review is None or sealed


def approved_by_another(edition: Edition, review: Review, writers: set[int]) -> None:
    assert (review.edition_id, review.decision) == (edition.pk, Decision.APPROVED)
    assert review.document_sha256 == edition.approved_sha256
    assert edition.saved_at <= review.decided_at
    if review.invitation is None:
        assert review.reviewer_id not in {*writers, edition.submitted_by_id}
    else:
        check = review.identity_check
        assert check.confirmed
        assert check.checked_by_id not in {*writers, review.invitation.invited_by_id}


def sealed_for_ever(edition: Edition, remembered: Remembered) -> None:
    text = edition.sealed_json or ""
    assert remembered.sealed.setdefault(edition.pk, text) == text
    assert edition.sealed_sha256 == edition.approved_sha256 == digest(text)
    assert unseal(text).canonical() == text
    assert edition.published_at is not None
    assert edition.next_review_due is not None
    since = max(review.decided_at for review in (edition.reviewed, edition) if isinstance(review, Review))
    latest = max(since, edition.published_at)
    assert edition.next_review_due <= timezone.localdate(latest) + LONGEST_UNTIL_REVIEW


def versions_go_up(edition: Edition, remembered: Remembered) -> None:
    before, state = remembered.versions.get(edition.pk, (1, State.DRAFT))
    assert edition.version == before or (edition.version > before and state == State.DRAFT)
    remembered.versions[edition.pk] = (edition.version, edition.state)


def events_tell_all(editions: list[Edition]) -> None:
    """Playing every article's events again gives every edition's state."""
    told: dict[int, State] = {}
    article_of = {edition.pk: edition.article_id for edition in editions}
    last: dict[int, dt.datetime] = {}
    for event in Event.objects.order_by("pk"):
        assert last.get(event.article_id, event.happened_at) <= event.happened_at
        last[event.article_id] = event.happened_at
        if event.edition_id is None:
            assert event.kind == EventKind.CREATED
            continue
        assert event.article_id == article_of[event.edition_id]
        if event.kind in (EventKind.DRAFTED, EventKind.RESTORED):
            assert event.edition_id not in told
            told[event.edition_id] = State.DRAFT
        elif event.kind in STAYS:
            assert told[event.edition_id] in STAYS[event.kind], event
        else:
            since, to = MOVES[event.kind]
            assert told[event.edition_id] in since, event
            if to == State.PUBLISHED:
                for pk, state in told.items():
                    if state == State.PUBLISHED and article_of[pk] == event.article_id:
                        told[pk] = State.SUPERSEDED
            told[event.edition_id] = to
    assert told == {edition.pk: edition.state for edition in editions}


def reviews_are_signed(writers: dict[int, set[int]]) -> None:
    """Each by a clinician who had not written, behind a link that worked, or by one whose role says so."""
    for review in Review.objects.select_related("invitation", "byline"):
        invitation: Any = review.invitation
        if invitation is None:
            assert review.byline is not None
            assert review.byline.user_id == review.reviewer_id
            if review.decision != Decision.CHANGES_REQUESTED:
                assert review.declaration
        else:
            assert invitation.edition_id == review.edition_id
            assert review.decided_at < invitation.expires_at
            assert invitation.revoked_at is None or review.decided_at <= invitation.revoked_at
        if review.decision == Decision.CONFIRMED:
            assert review.reviewer_id not in writers[review.edition_id]


def nobody_is_sent_in_circles() -> None:
    """Who follows the redirects of withdrawn pages comes to an end."""
    for article in Article.objects.all():
        seen = set()
        here: Article | None = article
        while here is not None:
            assert here.pk not in seen
            seen.add(here.pk)
            shown = here.editions.filter(state__in=[State.PUBLISHED, State.WITHDRAWN]).order_by("state", "-number")
            first = shown.select_related("redirect_to").first()
            here = first.redirect_to if first else None
