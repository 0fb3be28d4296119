"""Makers of test data. Articles and editions come about through the workflow only, so no impossible state is tested.

Every function takes keywords, has a default for each, and gives back what it made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.starter import CONTENT_USERNAME
from articles import rows, workflow
from articles.document import Document
from articles.models import (
    Article,
    ChangeKind,
    Decision,
    Edition,
    Invitation,
    NameKind,
    Review,
    Source,
    SourceKind,
    State,
    Tag,
    Topic,
    TopicCode,
    TopicKind,
    TopicName,
)
from tests.document_data import (
    SOURCE_KEYS,
    care_card,
    data,
    document,
    estimate,
    point,
    question,
    section,
    short_document,
    treatment,
)
from tests.people import author, person, publisher, reviewer, superuser, team_byline
from tests.support import contact, link, organisation, placement, reader_report

# What is only passed on, so that tests find all makers in one place.
__all__ = [
    "SOURCE_KEYS",
    "author",
    "care_card",
    "contact",
    "data",
    "document",
    "estimate",
    "link",
    "organisation",
    "person",
    "placement",
    "point",
    "publisher",
    "question",
    "reader_report",
    "reviewer",
    "section",
    "short_document",
    "superuser",
    "team_byline",
    "treatment",
]

_numbers = count(1)
DECLARATION = "I am competent to review this and have nothing to declare."


# The vocabulary and the library


def medicine(*, slug: str = "", name: str = "") -> Topic:
    """A medicine with a brand name and a code."""
    number = next(_numbers)
    topic = Topic.objects.create(
        slug=slug or f"medicine-{number}", kind=TopicKind.MEDICINE, name=name or f"Medicine {number}"
    )
    TopicName.objects.create(topic=topic, kind=NameKind.BRAND, name=f"Brand {number}", country="GB")
    TopicCode.objects.create(topic=topic, system="rxnorm", value=str(number))
    return topic


def condition(*, slug: str = "", name: str = "") -> Topic:
    """A condition."""
    number = next(_numbers)
    return Topic.objects.create(
        slug=slug or f"condition-{number}", kind=TopicKind.CONDITION, name=name or f"Condition {number}"
    )


def tag(*, slug: str = "", name: str = "", synonyms: Collection[str] = ()) -> Tag:
    """A tag."""
    number = next(_numbers)
    return workflow.start_tag(
        by=loader(),
        slug=slug or f"tag-{number}",
        name=name or f"Tag {number}",
        synonyms=[("en", word) for word in synonyms],
    )


def source(*, key: str = "", **columns: Any) -> Source:
    """A source in the library; the one that is there already if its key is."""
    key = key or f"source-{next(_numbers)}"
    defaults = {
        "kind": SourceKind.STUDY,
        "title": f"A study named {key}",
        "authors": "Rottach KG, Schaner BM",
        "container": "J Psychiatr Res",
        "year": 2008,
        "details": "43(1):70–75",
        "url": f"https://example.org/{key}",
    }
    return Source.objects.get_or_create(key=key, defaults={**defaults, **columns})[0]


def library(document: Document) -> None:
    """Make every source that a document cites."""
    for key in document.cited_keys():
        source(key=key)


# Articles and editions, through the workflow


def article(*, by: User | None = None, slug: str = "", language: str = "en", **fields: Any) -> Article:
    """An article about a medicine and a condition, without an edition."""
    about = {} if {"medicine", "condition"} & set(fields) else {"medicine": medicine(), "condition": condition()}
    return workflow.create_article(
        by=by or author(), slug=slug or f"article-{next(_numbers)}", language=language, **{**about, **fields}
    )


def draft(
    *, of: Article | None = None, by: User | None = None, text: Document | None = None, slug: str = ""
) -> Edition:
    """An open draft that holds ``text`` (a whole document unless another is given)."""
    by = by or author()
    text = text or document()
    library(text)
    edition = workflow.start_draft(of or article(by=by, slug=slug, language=text.language), by=by)
    return workflow.save_document(edition, text, version=edition.version, by=by)


def submitted(*, by: User | None = None, **fields: Any) -> Edition:
    """An edition in review."""
    by = by or author()
    edition = draft(by=by, **fields)
    return workflow.submit(edition, version=edition.version, by=by)


def approve(edition: Edition, *, by: User | None = None) -> Review:
    """Approve an edition in review, as it stands."""
    return workflow.approve(edition, sha256=sha256(edition), declaration=DECLARATION, by=by or reviewer())


def approved(*, reviewed_by: User | None = None, **fields: Any) -> Edition:
    """An edition that a clinician approved."""
    edition = submitted(**fields)
    approve(edition, by=reviewed_by)
    return edition


def tomorrow() -> dt.datetime:
    """A moment at which an edition may be scheduled: noon of the next day, in the time of the site."""
    day = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def schedule(edition: Edition, *, by: User | None = None, publish_at: dt.datetime | None = None) -> Edition:
    """Schedule an approved edition."""
    return workflow.schedule(
        edition,
        publish_at=publish_at or tomorrow(),
        by=by or publisher(),
        change=ChangeKind.MINOR,
        next_review_due=next_year(),
    )


def scheduled(**fields: Any) -> Edition:
    """An edition that is to be published tomorrow."""
    return schedule(approved(**fields))


def confirm(edition: Edition, *, by: User | None = None) -> Review:
    """Record that a published edition was reviewed and nothing was to change."""
    edition.refresh_from_db()
    return workflow.record_review(
        edition,
        sha256=edition.sealed_sha256,
        declaration=DECLARATION,
        next_review_due=next_year(),
        by=by or reviewer(),
    )


CLINICIAN = workflow.Clinician(
    name="Sam Guest",
    credentials="Consultant neurologist",
    registration_body="General Medical Council",
    registration_number="1234567",
)


def invited(edition: Edition | None = None, *, by: User | None = None) -> Invitation:
    """A clinician without an account who was asked to review an edition."""
    return workflow.invite(edition or submitted(), name=CLINICIAN.name, by=by or author())


def guest_approval(edition: Edition | None = None, *, by: User | None = None) -> Review:
    """An approval by an invited clinician whom nobody has identified yet."""
    invitation = workflow.open_link(invited(edition, by=by))
    return workflow.guest_decide(
        invitation,
        decision=Decision.APPROVED,
        sha256=sha256(invitation.edition),
        clinician=CLINICIAN,
        declaration="I treat restless legs.",
        interests="None",
    )


def published(
    *, published_by: User | None = None, change: ChangeKind = ChangeKind.MINOR, note: str = "", **fields: Any
) -> Edition:
    """A published edition; of a new article unless ``of`` names one."""
    edition = approved(**fields)
    return workflow.publish(
        edition, by=published_by or publisher(), change=change, next_review_due=next_year(), public_note=note
    )


def superseded(**fields: Any) -> Edition:
    """A published edition that a newer one has replaced."""
    edition = published(**fields)
    published(of=edition.article)
    edition.refresh_from_db()
    return edition


def withdrawn(*, reason: str = "It was wrong.", redirect_to: Article | None = None, **fields: Any) -> Edition:
    """A withdrawn edition."""
    return workflow.withdraw(published(**fields), reason=reason, by=publisher(), redirect_to=redirect_to)


def discarded(*, by: User | None = None, **fields: Any) -> Edition:
    """A discarded draft."""
    by = by or author()
    return workflow.discard(draft(by=by, **fields), by=by)


_MAKERS: dict[str, Callable[..., Edition]] = {
    State.DRAFT: draft,
    State.IN_REVIEW: submitted,
    State.APPROVED: approved,
    State.SCHEDULED: scheduled,
    State.PUBLISHED: published,
    State.SUPERSEDED: superseded,
    State.WITHDRAWN: withdrawn,
    State.DISCARDED: discarded,
}


def edition(state: State, **fields: Any) -> Edition:
    """An edition of a new article, brought to a state."""
    return _MAKERS[state](**fields)


def seen(edition: Edition) -> Edition:
    """The edition as somebody else has it on their screen now."""
    return Edition.objects.get(pk=edition.pk)


def starter(*, text: Document | None = None, slug: str = "", tags: Collection[Tag] = ()) -> Edition:
    """A published edition that no clinician has reviewed, as the loader of starter content makes it."""
    text = text or document()
    library(text)
    return workflow.publish_starter(
        by=loader(),
        slug=slug or f"article-{next(_numbers)}",
        document=text,
        byline=team_byline(),
        next_review_due=next_year(),
        medicine=medicine(),
        condition=condition(),
        tags=tags,
    )


def loader() -> User:
    """The account of the loader of starter content."""
    return User.objects.get_or_create(username=CONTENT_USERNAME, defaults={"is_active": False})[0]


def sha256(edition: Edition) -> str:
    """The SHA-256 of an edition's text as a reviewer would read it now."""
    return rows.read(Edition.objects.get(pk=edition.pk)).sha256()


def next_year() -> dt.date:
    """A day on which a review may be due."""
    return timezone.localdate() + dt.timedelta(days=365)
