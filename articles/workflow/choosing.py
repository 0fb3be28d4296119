"""Authors choose an article's tags from the vocabulary."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from accounts.models import User
from articles import indexing, steps
from articles.errors import InvalidRequest, LostRace
from articles.models import Article, EventKind, Tag, Tagging


def hold(tags: Iterable[Tag]) -> list[Tag]:
    """Hold tags until the transaction ends, so that nothing is hung on one that is retired at the same moment.

    Raises ``InvalidRequest`` where one is not in use any more.
    """
    wanted = {tag.pk: tag for tag in tags}
    # In the order of their keys, as whoever changes the vocabulary holds them: nobody waits in a circle.
    found = list(Tag.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    for tag in found:
        if tag.retired_at:
            raise InvalidRequest(f"The tag “{tag}” was retired meanwhile. Choose another one.")
    if len(found) < len(wanted):
        raise InvalidRequest("One of these tags is not there any more.")
    return found


@transaction.atomic
def set_tags(article: Article, tags: Collection[Tag], *, by: User, seen: Collection[str] | None = None) -> list[Tag]:
    """Give an article these tags instead of those that it has. ``seen``: the slugs of those that were on the page.

    Raises ``LostRace`` where it has others by now, ``InvalidRequest`` where one of them is not in use any more.
    """
    steps.require(by, "choose the tags of an article", *steps.WRITERS)
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    chosen = hold(tags)
    there = list(article.tags.all())
    if seen is not None and {tag.slug for tag in there} != set(seen):
        last = article.events.filter(kind=EventKind.TAGGED).select_related("actor").first()
        raise LostRace(
            "the article has other tags now",
            who=last.actor if last else None,
            when=last.happened_at if last else None,
            what="The article",
        )
    added = [tag for tag in chosen if tag not in there]
    removed = [tag for tag in there if tag not in chosen]
    Tagging.objects.filter(article=article, tag__in=removed).delete()
    Tagging.objects.bulk_create(Tagging(article=article, tag=tag) for tag in added)
    if added or removed:
        told = [
            f"{what} {', '.join(f'“{tag}”' for tag in which)}"
            for what, which in (("added", added), ("taken away", removed))
            if which
        ]
        steps.record(article, None, EventKind.TAGGED, by, f"Tags changed: {'; '.join(told)}.")
        indexing.retag(Article.objects.filter(pk=article.pk))
        indexing.follow_tags(*added, *removed)
    return chosen
