"""The steps that the functions of ``workflow`` are made of. Nothing else calls them.

Each runs inside its caller's transaction.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import Byline, User
from accounts.roles import Role, has_role
from articles import document as documents
from articles import readiness, richtext, rows
from articles.document import Document
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import (
    Article,
    ChangeKind,
    Contribution,
    Decision,
    Edition,
    Event,
    EventKind,
    Review,
    Source,
    Standing,
    State,
    Tag,
    Tagging,
    Topic,
    TopicKind,
)
from articles.places import Problem

SLUG = 100
LANGUAGE = 12

BACK_TO_DRAFT: dict[str, Any] = {
    "state": State.DRAFT,
    "approval": None,
    "approved_sha256": "",
    "submitted_at": None,
    "submitted_by": None,
}
_DID = {
    State.DRAFT: "it is a draft again",
    State.IN_REVIEW: "it was submitted for review",
    State.APPROVED: "it was approved",
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
    edition.refresh_from_db(from_queryset=Edition.objects.select_for_update())
    if edition.state in states:
        return
    if edition.state != seen:
        lost(edition)
    wanted = " or ".join(state.label.lower() for state in states)
    raise InvalidRequest(f"Edition {edition.number} is {edition.get_state_display().lower()}, not {wanted}.")


def create_article(
    *,
    by: User,
    slug: str,
    language: str,
    medicine: Topic | None,
    condition: Topic | None,
    tags: Collection[Tag],
    translation_of: Article | None,
) -> Article:
    """Write a new article's identity. Raises ``InvalidRequest`` with the first rule that it breaks."""
    _check_identity(slug, language, medicine, condition, translation_of)
    try:
        with transaction.atomic():
            article = Article.objects.create(
                slug=slug,
                language=language,
                medicine=medicine,
                condition=condition,
                translation_of=translation_of,
                created_at=timezone.now(),
                created_by=by,
            )
    except IntegrityError:
        if Article.objects.filter(slug=slug, language=language).exists():
            raise InvalidRequest(f"There is an article at “{slug}” in this language already.") from None
        if translation_of and translation_of.translations.filter(language=language).exists():
            raise InvalidRequest("There is a translation into this language already.") from None
        raise
    Tagging.objects.bulk_create(Tagging(article=article, tag=tag) for tag in dict.fromkeys(tags))
    record(article, None, EventKind.CREATED, by, f"Article “{slug}” created.")
    return article


def _check_identity(
    slug: str, language: str, medicine: Topic | None, condition: Topic | None, translation_of: Article | None
) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > SLUG:
        raise InvalidRequest(f"An address is small letters, digits and single hyphens, at most {SLUG} in all.")
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", language) or len(language) > LANGUAGE:
        raise InvalidRequest("A language is given by its code in small letters, such as en or pt-br.")
    if medicine is None and condition is None:
        raise InvalidRequest("An article is about a medicine, a condition, or both.")
    for topic, kind in ((medicine, TopicKind.MEDICINE), (condition, TopicKind.CONDITION)):
        if topic is not None and topic.kind != kind:
            raise InvalidRequest(f"{topic} is no {kind.label.lower()}.")
    if translation_of is not None and translation_of.language == language:
        raise InvalidRequest("A translation is in another language than the article it translates.")


def save(edition: Edition, document: Document, *, version: int, by: User, byline: Byline | None) -> None:
    """Write a document over a draft's rows and note who wrote."""
    if document.language != edition.article.language:
        raise InvalidRequest(f"The article's language is {edition.article.language}, not {document.language}.")
    library = {source.key: source for source in Source.objects.filter(key__in=document.cited_keys())}
    document.with_sources({key: source.record() for key, source in library.items()})
    columns = rows.front_columns(document) | {"version": F("version") + 1, "saved_at": timezone.now(), "saved_by": by}
    swap(edition, State.DRAFT, version=version, columns=columns)
    rows.reconcile(edition, document, {key: source.pk for key, source in library.items()})
    signed = byline.as_signed() if byline else {}
    Contribution.objects.update_or_create(
        edition=edition, user=by, defaults={"byline": byline, "carried_over": False, **signed}
    )


def reviewing_byline(edition: Edition, by: User) -> Byline:
    """The public name under which somebody may review this edition. Raises ``NotAllowed`` for everybody else."""
    require(by, "review", Role.REVIEWER)
    if edition.contributions.filter(user=by, carried_over=False).exists():
        raise NotAllowed("You wrote in this edition, so somebody else must review it.")
    byline = Byline.objects.filter(user=by).exclude(credentials="").first()
    if byline is None:
        raise NotAllowed("A review is signed: ask an administrator to enter your public name and credentials first.")
    return byline


