"""Publishing: now or at a time, and the day of the next review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import Byline, User
from accounts.roles import Role
from accounts.starter import CONTENT_USERNAME
from articles import letters, rows, steps
from articles.document import Document
from articles.errors import InvalidRequest, LostRace, NotAllowed, NotReady, WorkflowError
from articles.models import ChangeKind, Edition, EventKind, State, Tag, Topic
from articles.workflow import drafts, sealing

FURTHEST_SCHEDULE = dt.timedelta(days=366)


@transaction.atomic
def publish(
    edition: Edition, *, by: User, change: ChangeKind, next_review_due: dt.date, public_note: str = ""
) -> Edition:
    """Seal an approved edition and show it to readers in place of the one before, all or nothing.

    Raises ``InvalidRequest`` for a past review date or a major change without a note; ``NotReady`` where something
    has come to block it since it was approved; ``LostRace`` where it is no longer approved, or not in these words.
    """
    steps.require(by, "publish", Role.PUBLISHER)
    steps.lock(edition, State.APPROVED, State.SCHEDULED)
    text = _approved_text(edition)
    return sealing.seal(edition, text, by=by, change=change, next_review_due=next_review_due, public_note=public_note)


def _approved_text(edition: Edition) -> Document:
    """The text of an edition, which is the approved one and may be published today. Raises what ``publish`` says."""
    text = rows.read(edition)
    if text.sha256() != edition.approved_sha256:
        raise LostRace("the text or its sources changed after the approval, which is void", who=None, when=None)
    if issues := steps.blocking_issues(edition, text):
        raise NotReady(issues)
    return text


@transaction.atomic
def schedule(
    edition: Edition,
    *,
    publish_at: dt.datetime,
    by: User,
    change: ChangeKind,
    next_review_due: dt.date,
    public_note: str = "",
) -> Edition:
    """Have an approved edition published at a time (aware). Raises as ``publish`` does, and for a time that is past."""
    steps.require(by, "publish", Role.PUBLISHER)
    steps.lock(edition, State.APPROVED)
    _approved_text(edition)
    columns = {
        **_at(publish_at, by, next_review_due),
        "state": State.SCHEDULED,
        "change": change,
        "public_note": sealing.note_for(change, public_note),
        "next_review_due": next_review_due,
    }
    steps.move(edition, State.APPROVED, by=by, **columns)
    words = f"Edition {edition.number} scheduled for {said(publish_at)}."
    steps.record(edition.article, edition, EventKind.SCHEDULED, by, words)
    return edition


@transaction.atomic
def reschedule(edition: Edition, *, publish_at: dt.datetime, by: User) -> Edition:
    """Move a schedule to another time."""
    steps.require(by, "publish", Role.PUBLISHER)
    steps.lock(edition, State.SCHEDULED)
    if edition.next_review_due is None:
        raise InvalidRequest("This edition has no review date.")
    steps.move(edition, State.SCHEDULED, by=by, **_at(publish_at, by, edition.next_review_due))
    words = f"Edition {edition.number} moved to {said(publish_at)}."
    steps.record(edition.article, edition, EventKind.SCHEDULED, by, words)
    return edition


@transaction.atomic
def unschedule(edition: Edition, *, by: User) -> Edition:
    """Cancel a schedule: the edition is approved, as before."""
    steps.require(by, "publish", Role.PUBLISHER)
    steps.lock(edition, State.SCHEDULED)
    steps.move(edition, State.SCHEDULED, by=by, state=State.APPROVED, **steps.NOT_SCHEDULED)
    words = f"Edition {edition.number} is no longer scheduled."
    steps.record(edition.article, edition, EventKind.UNSCHEDULED, by, words)
    return edition


def _at(publish_at: dt.datetime, by: User, next_review_due: dt.date) -> dict[str, Any]:
    now = timezone.now()
    if publish_at <= now:
        raise InvalidRequest("The time to publish at must be still to come. To publish at once, choose “Publish now”.")
    if publish_at > now + FURTHEST_SCHEDULE:
        raise InvalidRequest("Choose a time within a year: what was approved may be out of date by then.")
    sealing.review_day(next_review_due, after=timezone.localdate(publish_at))
    return {"publish_at": publish_at, "scheduled_at": now, "scheduled_by": by}


def said(moment: dt.datetime) -> str:
    """A moment in words, in the time of the site: 29 March 2026, 03:30 BST."""
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M %Z}"


@transaction.atomic
def publish_due(edition: Edition) -> Edition:
    """Publish a scheduled edition whose time has come, in the name of whoever scheduled it. Once: a second call loses.

    What has come to stand against it meanwhile (a retracted source, a scheduler who is no publisher any more) puts it
    back to approved, and its history and a mail to the publishers say so. Raises ``LostRace`` or ``InvalidRequest``
    where it is not due.
    """
    steps.lock(edition, State.SCHEDULED)
    publisher = edition.scheduled_by
    if edition.publish_at is None or publisher is None or edition.next_review_due is None:
        raise InvalidRequest(f"Edition {edition.number} has no time to be published at.")
    if edition.publish_at > timezone.now():
        raise InvalidRequest(f"Edition {edition.number} is not due before {said(edition.publish_at)}.")
    try:
        with transaction.atomic():
            steps.require(publisher, "publish", Role.PUBLISHER)
            return sealing.seal(
                edition,
                _approved_text(edition),
                by=publisher,
                change=ChangeKind(edition.change),
                next_review_due=edition.next_review_due,
                public_note=edition.public_note,
            )
    except WorkflowError as error:
        edition.refresh_from_db()
        steps.move(edition, State.SCHEDULED, by=publisher, state=State.APPROVED, **steps.NOT_SCHEDULED)
        words = f"Edition {edition.number} could not be published as scheduled: {error}"
        steps.record(edition.article, edition, EventKind.SCHEDULE_FAILED, publisher, words)
        transaction.on_commit(partial(letters.schedule_failed, edition, str(error)))
        return edition


@transaction.atomic
def move_review_date(edition: Edition, *, next_review_due: dt.date, reason: str, by: User) -> Edition:
    """Move the day on which a published edition is due for review, with a reason that its history keeps.

    Raises ``InvalidRequest`` for a day more than three years after the last review: then it takes a clinician.
    """
    steps.require(by, "move a review date", Role.PUBLISHER)
    reason = steps.needed(reason, "Say why the review is moved.")
    steps.lock(edition, State.PUBLISHED)
    reviewed = edition.reviewed.decided_at if edition.reviewed else edition.published_at
    sealing.review_day(next_review_due, after=timezone.localdate(), reviewed=timezone.localdate(reviewed))
    before = edition.next_review_due
    steps.swap(edition, State.PUBLISHED, version=edition.version, columns={"next_review_due": next_review_due})
    words = f"Review of edition {edition.number} moved from {before:%-d %B %Y} to {next_review_due:%-d %B %Y}: {reason}"
    steps.record(edition.article, edition, EventKind.REVIEW_MOVED, by, words)
    return edition


@transaction.atomic
def publish_starter(
    *,
    by: User,
    slug: str,
    document: Document,
    byline: Byline,
    next_review_due: dt.date,
    medicine: Topic | None,
    condition: Topic | None,
    tags: Collection[Tag],
    identity: UUID | None = None,
) -> Edition:
    """Create an article whose first edition is published without a clinician's review, and says so to its readers.

    For the loader of starter content only: the one way to that state, and only for an article that is new. The first
    edition that people publish ends it. ``identity``: what other files link it by.
    """
    if by.username != CONTENT_USERNAME:
        raise NotAllowed("Only the loader of starter content publishes without a review.")
    article = drafts.create_article(
        by=by,
        slug=slug,
        language=document.language,
        medicine=medicine,
        condition=condition,
        tags=tags,
        translation_of=None,
        identity=identity,
    )
    edition = drafts.open_edition(article, by=by, title=document.title, unreviewed=True, base=None)
    drafts.save(edition, document, version=edition.version, by=by, byline=byline)
    text = rows.read(edition)
    # Files are loaded one after the other: what a link leads to may come next. The loader looks that it does.
    issues = [issue for issue in steps.blocking_issues(edition, text) if issue.code != "link-unknown"]
    if issues:
        raise NotReady(issues)
    note = "First edition, published before a clinician reviewed it."
    return sealing.seal(
        edition, text, by=by, change=ChangeKind.MAJOR, next_review_due=next_review_due, public_note=note
    )
