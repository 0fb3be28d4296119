"""What stands as related to an article: editors pin some, put them in order, and leave others out.

Each function is one transaction and leaves an event in the article's history.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import richtext, steps
from articles.errors import InvalidRequest, LostRace
from articles.models import Article, ChoiceKind, EventKind, RelatedChoice, State
from articles.models.related import WORDS

MOST_PINNED: Final = 6
"""As many as a page names."""


def chosen_for(article: Article) -> list[RelatedChoice]:
    """What was chosen for an article, the pinned ones in their order first. One query."""
    found = article.related_choices.select_related("other", "chosen_by").order_by("position", "pk")
    return sorted(found, key=lambda choice: choice.kind != ChoiceKind.PINNED)


@transaction.atomic
def relate_pin(article: Article, other: Article, *, words: str = "", by: User) -> RelatedChoice:
    """Have an article stand among the first that are related, after those that are pinned already.

    ``words``: why, for readers; empty for what is computed. Of one that is pinned only the words change. Raises
    ``InvalidRequest``.
    """
    before = _begin(article, by)
    words = richtext.plain(words)
    if len(words) > WORDS:
        raise InvalidRequest(f"The reason is longer than {WORDS} characters.")
    if other == article:
        raise InvalidRequest("An article is not related to itself.")
    pinned = [choice for choice in before if choice.kind == ChoiceKind.PINNED]
    mine = next((choice for choice in pinned if choice.other_id == other.pk), None)
    if mine is None and len(pinned) >= MOST_PINNED:
        raise InvalidRequest(f"{MOST_PINNED} are pinned already, as many as a page names.")
    if mine is None and not other.editions.filter(state=State.PUBLISHED).exists():
        raise InvalidRequest("Readers cannot open that article: it is not published.")
    position = mine.position if mine else (pinned[-1].position if pinned else 0) + 1
    said = f" with the words “{words}”" if words else ""
    columns = {"kind": ChoiceKind.PINNED, "position": position, "words": words}
    return _write(article, other, columns, f"“{other.slug}” pinned as related{said}.", by)


@transaction.atomic
def relate_exclude(article: Article, other: Article, *, by: User) -> RelatedChoice:
    """Have an article not stand as related, whatever it shares. Raises ``InvalidRequest``."""
    _begin(article, by)
    if other == article:
        raise InvalidRequest("An article is not related to itself.")
    columns = {"kind": ChoiceKind.EXCLUDED, "position": 0, "words": ""}
    return _write(article, other, columns, f"“{other.slug}” left out of what is related.", by)


@transaction.atomic
def relate_clear(article: Article, other: Article, *, by: User) -> Article:
    """Leave it to what two articles share again. Raises ``InvalidRequest`` where nothing was chosen."""
    _begin(article, by)
    if not article.related_choices.filter(other=other).delete()[0]:
        raise InvalidRequest("Nothing is chosen for this article any more.")
    steps.record(article, None, EventKind.RELATED, by, f"“{other.slug}” is no longer pinned or left out.")
    return other


@transaction.atomic
def relate_order(article: Article, *, seen: Sequence[int], order: Sequence[int], by: User) -> list[RelatedChoice]:
    """Put the pinned articles, by their keys, into another order.

    ``seen``: their order as it stood on the page. Raises ``LostRace`` where it is another one by now,
    ``InvalidRequest`` where the new one is not of the same articles.
    """
    before = _begin(article, by)
    pinned = {choice.other_id: choice for choice in before if choice.kind == ChoiceKind.PINNED}
    if list(pinned) != list(seen):
        last = article.events.filter(kind=EventKind.RELATED).select_related("actor").first()
        what, when = "others are pinned now, or in another order", last.happened_at if last else None
        raise LostRace(what, who=last.actor if last else None, when=when, what="The list")
    if sorted(order) != sorted(pinned):
        raise InvalidRequest("That is no order of the articles that are pinned.")
    for number, key in enumerate(order, 1):
        pinned[key].position = number
    RelatedChoice.objects.bulk_update(pinned.values(), ["position"])
    slugs = ", ".join(pinned[key].other.slug for key in order)
    steps.record(article, None, EventKind.RELATED, by, f"Pinned as related, in this order: {slugs}.")
    return [pinned[key] for key in order]


def _begin(article: Article, by: User) -> list[RelatedChoice]:
    """Check who asks, and let one at a time choose for an article; what is chosen then."""
    steps.require(by, "choose related articles", *steps.WRITERS)
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    return chosen_for(article)


def _write(article: Article, other: Article, columns: dict[str, object], words: str, by: User) -> RelatedChoice:
    defaults = {**columns, "chosen_at": timezone.now(), "chosen_by": by}
    choice, _ = RelatedChoice.objects.update_or_create(article=article, other=other, defaults=defaults)
    steps.record(article, None, EventKind.RELATED, by, words)
    return choice
