"""What is read of all that surrounds an article's text: the small lists, and the organisations. Two queries a page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, LPad
from django.utils import timezone
from django.utils.translation import get_language

from accounts import once
from accounts.models import Byline, signature
from accounts.once import Found
from articles.models import (
    Article,
    Contribution,
    Edition,
    Placement,
    Review,
    Source,
    Standing,
    State,
    Tag,
    Topic,
    TopicCode,
    TopicName,
)
from articles.models.article import path_of
from freshness import keys, reading
from resources.models import Contact, Organisation, OrganisationKind, last_offered
from resources.selectors import with_their_contacts

Row = tuple[Any, ...]
CONTACT: Final = (
    *("organisation_id", "kind", "value", "label", "cost", "hours", "countries"),
    *("verified_on", "verification_source"),
)
ORGANISATION: Final = (
    "slug",
    "name",
    "kind",
    "countries",
    "area_served",
    "international",
    "languages",
    "offers",
    "verified_on",
    "verification_source",
)
"""What pages of articles show of a contact and of its organisation; a row holds both, in this order."""

COLUMNS: Final = 7
LAST: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class Signature:
    """How somebody signed, as a page shows it. ``kind``: of their byline. ``declared``, ``on``: of a review."""

    name: str
    credentials: str
    signature: str
    interests: str
    kind: str = ""
    registration: str = ""
    declared: str = ""
    on: dt.datetime | None = None

    @classmethod
    def of(cls, review: Review) -> Signature:
        """Of a reviewer."""
        own = (review.signed_name, review.signed_credentials, review.signature, review.signed_interests)
        return cls(*own, "", review.signed_registration, review.declaration, review.decided_at)


@dataclass(slots=True)
class Surroundings:
    """The small lists around an article: who wrote it, as they signed; the kinds of its reviewers' bylines; its topics
    with their names and codes; its tags; its slug in each language; the standing of those cited sources that are not
    current; the paths of the articles that its prose links; and the organisations that are placed on it or its tags,
    each with its place. ``shows``: the keys of all this (``freshness.keys``). One query (a union) instead of ten,
    for the page's budget, and for PostgreSQL, which plans one query of nine tables longer than ten of one or two.
    """

    authors: list[Signature] = field(default_factory=list)
    bylines: dict[int, str] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    tags: list[tuple[str, str]] = field(default_factory=list)
    shows: set[str] = field(default_factory=set)
    alternates: dict[str, str] = field(default_factory=dict)
    standings: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    paths: dict[UUID, str] = field(default_factory=dict)
    placed: dict[int, int] = field(default_factory=dict)


def read(edition: Edition, cited: Iterable[str], linked: Iterable[UUID]) -> Surroundings:
    """The small lists around the article of an edition that cites sources by these keys and links these articles.

    Somebody who wrote in it without a public name is not named.
    """
    article = edition.article
    reading.show(keys.article(article.pk), keys.family(article.translation_of_id or article.pk))
    reading.show(*map(keys.source, cited), *map(keys.linked, linked))
    found = _union.found(
        article.language,
        edition=edition.pk,
        article=article.pk,
        family=article.translation_of_id or article.pk,
        topics=tuple(pk for pk in (article.medicine_id, article.condition_id) if pk),
        bylines=tuple({each.byline_id for each in (edition.approval, edition.last_review) if each and each.byline_id}),
        cited=tuple(cited),
        linked=tuple(linked),
    )
    told = _told(found, get_language() or "")
    reading.show(*told.shows)
    return told


@once.made(256)
def _told(rows: Found, _language: str) -> Surroundings:
    """What such rows say. It is shared by all who are told the same: to be read only."""
    found = Surroundings()
    for row in sorted(rows.read()):
        _READ[row[0]](found, *row[1:])
    return found


def support(placed: dict[int, int], *, with_crisis_lines: bool) -> Found:
    """The offered contacts of placed organisations, each with what is shown of its organisation, in order. One query,
    none where there is nothing to ask for.

    ``with_crisis_lines``: and after them those of every crisis line of the directory, wherever it is placed.
    """
    if not placed and not with_crisis_lines:
        return Found(None, ())
    days = (settings.CONTACT_VERIFICATION_DAYS, settings.ADDRESS_VERIFICATION_DAYS)
    others = (OrganisationKind.CRISIS,) if with_crisis_lines else ()
    found = _offered.found(timezone.localdate(), days, others, organisations=tuple(sorted(placed)))
    if with_crisis_lines:
        reading.show(keys.CRISIS)
    if reading.current() is not None:
        for row in found.read():
            _until_it_lapses(row)
    return Found(found.statement, tuple(sorted(found.rows, key=lambda row: placed.get(row[0], LAST))))


def _until_it_lapses(row: Row) -> None:
    """Note until when a contact is offered."""
    contact = dict(zip((*CONTACT, *(f"its_{name}" for name in ORGANISATION)), row, strict=True))
    if last := last_offered(contact["kind"], contact["its_kind"], contact["verified_on"]):
        reading.until_day(last + dt.timedelta(days=1))


def organisations_of(found: Found) -> list[Organisation]:
    """The organisations of such contacts, in their order, each with its offered contacts."""
    contacts = []
    for row in found.read():
        contact = _instance(Contact, CONTACT, row)
        contact.organisation = _instance(Organisation, ("id", *ORGANISATION), (row[0], *row[len(CONTACT) :]))
        contacts.append(contact)
    return with_their_contacts(contacts)


@once.written
def _offered(
    day: dt.date, _days: tuple[int, int], others: tuple[OrganisationKind, ...], /, *, organisations: list[int]
) -> QuerySet[Contact, Row]:
    wanted = Q(organisation_id__in=organisations) | Q(organisation__kind__in=others)
    contacts = Contact.objects.offered(day).filter(wanted).order_by("organisation__name", "position", "pk")
    return contacts.values_list(*CONTACT, *(f"organisation__{name}" for name in ORGANISATION))


@once.written
def _union(
    language: str,
    /,
    *,
    edition: int,
    article: int,
    family: int,
    topics: list[int],
    bylines: list[int],
    cited: list[str],
    linked: list[UUID],
) -> QuerySet[Any, tuple[str, ...]]:
    # In the order in which they came; a text that sorts as its number does.
    authors = Contribution.objects.filter(edition=edition).exclude(signed_name="")
    authors = authors.annotate(key=_in_order("pk"), own=_text("byline_id"))
    names = TopicName.objects.shown(language).filter(topic__in=topics)
    family_published = Article.objects.filter(Q(pk=family) | Q(translation_of=family), editions__state=State.PUBLISHED)
    # As text: a union has one type for each column.
    links = published(linked).annotate(identity=_text("uuid"))
    # Each way by itself: asked for either at once, engines would read all placements, and all articles of their tags.
    placed = Placement.objects.annotate(key=_text("organisation_id"), place=_text("position"))
    signed = ("signed_name", "signed_credentials", "signed_affiliation", "signed_interests")
    tags = Tag.objects.filter(articles=article)
    return _rows("author", authors, "key", *signed, "byline__kind", "own").union(
        _rows("byline", Byline.objects.filter(pk__in=bylines).annotate(own=_text("pk")), "own", "kind"),
        _rows("topic", Topic.objects.filter(pk__in=topics).annotate(own=_text("pk")), "own", "slug", "kind", "name"),
        _rows("tag", tags.named(language).annotate(own=_text("pk")), "slug", "local_name", "own"),
        _rows("code", TopicCode.objects.filter(topic__in=topics), "system", "value", "topic__slug"),
        _rows("name", names, "name", "kind", "topic__slug"),
        _rows("source", Source.objects.filter(key__in=cited), "key", "standing"),
        _rows("language", family_published, "language", "slug"),
        _rows("link", links, "identity", "slug", "language"),
        _rows("placed", placed.filter(article=article), "key", "place"),
        _rows("placed", placed.filter(tag__taggings__article=article), "key", "place"),
        all=True,
    )


def published(identities: Iterable[UUID]) -> QuerySet[Article]:
    """Those of the articles with these identities that readers can open."""
    return Article.objects.filter(uuid__in=list(identities), editions__state=State.PUBLISHED)


def _rows(what: str, rows: QuerySet[Any], *columns: str) -> QuerySet[Any, tuple[str, ...]]:
    nothing = [Value("")] * (COLUMNS - len(columns))
    return rows.order_by().values_list(Value(what), *columns, *nothing)


def _text(column: str) -> Cast:
    return Cast(column, CharField())


def _in_order(column: str) -> LPad:
    return LPad(_text(column), 20, Value("0"))


def _author(found: Surroundings, key: str, *signed: str) -> None:
    *names, interests, kind, byline = signed
    if byline:
        found.shows.add(keys.byline(int(byline)))
    found.authors.append(Signature(names[0], names[1], signature(*names), interests, kind or ""))


def _topic(found: Surroundings, key: str, slug: str, kind: str, name: str, *_: str) -> None:
    pk = int(key)
    found.shows.add(keys.topic(pk))
    found.topics[pk] = Topic(pk=pk, slug=slug, kind=kind, name=name)


def _byline(found: Surroundings, key: str, kind: str, *_: str) -> None:
    found.shows.add(keys.byline(int(key)))
    found.bylines[int(key)] = kind


def _tag(found: Surroundings, slug: str, name: str, key: str, *_: str) -> None:
    pk = int(key)
    found.shows.update((keys.tag(pk), keys.placed(pk)))
    found.tags.append((slug, name))


def _source(found: Surroundings, key: str, standing: str, *_: str) -> None:
    if standing != Standing.CURRENT:
        found.standings[key] = standing


def _link(found: Surroundings, identity: str, slug: str, language: str, *_: str) -> None:
    found.paths[UUID(identity)] = path_of(slug, language)


def _placed(found: Surroundings, organisation: str, place: str, *_: str) -> None:
    pk = int(organisation)
    found.shows.add(keys.organisation(pk))
    found.placed[pk] = min(int(place), found.placed.get(pk, LAST))


_READ: Final[dict[str, Callable[..., None]]] = {
    "author": _author,
    "byline": _byline,
    "topic": _topic,
    "tag": _tag,
    "code": lambda found, system, value, topic, *_: found.codes[topic].append((system, value)),
    "name": lambda found, name, _kind, topic, *_: found.names[topic].append(name),
    "source": _source,
    "language": lambda found, language, slug, *_: found.alternates.update({language: slug}),
    "link": _link,
    "placed": _placed,
}


def _instance(model: type[Model], names: tuple[str, ...], values: Row) -> Any:
    """An instance with these columns alone."""
    order = [each.attname for each in model._meta.concrete_fields]  # noqa: SLF001 (Django's own way to ask)
    columns = sorted(zip(names, values, strict=False), key=lambda column: order.index(column[0]))
    return model.from_db("default", [name for name, _ in columns], [value for _, value in columns])
