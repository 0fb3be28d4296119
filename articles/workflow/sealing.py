"""The steps by which a text is sealed and shown to readers. Each runs inside its caller's transaction."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from articles import crosslinks, indexing, prepared, richtext, steps
from articles import document as documents
from articles.document import Document
from articles.errors import InvalidRequest
from articles.models import ChangeKind, Edition, EventKind, PageLink, State
from articles.models.editions import ANNOUNCED
from resources import workflow as resources

LONGEST_UNTIL_REVIEW = dt.timedelta(days=3 * 366)
"""A page is reviewed again within three years (NHS standard for creating health content; its medicines pages do so)."""


def seal(
    edition: Edition, text: Document, *, by: User, change: ChangeKind, next_review_due: dt.date, public_note: str
) -> Edition:
    """Publish an edition's text: seal it, and supersede the edition before it."""
    review_day(next_review_due, after=timezone.localdate())
    public_note = note_for(change, public_note)
    sealed = text.canonical()
    since = State.DRAFT if edition.unreviewed else State(edition.state)
    before = edition.article.editions.published()
    again = before.update(state=State.SUPERSEDED, moved_at=timezone.now(), moved_by=by)
    steps.move(
        edition,
        since,
        by=by,
        state=State.PUBLISHED,
        sealed_json=sealed,
        sealed_sha256=documents.digest(sealed),
        schema_version=text.schema_version,
        published_at=timezone.now(),
        published_by=by,
        change=change,
        public_note=public_note,
        next_review_due=next_review_due,
    )
    links = [url for url in text.addresses() if resources.may_be_followed(url)]
    links += map(richtext.article_link, crosslinks.identities(text))
    PageLink.objects.bulk_create(PageLink(edition=edition, url=url) for url in links)
    what = "correction" if change == ChangeKind.CORRECTION else f"{change.label.lower()} change"
    words = f"Edition {edition.number} published ({what}{', as scheduled' if since == State.SCHEDULED else ''})."
    steps.record(edition.article, edition, EventKind.PUBLISHED, by, words)
    indexing.follow_edition(edition, text, first=not again)
    prepared.keep(edition, text)
    return edition


def review_day(day: dt.date, *, after: dt.date, reviewed: dt.date | None = None) -> None:
    """Raise ``InvalidRequest`` for a review that is due on a day that is past, or that is too far away.

    ``after``: the day of publishing, or today. ``reviewed``: the day of the last review, from which the three years
    are counted; ``after`` unless given.
    """
    if day <= after:
        raise InvalidRequest("The next review must be due on a day that is still to come.")
    last = (reviewed or after) + LONGEST_UNTIL_REVIEW
    if last <= after:
        raise InvalidRequest("Its last review is three years ago: have it reviewed.")
    if day > last:
        raise InvalidRequest(f"A page is reviewed again within three years: choose a day up to {last:%-d %B %Y}.")


def note_for(change: ChangeKind, public_note: str) -> str:
    """The note for readers, cleaned. Raises ``InvalidRequest`` where the change needs one and there is none."""
    public_note = richtext.lines(public_note)
    if change in ANNOUNCED and not public_note:
        raise InvalidRequest(
            f"A {change.label.lower()}{' change' * (change == ChangeKind.MAJOR)} needs a note for readers."
        )
    return public_note
