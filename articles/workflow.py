"""Every write to an article and its editions. Views, admin, commands and tests call these; none write rows themselves.

Each function is one transaction, takes ``by`` (who does it), checks the role, makes one compare-and-set transition
whose count must be 1 (else ``LostRace`` says who was first), and records an event in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import Byline, User
from accounts.roles import Role
from accounts.starter import CONTENT_USERNAME
from articles import richtext, rows, steps
from articles.document import Document
from articles.errors import InvalidRequest, LostRace, NotAllowed, NotReady
from articles.models import Article, ChangeKind, Decision, Edition, EventKind, Review, State, Tag, Topic

_WRITERS = (Role.AUTHOR, Role.PUBLISHER)


@transaction.atomic
def create_article(
    *,
    by: User,
    slug: str,
    language: str,
    medicine: Topic | None = None,
    condition: Topic | None = None,
    tags: Collection[Tag] = (),
    translation_of: Article | None = None,
) -> Article:
    """A new article without content. Raises ``NotAllowed``, or ``InvalidRequest`` where the slug is taken."""
    steps.require(by, "create an article", *_WRITERS)
    return steps.create_article(
        by=by,
        slug=slug,
        language=language,
        medicine=medicine,
        condition=condition,
        tags=tags,
        translation_of=translation_of,
    )


@transaction.atomic
def start_draft(article: Article, *, by: User, title: str = "") -> Edition:
    """The article's next draft: a copy of the published edition, or of the last withdrawn one, or an empty one.

    Raises ``LostRace`` where somebody has an edition open already.
    """
    steps.require(by, "write", *_WRITERS)
    return steps.open_edition(article, by=by, title=title, unreviewed=False)


@transaction.atomic
def save_document(edition: Edition, document: Document, *, version: int, by: User) -> Edition:
    """Save a whole document over a draft. ``version``: the one that the writer started from.

    The document's sources are taken from the library. Raises ``DocumentError`` for an unknown source, and
    ``LostRace`` where the edition is no longer a draft or somebody saved it after ``version``.
    """
    steps.require(by, "write", *_WRITERS)
    steps.lock(edition, State.DRAFT)
    steps.save(edition, document, version=version, by=by, byline=Byline.objects.filter(user=by).first())
    return edition


@transaction.atomic
def submit(edition: Edition, *, version: int, by: User, note: str = "") -> Edition:
    """Freeze a draft and hand it to a reviewer. Raises ``NotReady`` with every blocking issue, or ``LostRace``."""
    steps.require(by, "submit", *_WRITERS)
    steps.lock(edition, State.DRAFT)
    if edition.version != version:
        steps.lost(edition)
    if issues := steps.blocking_issues(edition, rows.read(edition)):
        raise NotReady(issues)
    steps.move(
        edition,
        State.DRAFT,
        by=by,
        state=State.IN_REVIEW,
        submitted_at=timezone.now(),
        submitted_by=by,
        note_to_reviewer=richtext.lines(note),
    )
    steps.record(edition.article, edition, EventKind.SUBMITTED, by, f"Edition {edition.number} submitted for review.")
    return edition


@transaction.atomic
def approve(edition: Edition, *, sha256: str, declaration: str, by: User, note: str = "") -> Review:
    """A clinical reviewer signs the exact text whose SHA-256 they read.

    Raises ``NotAllowed`` for anybody but a clinical reviewer with a public name who did not write in this edition;
    ``InvalidRequest`` without a declaration; ``LostRace`` where the text is not the one that was read.
    """
    steps.lock(edition, State.IN_REVIEW)
    byline = steps.reviewing_byline(edition, by)
    declaration, note = richtext.lines(declaration), richtext.lines(note)
    if not declaration:
        raise InvalidRequest("An approval needs your declaration of competence and interests.")
    review = steps.review(edition, Decision.APPROVED, byline, sha256, by=by, declaration=declaration, note=note)
    steps.move(edition, State.IN_REVIEW, by=by, state=State.APPROVED, approval=review, approved_sha256=sha256)
    steps.record(edition.article, edition, EventKind.APPROVED, by, f"Edition {edition.number} approved by {byline}.")
    return review


@transaction.atomic
def request_changes(edition: Edition, *, sha256: str, note: str, by: User) -> Review:
    """A clinical reviewer sends an edition back to its authors, also one that was approved; that voids the approval."""
    steps.lock(edition, State.IN_REVIEW, State.APPROVED)
    byline = steps.reviewing_byline(edition, by)
    note = richtext.lines(note)
    if not note:
        raise InvalidRequest("Say what needs to change.")
    review = steps.review(edition, Decision.CHANGES_REQUESTED, byline, sha256, by=by, note=note)
    steps.move(edition, State(edition.state), by=by, **steps.BACK_TO_DRAFT)
    words = f"Changes requested on edition {edition.number} by {byline}."
    steps.record(edition.article, edition, EventKind.CHANGES_REQUESTED, by, words)
    return review


@transaction.atomic
def publish(
    edition: Edition, *, by: User, change: ChangeKind, next_review_due: dt.date, public_note: str = ""
) -> Edition:
    """Seal an approved edition and show it to readers in place of the one before, all or nothing.

    Raises ``InvalidRequest`` for a past review date or a major change without a note; ``NotReady`` where something
    has come to block it since it was approved; ``LostRace`` where it is no longer approved, or not in these words.
    """
    steps.require(by, "publish", Role.PUBLISHER)
    steps.lock(edition, State.APPROVED)
    text = rows.read(edition)
    if text.sha256() != edition.approved_sha256:
        raise LostRace("the text or its sources changed after the approval, which is void", who=None, when=None)
    if issues := steps.blocking_issues(edition, text):
        raise NotReady(issues)
    return steps.seal(edition, text, by=by, change=change, next_review_due=next_review_due, public_note=public_note)


@transaction.atomic
def withdraw(edition: Edition, *, reason: str, by: User, redirect_to: Article | None = None) -> Edition:
    """Take the published edition away from readers, with a reason for them and, where there is one, another page."""
    steps.require(by, "withdraw", Role.PUBLISHER)
    reason = richtext.lines(reason)
    if not reason:
        raise InvalidRequest("Readers need a reason.")
    if redirect_to == edition.article:
        raise InvalidRequest("A withdrawn page cannot send readers to itself.")
    if redirect_to is not None and not redirect_to.editions.published().exists():
        raise InvalidRequest("The page to send readers to is not published.")
    steps.lock(edition, State.PUBLISHED)
    steps.move(
        edition,
        State.PUBLISHED,
        by=by,
        state=State.WITHDRAWN,
        withdrawn_at=timezone.now(),
        withdrawn_by=by,
        withdrawal_reason=reason,
        redirect_to=redirect_to,
    )
    steps.record(edition.article, edition, EventKind.WITHDRAWN, by, f"Edition {edition.number} withdrawn: {reason}")
    return edition


@transaction.atomic
def discard(edition: Edition, *, by: User, reason: str = "") -> Edition:
    """Close a draft that will not be published. Its text is kept. Raises ``LostRace`` where it no longer is one."""
    steps.require(by, "discard a draft", *_WRITERS)
    steps.lock(edition, State.DRAFT)
    steps.move(edition, State.DRAFT, by=by, state=State.DISCARDED)
    reason = richtext.lines(reason)
    words = f"Edition {edition.number} discarded{': ' + reason if reason else '.'}"
    steps.record(edition.article, edition, EventKind.DISCARDED, by, words)
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
) -> Edition:
    """Create an article whose first edition is published without a clinician's review, and says so to its readers.

    For the loader of starter content only: the one way to that state, and only for an article that is new. The first
    edition that people publish ends it.
    """
    if by.username != CONTENT_USERNAME:
        raise NotAllowed("Only the loader of starter content publishes without a review.")
    article = steps.create_article(
        by=by,
        slug=slug,
        language=document.language,
        medicine=medicine,
        condition=condition,
        tags=tags,
        translation_of=None,
    )
    edition = steps.open_edition(article, by=by, title=document.title, unreviewed=True)
    steps.save(edition, document, version=edition.version, by=by, byline=byline)
    text = rows.read(edition)
    if issues := steps.blocking_issues(edition, text):
        raise NotReady(issues)
    note = "First edition. Not yet reviewed by a clinician."
    return steps.seal(edition, text, by=by, change=ChangeKind.MAJOR, next_review_due=next_review_due, public_note=note)
