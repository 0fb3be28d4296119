"""Finding an article at the desk by its title or address, for whoever relates or links it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When

from articles.models import Article, Edition, State

FOUND = 12
"""How many articles a search offers."""

MOST_WORDS = 8
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An article with the title by which it is known."""

    article: Article
    title: str
    state: State

    @property
    def published(self) -> bool:
        """Whether readers can open it."""
        return self.state == State.PUBLISHED


def cleaned(asked: str) -> str:
    """What was typed to look for, as it is looked for."""
    return unicodedata.normalize("NFC", asked).strip().replace("\x00", "")[:LONGEST]


def articles(asked: str, *, but: int | None = None) -> list[Found]:
    """The articles that have every word in their title or slug, published ones first. One query.

    ``but``: the key of an article that is not meant.
    """
    if not asked:
        return []
    editions = Edition.objects.exclude(state__in=[State.DISCARDED, State.SUPERSEDED]).exclude(article=but)
    for word in asked.split()[:MOST_WORDS]:
        editions = editions.filter(Q(title__icontains=word) | Q(article__slug__icontains=word))
    standing = Case(
        When(state=State.PUBLISHED, then=Value(0)),
        When(state=State.WITHDRAWN, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = editions.order_by(standing, "title", "-number").select_related("article").defer("sealed_json")
    known: dict[int, Found] = {}
    # An article has at most one published and one open edition; of those withdrawn the first counts.
    for edition in rows[: 3 * FOUND]:
        known.setdefault(edition.article_id, Found(edition.article, edition.title, State(edition.state)))
    return list(known.values())[:FOUND]
