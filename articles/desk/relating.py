"""Related articles at the desk: what readers get and why, what editors chose, and choosing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from accounts.models import User
from articles import related, workflow
from articles.desk import finding, pages
from articles.desk.finding import Found
from articles.errors import InvalidRequest
from articles.models import Article, ChoiceKind, RelatedChoice
from articles.related import Related


@dataclass(frozen=True, slots=True)
class RelatedShown:
    """What stands as related to an article. ``hidden``: pinned, but readers are not shown it. ``asked``: what was
    looked for, with what was ``found``.
    """

    given: tuple[Related, ...]
    hidden: tuple[RelatedChoice, ...]
    left_out: tuple[RelatedChoice, ...]
    seen: str
    pinned: int
    asked: str
    found: tuple[Found, ...]


def read(article: Article, asked: str) -> RelatedShown:
    """What an article's page on the desk shows of it. Two queries, and one for a search."""
    given, chosen = related.related(article), workflow.chosen_for(article)
    shown = {each.article.pk for each in given}
    pinned = [choice for choice in chosen if choice.kind == ChoiceKind.PINNED]
    asked = finding.cleaned(asked)
    return RelatedShown(
        given=tuple(given),
        hidden=tuple(choice for choice in pinned if choice.other_id not in shown),
        left_out=tuple(choice for choice in chosen if choice.kind == ChoiceKind.EXCLUDED),
        seen=",".join(str(choice.other_id) for choice in pinned),
        pinned=len(pinned),
        asked=asked,
        found=tuple(finding.articles(asked, but=article.pk)),
    )


def do(article: Article, asked: QueryDict, *, by: User) -> str:
    """Do what a form asks, and say so. Raises ``WorkflowError``."""
    what, _, key = asked.get("do", "").partition(":")
    other = Article.objects.filter(pk=pages.key_of(key) or 0).first()
    if other is None:
        raise InvalidRequest("This article is not there.")
    if what == "pin":
        workflow.relate_pin(article, other, words=asked.get("words", ""), by=by)
        return f"“{other.slug}” stands among the first now."
    if what == "leave-out":
        workflow.relate_exclude(article, other, by=by)
        return f"“{other.slug}” is left out."
    if what == "clear":
        workflow.relate_clear(article, other, by=by)
        return f"Whether “{other.slug}” stands there is left to what it shares again."
    seen = [pages.key_of(each) or 0 for each in asked.get("seen", "").split(",") if each]
    order = _moved(seen, other.pk, {"up": -1, "down": 1}.get(what, 0))
    workflow.relate_order(article, seen=seen, order=order, by=by)
    return f"“{other.slug}” is now number {order.index(other.pk) + 1} of the {len(order)} that are pinned."


def _moved(seen: list[int], key: int, by: int) -> list[int]:
    """The order in which one stands a place earlier or later. Raises ``InvalidRequest`` for one that is not there."""
    if key not in seen or not by:
        raise InvalidRequest("It is not pinned any more.")
    order = [each for each in seen if each != key]
    order.insert(max(seen.index(key) + by, 0), key)
    return order
