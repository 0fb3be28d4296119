"""Reading what the rules need to know beside a document, and holding an edition against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles import prose, readiness
from articles.document import Document
from articles.models import Article, Edition, Source, Standing, State
from articles.readiness import Facts, Readiness, Support
from resources.models import Contact, Organisation, OrganisationKind


def check(edition: Edition, text: Document) -> Readiness:
    """How ready an edition is with this text, saved or not, and how what is published stands, today. Three queries."""
    reasons = {(each.code, each.target, each.about): each.reason for each in edition.set_aside.all()}
    return readiness.check(text, replace(facts(edition, text), overdue=overdue(edition)), set_aside=reasons)


def facts(edition: Edition, text: Document) -> Facts:
    """What the rules need to know of the world around an edition today. Two queries.

    Not that its review is overdue: a review, and a new edition, are what end that.
    """
    cited = Source.objects.filter(key__in=text.cited_keys())
    poor = cited.exclude(standing=Standing.CURRENT, broken_since=None).values_list("key", "standing", "broken_since")
    states = list(poor)
    medicine = edition.article.medicine
    return Facts(
        about_medicine=medicine is not None,
        retracted=frozenset(key for key, standing, _ in states if standing == Standing.RETRACTED),
        superseded=frozenset(key for key, standing, _ in states if standing == Standing.SUPERSEDED),
        broken=frozenset(key for key, _, broken_since in states if broken_since),
        support=placed(edition.article),
        names=frozenset(word.lower() for word in prose.words(medicine.name)) if medicine else frozenset(),
    )


def overdue(edition: Edition) -> dt.date | None:
    """The day on which the review of a published edition was due, once it has passed."""
    due = edition.next_review_due
    late = edition.state == State.PUBLISHED and due is not None and due < timezone.localdate()
    return due if late else None


def placed(article: Article) -> tuple[Support, ...]:
    """The organisations placed on an article or its tags, as readers meet them. One query."""
    own = Q(organisation=OuterRef("pk"))
    rows = (
        Organisation.objects.filter(Q(placements__article=article) | Q(placements__tag__articles=article))
        .filter(archived=False)
        .annotate(
            reachable=Exists(Contact.objects.offered().filter(own)),
            broken=Exists(Contact.objects.filter(own, broken_since__isnull=False)),
        )
        .values_list("name", "kind", "reachable", "broken")
        .distinct()
        .order_by("name")
    )
    return tuple(
        Support(name, reachable=reachable, broken=broken, crisis=kind == OrganisationKind.CRISIS)
        for name, kind, reachable, broken in rows
    )
