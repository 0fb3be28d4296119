"""Writing: articles, drafts, and what their authors do with them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import Byline, User
from articles import richtext, rows, steps
from articles.document import Document
from articles.errors import InvalidRequest, NotReady
from articles.models import Article, Edition, EventKind, Presence, SetAside, State, Tag, Topic
from articles.models.desk import ABOUT, TARGET
from articles.models.editions import REVIEWED_STATES
from articles.readiness.rules import RULES, Level
from articles.workflow import drafts


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
    steps.require(by, "create an article", *steps.WRITERS)
    return drafts.create_article(
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
    steps.require(by, "write", *steps.WRITERS)
    base = article.editions.sealed().order_by("-number").first()
    return drafts.open_edition(article, by=by, title=title, unreviewed=False, base=base)


@transaction.atomic
def restore(edition: Edition, *, by: User) -> Edition:
    """A new draft of the article with the text of an edition that was published or discarded.

    Raises ``LostRace`` where somebody has an edition open already, ``InvalidRequest`` for an edition that is open.
    """
    steps.require(by, "write", *steps.WRITERS)
    steps.lock(edition, State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN, State.DISCARDED)
    return drafts.open_edition(
        edition.article, by=by, title="", unreviewed=False, base=edition, kind=EventKind.RESTORED
    )


@transaction.atomic
def save_document(edition: Edition, document: Document, *, version: int, by: User) -> Edition:
    """Save a whole document over a draft. ``version``: the one that the writer started from.

    The document's sources are taken from the library. Raises ``DocumentError`` for an unknown source, and
    ``LostRace`` where the edition is no longer a draft or somebody saved it after ``version``.
    """
    steps.require(by, "write", *steps.WRITERS)
    steps.lock(edition, State.DRAFT)
    drafts.save(edition, document, version=version, by=by, byline=Byline.objects.filter(user=by).first())
    return edition


@transaction.atomic
def submit(edition: Edition, *, version: int, by: User, note: str = "") -> Edition:
    """Freeze a draft and hand it to a reviewer. Raises ``NotReady`` with every blocking issue, or ``LostRace``."""
    steps.require(by, "submit", *steps.WRITERS)
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
def reopen(edition: Edition, *, reason: str, by: User) -> Edition:
    """Take an edition back to draft, to be changed. An approval that it had is void, and its history says so."""
    steps.require(by, "take an edition back", *steps.WRITERS)
    reason = steps.needed(reason, "Say why it is taken back; its reviewer reads this.")
    steps.lock(edition, *REVIEWED_STATES)
    void = steps.void_in_words(edition)
    steps.move(edition, State(edition.state), by=by, **steps.BACK_TO_DRAFT)
    words = f"Edition {edition.number} taken back to draft: {reason}{void}"
    steps.record(edition.article, edition, EventKind.REOPENED, by, words)
    return edition


@transaction.atomic
def discard(edition: Edition, *, by: User, reason: str = "") -> Edition:
    """Close a draft that will not be published. Its text is kept. Raises ``LostRace`` where it no longer is one."""
    steps.require(by, "discard a draft", *steps.WRITERS)
    steps.lock(edition, State.DRAFT)
    steps.move(edition, State.DRAFT, by=by, state=State.DISCARDED)
    reason = richtext.lines(reason)
    words = f"Edition {edition.number} discarded{': ' + reason if reason else '.'}"
    steps.record(edition.article, edition, EventKind.DISCARDED, by, words)
    return edition


@transaction.atomic
def set_aside(edition: Edition, *, code: str, target: str, about: str, reason: str, by: User) -> SetAside:
    """Set an advice aside in a draft, with a reason that its reviewer reads. A second reason replaces the first.

    ``code``, ``target`` and ``about`` are those of the advice. Raises ``InvalidRequest`` without a reason.
    """
    steps.require(by, "write", *steps.WRITERS)
    reason = steps.needed(reason, "Say why this advice is set aside; the reviewer reads this.")
    steps.lock(edition, State.DRAFT)
    code, target, about = richtext.plain(code), richtext.plain(target), richtext.plain(about)
    rule = RULES.get(code)
    if rule is not None and rule.level == Level.BLOCKING:
        raise InvalidRequest("This is no advice: it blocks, and has to be mended.")
    if rule is None or len(target) > TARGET or len(about) > ABOUT:
        raise InvalidRequest("Say which advice is set aside, as the list of advice names it.")
    reasoned = {"reason": reason, "set_aside_at": timezone.now(), "set_aside_by": by}
    known = {"code": code, "target": target, "about": about}
    return SetAside.objects.update_or_create(edition=edition, **known, defaults=reasoned)[0]  # type: ignore[arg-type]


@transaction.atomic
def take_up_again(aside: SetAside, *, by: User) -> Edition:
    """Follow an advice after all that was set aside in a draft."""
    steps.require(by, "write", *steps.WRITERS)
    edition = aside.edition
    steps.lock(edition, State.DRAFT)
    SetAside.objects.filter(pk=aside.pk).delete()
    return edition


@transaction.atomic
def note_presence(edition: Edition, *, by: User) -> Presence:
    """Note that somebody has a draft open now."""
    steps.require(by, "write", *steps.WRITERS)
    return Presence.objects.update_or_create(edition=edition, user=by, defaults={"seen_at": timezone.now()})[0]
