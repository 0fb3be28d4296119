"""The steps that the functions of ``workflow`` are made of, and which roles write. Only the roles are read elsewhere.

Each step runs inside its caller's transaction.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, has_role
from articles import checking, readiness, richtext
from articles.document import Document
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Article, Edition, Event, EventKind, Invitation, State
from articles.places import Problem

WRITERS = (Role.AUTHOR, Role.PUBLISHER)
STAFF = (Role.AUTHOR, Role.REVIEWER, Role.PUBLISHER)
"""Those who write, review and publish."""

NOT_SCHEDULED: dict[str, Any] = {
    "publish_at": None,
    "scheduled_at": None,
    "scheduled_by": None,
    "change": "",
    "public_note": "",
    "next_review_due": None,
}
BACK_TO_DRAFT: dict[str, Any] = {
    **NOT_SCHEDULED,
    "state": State.DRAFT,
    "approval": None,
    "approved_sha256": "",
    "claimed_at": None,
    "claimed_by": None,
    "submitted_at": None,
    "submitted_by": None,
}
_DID = {
    State.DRAFT: "it is a draft again",
    State.IN_REVIEW: "it was submitted for review",
    State.APPROVED: "it was approved",
    State.SCHEDULED: "it was scheduled",
    State.PUBLISHED: "it was published",
    State.SUPERSEDED: "a newer edition was published",
    State.WITHDRAWN: "it was withdrawn",
    State.DISCARDED: "it was discarded",
}


def require(by: User, action: str, *roles: Role) -> None:
    """Raise ``NotAllowed`` unless the person has one of the roles."""
    if not has_role(by, *roles):
        raise NotAllowed.needs(action, *roles)


def lock(edition: Edition, *states: State) -> None:
    """Hold the edition's row until the transaction ends, read anew, so that what is read is what is acted on.

    Raises ``LostRace`` where it has left ``states`` since the caller saw it, ``InvalidRequest`` where the caller asks
    for what cannot be done with such an edition at all.
    """
    seen = edition.state
    # Not of its key: rows that others write and that point at it need not wait for this transaction to end.
    edition.refresh_from_db(from_queryset=Edition.objects.select_for_update(no_key=True))
    if edition.state in states:
        return
    if edition.state != seen:
        lost(edition)
    wanted = " or ".join(state.label.lower() for state in states)
    raise InvalidRequest(f"Edition {edition.number} is {edition.get_state_display().lower()}, not {wanted}.")


def needed(text: str, rule: str) -> str:
    """A text of several lines, cleaned. Raises ``InvalidRequest`` with the rule where nothing is left of it."""
    if not (cleaned := richtext.lines(text)):
        raise InvalidRequest(rule)
    return cleaned


def move(edition: Edition, since: State, *, by: User, **columns: Any) -> None:
    """A transition from the state ``since``: compare-and-set, noting who moved the edition."""
    swap(edition, since, version=edition.version, columns=columns | {"moved_at": timezone.now(), "moved_by": by})


def swap(edition: Edition, state: State, *, version: int, columns: dict[str, Any]) -> None:
    """One UPDATE whose count must be 1; otherwise ``LostRace`` says who was first. Refreshes ``edition``."""
    if Edition.objects.filter(pk=edition.pk, state=state, version=version).update(**columns) != 1:
        lost(edition)
    article = edition.article
    edition.refresh_from_db()
    edition.article = article  # it is of this article for ever, and whoever moves it has it at hand


def lost(edition: Edition) -> NoReturn:
    """Raise ``LostRace`` with what was done to the edition last, by whom and when."""
    now = Edition.objects.select_related("saved_by", "moved_by").get(pk=edition.pk)
    if now.state == State.DRAFT and now.saved_at >= now.moved_at:
        raise LostRace("the draft was saved", who=now.saved_by, when=now.saved_at)
    raise LostRace(_DID[State(now.state)], who=now.moved_by, when=now.moved_at)


def blocking_issues(edition: Edition, text: Document) -> list[Problem]:
    """What keeps this edition from being submitted or published today."""
    return readiness.blocking(text, checking.facts(edition, text))


def void_in_words(edition: Edition) -> str:
    """What is said of the approval of an edition that goes back to draft; empty where it has none."""
    return f" The approval by {edition.approval.signed_name} is void." if edition.approval else ""


def record(article: Article, edition: Edition | None, kind: EventKind, by: User | Invitation, words: str) -> None:
    """Append to the article's history what somebody did, or an invited clinician."""
    who = {"invitation": by} if isinstance(by, Invitation) else {"actor": by}
    Event.objects.create(article=article, edition=edition, kind=kind, happened_at=timezone.now(), words=words, **who)
