"""Reading what the rules need to know beside a document, and holding an edition against them. Two queries."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles import prose, readiness
from articles.document import Document
from articles.models import Article, Edition, Source, Standing, State
from articles.readiness import Facts, Readiness, Support
from resources.models import Contact, Organisation, OrganisationKind


def check(edition: Edition, text: Document) -> Readiness:
    """How ready an edition is with this text, saved or not, today."""
    return readiness.check(text, facts(edition, text))


def facts(edition: Edition, text: Document) -> Facts:
    """What the rules need to know of the world around an edition today."""
    standing = dict(_standing(text.cited_keys()))
    due = edition.next_review_due
    late = edition.state == State.PUBLISHED and due is not None and due < timezone.localdate()
    medicine = edition.article.medicine
    return Facts(
        about_medicine=medicine is not None,
        retracted=frozenset(key for key, value in standing.items() if value == Standing.RETRACTED),
        superseded=frozenset(key for key, value in standing.items() if value == Standing.SUPERSEDED),
        support=placed(edition.article),
        overdue=due if late else None,
        names=frozenset(word.lower() for word in prose.words(medicine.name)) if medicine else frozenset(),
    )


def placed(article: Article) -> tuple[Support, ...]:
    """The organisations placed on an article or its tags, as readers meet them. One query."""
    offered = Contact.objects.offered().filter(organisation=OuterRef("pk"))
    rows = (
        Organisation.objects.filter(Q(placements__article=article) | Q(placements__tag__articles=article))
        .filter(archived=False)
        .annotate(reachable=Exists(offered))
        .values_list("name", "kind", "reachable")
        .distinct()
        .order_by("name")
    )
    return tuple(
        Support(name, reachable=reachable, crisis=kind == OrganisationKind.CRISIS) for name, kind, reachable in rows
    )


def _standing(keys: Collection[str]) -> list[tuple[str, str]]:
    poor = Source.objects.filter(key__in=keys).exclude(standing=Standing.CURRENT)
    return list(poor.values_list("key", "standing"))