def review(
    edition: Edition, decision: Decision, byline: Byline, sha256: str, *, by: User, note: str, declaration: str = ""
) -> Review:
    """Sign a decision on the text with this SHA-256. Raises ``LostRace`` where the edition has another text by now."""
    if rows.read(edition).sha256() != sha256:
        raise LostRace("the text or its sources changed since it was read", who=None, when=None)
    return Review.objects.create(
        edition=edition,
        decision=decision,
        reviewer=by,
        byline=byline,
        decided_at=timezone.now(),
        document_sha256=sha256,
        declaration=declaration,
        note=note,
        **byline.as_signed(),
    )


def open_edition(article: Article, *, by: User, title: str, unreviewed: bool) -> Edition:
    """The article's next draft, copied from the last edition that was published, if any."""
    _refuse_second(article)
    base = article.editions.sealed().order_by("-number").first()
    # From the rows, not the seal: they are as frozen, and they follow a source whose key was changed.
    text = rows.read(base) if base else None
    now = timezone.now()
    columns = rows.front_columns(text) if text else {"title": _title(title) or article.slug}
    last = article.editions.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                article=article,
                number=last + 1,
                based_on=base,
                unreviewed=unreviewed,
                created_at=now,
                created_by=by,
                saved_at=now,
                saved_by=by,
                moved_at=now,
                moved_by=by,
                **columns,
            )
    except IntegrityError:
        _refuse_second(article)
        raise
    if base and text:
        ids = dict(Source.objects.filter(key__in=text.cited_keys()).values_list("key", "pk"))
        rows.reconcile(edition, text, ids)
        _carry_over(base, edition)
    words = f"Edition {edition.number} started" + (f" from edition {base.number}." if base else ".")
    record(article, edition, EventKind.DRAFTED, by, words)
    return edition


def _carry_over(base: Edition, edition: Edition) -> None:
    """Name those who wrote the text that an edition was copied from, signed as they were."""
    earlier = list(base.contributions.all())
    for contribution in earlier:
        contribution.pk = None
        contribution.edition, contribution.carried_over = edition, True
    Contribution.objects.bulk_create(earlier)


def _refuse_second(article: Article) -> None:
    if taken := article.editions.open().select_related("created_by").first():
        raise LostRace(f"edition {taken.number} is open already", who=taken.created_by, when=taken.created_at)


def _title(title: str) -> str:
    if len(cleaned := richtext.plain(title)) > documents.LINE:
        raise InvalidRequest(f"A title has at most {documents.LINE} characters.")
    return cleaned


def seal(
    edition: Edition, text: Document, *, by: User, change: ChangeKind, next_review_due: dt.date, public_note: str
) -> Edition:
    """Publish an edition's text: seal it, and supersede the edition before it."""
    if next_review_due <= timezone.localdate():
        raise InvalidRequest("The next review is due on a day that is still to come.")
    public_note = richtext.lines(public_note)
    if change == ChangeKind.MAJOR and not public_note:
        raise InvalidRequest("A major change needs a note for readers.")
    sealed = text.canonical()
    starter = edition.unreviewed
    before = edition.article.editions.published()
    before.update(state=State.SUPERSEDED, moved_at=timezone.now(), moved_by=by)
    move(
        edition,
        State.DRAFT if starter else State.APPROVED,
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
    words = f"Edition {edition.number} published ({change.label.lower()} change)."
    record(edition.article, edition, EventKind.PUBLISHED, by, words)
    return edition


def move(edition: Edition, since: State, *, by: User, **columns: Any) -> None:
    """A transition from the state ``since``: compare-and-set, noting who moved the edition."""
    swap(edition, since, version=edition.version, columns=columns | {"moved_at": timezone.now(), "moved_by": by})


def swap(edition: Edition, state: State, *, version: int, columns: dict[str, Any]) -> None:
    """One UPDATE whose count must be 1; otherwise ``LostRace`` says who was first. Refreshes ``edition``."""
    if Edition.objects.filter(pk=edition.pk, state=state, version=version).update(**columns) != 1:
        lost(edition)
    edition.refresh_from_db()


def lost(edition: Edition) -> NoReturn:
    """Raise ``LostRace`` with what was done to the edition last, by whom and when."""
    now = Edition.objects.select_related("saved_by", "moved_by").get(pk=edition.pk)
    if now.state == State.DRAFT and now.saved_at >= now.moved_at:
        raise LostRace("the draft was saved", who=now.saved_by, when=now.saved_at)
    raise LostRace(_DID[State(now.state)], who=now.moved_by, when=now.moved_at)


def blocking_issues(edition: Edition, text: Document) -> list[Problem]:
    """What keeps this edition from being submitted or published today."""
    retracted = Source.objects.filter(key__in=text.cited_keys(), standing=Standing.RETRACTED)
    return readiness.blocking(
        text,
        about_medicine=edition.article.medicine_id is not None,
        retracted=frozenset(retracted.values_list("key", flat=True)),
    )


def record(article: Article, edition: Edition | None, kind: EventKind, by: User, words: str) -> None:
    """Append to the article's history."""
    Event.objects.create(article=article, edition=edition, kind=kind, happened_at=timezone.now(), actor=by, words=words)
