"""The steps by which articles and drafts come about and are saved. Each runs inside its caller's transaction."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import Byline, User
from articles import document as documents
from articles import reconciling, richtext, rows, steps
from articles.document import Document
from articles.errors import InvalidRequest, LostRace
from articles.models import (
    Article,
    Contribution,
    Edition,
    EventKind,
    KeptText,
    SetAside,
    Source,
    State,
    Tag,
    Tagging,
    Topic,
    TopicKind,
)
from articles.models.article import new_uuid
from articles.workflow import choosing, former
from finding.workflow import former as addresses

SLUG = 100
LANGUAGE = 12


def create_article(
    *,
    by: User,
    slug: str,
    language: str,
    medicine: Topic | None,
    condition: Topic | None,
    tags: Collection[Tag],
    translation_of: Article | None,
    identity: UUID | None = None,
) -> Article:
    """Write a new article. ``identity``: a ``uuid`` by which others link it already.

    Raises ``InvalidRequest`` with the first rule that it breaks.
    """
    _check_identity(slug, language, medicine, condition, translation_of)
    try:
        with transaction.atomic():
            article = Article.objects.create(
                uuid=identity or new_uuid(),
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
        if identity and Article.objects.filter(uuid=identity).exists():
            raise InvalidRequest("Another article is linked by the identity of this one.") from None
        # Given up by another one since it was looked at.
        former.refuse(Article, slug, language=language)
        raise
    Tagging.objects.bulk_create(Tagging(article=article, tag=tag) for tag in choosing.hold(tags))
    steps.record(article, None, EventKind.CREATED, by, f"Article “{slug}” created.")
    return article


def _check_identity(
    slug: str, language: str, medicine: Topic | None, condition: Topic | None, translation_of: Article | None
) -> None:
    addresses.checked(slug, most=SLUG)
    former.refuse(Article, slug, language=language)
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
    keep_text_of_another(edition, by)
    columns = reconciling.front_columns(document) | {
        "version": F("version") + 1,
        "saved_at": timezone.now(),
        "saved_by": by,
    }
    steps.swap(edition, State.DRAFT, version=version, columns=columns)
    reconciling.reconcile(edition, document, {key: source.pk for key, source in library.items()})
    signed = byline.as_signed() if byline else {}
    Contribution.objects.update_or_create(
        edition=edition, user=by, defaults={"byline": byline, "carried_over": False, **signed}
    )


def keep_text_of_another(edition: Edition, by: User) -> None:
    """Keep the text of a draft as somebody else left it, before it is saved over: nobody's words are lost."""
    if edition.saved_by_id != by.pk:
        KeptText.objects.get_or_create(
            edition=edition,
            version=edition.version,
            defaults={
                "document": rows.read(edition).canonical(),
                "saved_at": edition.saved_at,
                "saved_by_id": edition.saved_by_id,
            },
        )


def open_edition(
    article: Article,
    *,
    by: User,
    title: str,
    unreviewed: bool,
    base: Edition | None,
    kind: EventKind = EventKind.DRAFTED,
) -> Edition:
    """The article's next draft, copied from ``base`` if there is one."""
    # One after the other, so that the second finds what the first began.
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    _refuse_second(article)
    # From the rows, not the seal: they are as frozen, and they follow a source whose key was changed.
    text = rows.read(base) if base else None
    now = timezone.now()
    columns = reconciling.front_columns(text) if text else {"title": _title(title) or article.slug}
    last = article.editions.aggregate(last=Max("number"))["last"] or 0
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
    if base and text:
        ids = dict(Source.objects.filter(key__in=text.cited_keys()).values_list("key", "pk"))
        reconciling.reconcile(edition, text, ids)
        _carry_over(base, edition)
    words = f"Edition {edition.number} started" + (f" from edition {base.number}." if base else ".")
    steps.record(article, edition, kind, by, words)
    return edition


def _carry_over(base: Edition, edition: Edition) -> None:
    """Name those who wrote the text that an edition was copied from, signed as they were; keep what was set aside.

    Of a text that nobody ever approved (a discarded one), its writers are writers of the copy too: none of them may
    approve it.
    """
    aside = list(base.set_aside.all())
    for each in aside:
        each.pk = None
        each.edition = edition
    SetAside.objects.bulk_create(aside)
    earlier = list(base.contributions.all())
    for contribution in earlier:
        contribution.pk = None
        contribution.edition = edition
        contribution.carried_over = contribution.carried_over or base.sealed_json is not None
    Contribution.objects.bulk_create(earlier)


def _refuse_second(article: Article) -> None:
    if taken := article.editions.open().select_related("created_by").first():
        raise LostRace(f"edition {taken.number} is open already", who=taken.created_by, when=taken.created_at)


def _title(title: str) -> str:
    if len(cleaned := richtext.plain(title)) > documents.LINE:
        raise InvalidRequest(f"A title has at most {documents.LINE} characters.")
    return cleaned
