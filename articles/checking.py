"""Reading what the rules need to know beside a document, and holding an edition against them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles import crosslinks, prose, readiness
from articles.document import Document
from articles.models import Article, Edition, Placement, Source, Standing, State, Tagging
from articles.readiness import Facts, Linked, Readiness, Support
from resources.models import Contact, Organisation, OrganisationKind


def check(edition: Edition, text: Document) -> Readiness:
    """How ready an edition is with this text, saved or not, and how what is published stands, today. Three queries, and
    one where it links articles.
    """
    reasons = {(each.code, each.target, each.about): each.reason for each in edition.set_aside.all()}
    return readiness.check(text, replace(facts(edition, text), overdue=overdue(edition)), set_aside=reasons)


def facts(edition: Edition, text: Document) -> Facts:
    """What the rules need to know of the world around an edition today. Two queries, and one where
    it links articles.

    Not that its review is overdue: a review, and a new edition, are what end that.
    """
    cited = Source.objects.filter(key__in=text.cited_keys())
    poor = cited.exclude(standing=Standing.CURRENT, broken_since=None).values_list("key", "standing", "broken_since")
    states = list(poor)
    medicine = edition.article.medicine
    support, crisis_lines = around(edition.article)
    return Facts(
        about_medicine=medicine is not None,
        retracted=frozenset(key for key, standing, _ in states if standing == Standing.RETRACTED),
        superseded=frozenset(key for key, standing, _ in states if standing == Standing.SUPERSEDED),
        broken=frozenset(key for key, _, broken_since in states if broken_since),
        support=support,
        crisis_lines=crisis_lines,
        names=frozenset(word.lower() for word in prose.words(medicine.name)) if medicine else frozenset(),
        linked=linked(crosslinks.identities(text)),
    )


def linked(identities: Collection[UUID]) -> dict[UUID, Linked]:
    """How the articles with these identities stand, those that there are. One query, none where there are none."""
    if not identities:
        return {}
    ever = Edition.objects.filter(article=OuterRef("pk"))
    found = Article.objects.filter(uuid__in=identities).annotate(
        shown=Exists(ever.filter(state=State.PUBLISHED)), gone=Exists(ever.filter(state=State.WITHDRAWN))
    )
    return {
        identity: Linked.PUBLISHED if shown else Linked.WITHDRAWN if gone else Linked.NOT_YET
        for identity, shown, gone in found.values_list("uuid", "shown", "gone")
    }


def overdue(edition: Edition) -> dt.date | None:
    """The day on which the review of a published edition was due, once it has passed."""
    due = edition.next_review_due
    late = edition.state == State.PUBLISHED and due is not None and due < timezone.localdate()
    return due if late else None


def around(article: Article) -> tuple[tuple[Support, ...], bool]:
    """The organisations placed on an article or its tags, as readers meet them, and whether there is any crisis line
    that readers can be given. One query.
    """
    own = Q(organisation=OuterRef("pk"))
    tags = Tagging.objects.filter(article=article).values("tag")
    here = Placement.objects.filter(Q(article=article) | Q(tag__in=tags), organisation=OuterRef("pk"))
    rows = (
        Organisation.objects.filter(archived=False)
        .annotate(
            placed=Exists(here),
            reachable=Exists(Contact.objects.offered().filter(own)),
            broken=Exists(Contact.objects.filter(own, broken_since__isnull=False)),
        )
        .filter(Q(placed=True) | Q(kind=OrganisationKind.CRISIS, reachable=True))
        .values_list("name", "kind", "placed", "reachable", "broken")
        .order_by("name")
    )
    found = list(rows)
    placed = (row for row in found if row[2])
    support = tuple(Support(name, reachable=reaches, broken=breaks) for name, _, _, reaches, breaks in placed)
    return support, any(kind == OrganisationKind.CRISIS and reaches for _, kind, _, reaches, _ in found)
