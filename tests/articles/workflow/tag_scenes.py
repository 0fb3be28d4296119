"""The vocabulary as tests see it, and a small one to begin with."""

from __future__ import annotations

from typing import Any

from articles import workflow
from articles.models import Article, Placement, Tag, Tagging, TagName
from tests import makers


def state() -> dict[str, Any]:
    """All of the vocabulary that readers and authors meet: live tags with what hangs on them, and where others lead."""
    live = {tag.slug: tag for tag in Tag.objects.live().select_related("parent")}
    return {
        "tags": {s: (t.name, t.description, t.parent and t.parent.slug) for s, t in live.items()},
        "leads": dict(Tag.objects.exclude(retired_at=None).values_list("slug", "moved_to__slug")),
        "names": set(TagName.objects.values_list("tag__slug", "kind", "language", "name", "key")),
        "taggings": sorted(Tagging.objects.values_list("article__slug", "tag__slug")),
        "placements": sorted(
            Placement.objects.exclude(tag=None).values_list("organisation__slug", "tag__slug", "position")
        ),
    }


def tagged(*tags: Tag) -> Article:
    """An article with tags."""
    return makers.article(tags=tags)


def placed(*tags: Tag) -> None:
    """An organisation on each of some tags."""
    organisation, by = makers.organisation(), makers.publisher()
    for tag in tags:
        workflow.place(organisation, on=tag, by=by)


def now(tag: Tag) -> Tag:
    """A tag as it stands now."""
    return Tag.objects.get(pk=tag.pk)
