"""Other addresses for articles and topics. The old ones lead to them for ever."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from articles import indexing, steps
from articles.errors import NotAllowed
from articles.models import Article, EventKind, Topic
from articles.workflow import former


@transaction.atomic
def rename_article(article: Article, slug: str, *, by: User) -> Article:
    """Give an article another slug. ``article.slug`` is the one that somebody saw.

    Where readers were ever shown it, that takes a publisher, and the old address leads to the new one. Raises
    ``NotAllowed``, ``LostRace``, ``InvalidRequest``.
    """
    shown = article.editions.sealed().exists()
    steps.require(by, "change the address of this article", *((Role.PUBLISHER,) if shown else steps.WRITERS))
    old = former.rename(article, slug, by=by, what="The article", kept=shown)
    leads = " The old address leads to it." if shown else ""
    steps.record(article, None, EventKind.RENAMED, by, f"Address changed from “{old}” to “{slug}”.{leads}")
    indexing.follow_articles(article)
    return article


@transaction.atomic
def rename_topic(topic: Topic, slug: str, *, by: User) -> Topic:
    """Give a medicine or condition another slug. Raises ``NotAllowed``, ``LostRace``, ``InvalidRequest``."""
    if not by.has_perm("articles.change_topic"):
        raise NotAllowed.needs("change the address of a topic", Role.PUBLISHER)
    former.rename(topic, slug, by=by, what="The topic")
    indexing.follow_topics(topic)
    return topic
