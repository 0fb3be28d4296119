"""Making the articles of a corpus, many at a time.

The rows are written straight into the tables, not through the workflow, which would take a day for 100,000. The guards
of the database stay in place meanwhile: each edition begins as a draft, takes every step of its life, and is reviewed
by somebody who did not write it; only so many take a step in one statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import F, Model, OuterRef, Subquery
from django.utils import timezone

from articles import crosslinks, reconciling, richtext
from articles import document as documents
from articles.document import Document
from articles.models import (
    Article,
    ChangeKind,
    Citation,
    Contribution,
    Decision,
    Edition,
    Event,
    EventKind,
    PageLink,
    Point,
    Review,
    Section,
    State,
    Tagging,
)
from finding.index import batched
from rlsinfo.corpus import texts, writing
from rlsinfo.corpus.plan import Plan, plan
from rlsinfo.corpus.texts import About, Writer
from rlsinfo.corpus.vocabulary import Shared
from rlsinfo.corpus.words import LANGUAGE

PART = 200
"""Articles that are made in one transaction."""
DECLARATION = "I am competent to review this and have nothing to declare."
NOTE = "What is known of it was brought up to date."
LIFE = dt.timedelta(days=700)
"""How long ago the first articles were published; reviews are due three years after."""
FIRST, BETWEEN = 600, 20
"""Days over which first editions are spread, and from one edition to the next."""
_REVIEWED = (State.APPROVED, State.PUBLISHED, State.SUPERSEDED)
_SEALED = (State.PUBLISHED, State.SUPERSEDED)


@dataclass(slots=True)
class Making:
    """An edition on its way: whose it is, how it is to stand at last, and its text."""

    plan: Plan
    state: State
    row: Edition
    text: Document
    canonical: str


def make(
    shared: Shared, numbers: Sequence[int], *, waiting: bool = False, say: Callable[[int], object] | None = None
) -> None:
    """Make the articles with these numbers. ``say`` is told how many more are there."""
    for part in batched(numbers, PART):
        with transaction.atomic():
            _make_part([plan(number, shared, waiting=waiting) for number in part], shared)
        if say:
            say(len(part))


def _make_part(plans: Sequence[Plan], shared: Shared) -> None:
    now = timezone.now()
    articles = Article.objects.bulk_create(
        Article(
            uuid=texts.identity(shared.seed, _identified(each)),
            slug=each.slug,
            language=LANGUAGE,
            medicine=each.medicine,
            condition=each.condition,
            created_at=now - LIFE,
            created_by=each.author,
        )
        for each in plans
    )
    Tagging.objects.bulk_create(
        Tagging(article=article, tag=tag) for article, each in zip(articles, plans, strict=True) for tag in each.tags
    )
    before: dict[int, Making] = {}
    for turn in range(max(len(each.states) for each in plans)):
        making = [
            _begun(article, each, turn, before.get(article.pk), shared)
            for article, each in zip(articles, plans, strict=True)
            if turn < len(each.states)
        ]
        _write_content(making, before, shared)
        _take_steps(making, before, shared, now)
        before.update({each.row.article_id: each for each in making})


def _identified(each: Plan) -> int:
    """What stands for the number of an article in its identity; those that wait are of a kind of their own."""
    return each.number if each.slug.startswith("made") else -1 - each.number


def _begun(article: Article, each: Plan, turn: int, before: Making | None, shared: Shared) -> Making:
    about = About(
        number=_identified(each),
        seed=shared.seed,
        medicine=each.medicine.name if each.medicine else "",
        condition=each.condition.name if each.condition else "",
        sources=shared.records,
        spread=shared.spreads["source"],
    )
    writer = Writer(shared.words, about)
    text = writer.again(before.text) if before else writer.document()
    began = article.created_at + dt.timedelta(days=each.number % FIRST + turn * BETWEEN)
    edition = Edition(
        article=article,
        number=turn + 1,
        based_on=before.row if before else None,
        created_at=began,
        created_by=each.author,
        saved_at=began,
        saved_by=each.author,
        moved_at=began,
        moved_by=each.author,
        **reconciling.front_columns(text),
    )
    return Making(each, each.states[turn], edition, text, text.canonical())


def _write_content(making: Sequence[Making], before: dict[int, Making], shared: Shared) -> None:
    Edition.objects.bulk_create(each.row for each in making)
    Contribution.objects.bulk_create(
        Contribution(
            edition=each.row,
            user=each.plan.author,
            byline=shared.bylines[each.plan.author.pk],
            **shared.bylines[each.plan.author.pk].as_signed(),
        )
        for each in making
    )
    _write_rows(making, {record.key: source for record, source in zip(shared.records, shared.sources, strict=True)})


def _write_rows(making: Sequence[Making], sources: dict[str, int]) -> None:
    """The sections, points and citations of the texts. ``sources``: their keys in the table, by those in texts."""
    made: dict[type[Model], list[dict[str, Any]]] = {Section: [], Point: [], Citation: []}
    keys = {model: count(writing.first_key(model)) for model in made}

    def add(model: type[Model], **columns: Any) -> int:
        made[model].append({"id": next(keys[model]), **columns})
        return int(made[model][-1]["id"])

    def cite(cited: Sequence[str], *, section: int | None = None, point: int | None = None) -> None:
        for place, key in enumerate(cited):
            add(Citation, section_id=section, point_id=point, source_id=sources[key], position=place)

    for each in making:
        for place, part in enumerate(each.text.sections):
            columns = {"uuid": part.id, "kind": part.kind, "heading": part.heading, "introduction": part.introduction}
            section = add(Section, edition_id=each.row.pk, position=place, **columns)
            cite(part.sources, section=section)
            for at, point in enumerate(part.points):
                own = add(Point, section_id=section, uuid=point.id, position=at, **reconciling.point_columns(point))
                cite(point.sources, point=own)
    for model, columns_of in made.items():
        writing.write(model, columns_of)
    writing.count_on(keys)


def _take_steps(making: Sequence[Making], before: dict[int, Making], shared: Shared, now: dt.datetime) -> None:
    """Through review and approval to publishing, each as far as it is to come."""
    _record(making, EventKind.DRAFTED, "started.")
    submitted = [each for each in making if each.state != State.DRAFT]
    _those(submitted).update(
        state=State.IN_REVIEW, submitted_at=F("saved_at"), submitted_by=F("created_by"), moved_at=F("saved_at")
    )
    _record(submitted, EventKind.SUBMITTED, "submitted for review.")
    approved = [each for each in submitted if each.state in _REVIEWED]
    Review.objects.bulk_create(_review(each, shared) for each in approved)
    signed = Review.objects.filter(edition=OuterRef("pk"))
    _those(approved).update(
        state=State.APPROVED,
        approval=Subquery(signed.values("pk")[:1]),
        approved_sha256=Subquery(signed.values("document_sha256")[:1]),
    )
    _record(approved, EventKind.APPROVED, "approved.")
    sealed = [each for each in approved if each.state in _SEALED]
    earlier = [before[each.row.article_id] for each in sealed if each.row.article_id in before]
    _those(earlier).update(state=State.SUPERSEDED)
    for each in sealed:
        _publish(each)
    PageLink.objects.bulk_create(
        PageLink(edition=each.row, url=richtext.article_link(to))
        for each in sealed
        for to in crosslinks.identities(each.text)
    )
    _record(sealed, EventKind.PUBLISHED, "published.")


def _those(making: Iterable[Making]) -> Any:
    return Edition.objects.filter(pk__in=[each.row.pk for each in making])


def _review(each: Making, shared: Shared) -> Review:
    byline = shared.bylines[each.plan.reviewer.pk]
    return Review(
        edition=each.row,
        decision=Decision.APPROVED,
        reviewer=each.plan.reviewer,
        byline=byline,
        decided_at=each.row.saved_at,
        document_sha256=documents.digest(each.canonical),
        declaration=DECLARATION,
        **byline.as_signed(),
    )


def _publish(each: Making) -> None:
    at = each.row.saved_at
    major = each.plan.number % 2 == 0
    Edition.objects.filter(pk=each.row.pk).update(
        state=State.PUBLISHED,
        sealed_json=each.canonical,
        sealed_sha256=documents.digest(each.canonical),
        schema_version=each.text.schema_version,
        published_at=at,
        published_by=each.plan.publisher,
        moved_by=each.plan.publisher,
        change=ChangeKind.MAJOR if major else ChangeKind.MINOR,
        public_note=NOTE if major else "",
        next_review_due=(at + dt.timedelta(days=3 * 365)).date(),
    )


def _record(making: Iterable[Making], kind: EventKind, words: str) -> None:
    who = {EventKind.APPROVED: "reviewer", EventKind.PUBLISHED: "publisher"}.get(kind, "author")
    Event.objects.bulk_create(
        Event(
            article_id=each.row.article_id,
            edition=each.row,
            kind=kind,
            happened_at=each.row.saved_at,
            actor=getattr(each.plan, who),
            words=f"Edition {each.row.number} {words}",
        )
        for each in making
    )
