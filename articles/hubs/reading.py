"""What the A to Z and the hubs read. Each function is a fixed number of queries, whatever the amount of content."""

from __future__ import annotations

from collections import defaultdict

from articles import selectors
from articles.models import Edition, TopicName


def titles(language: str) -> list[Edition]:
    """The published articles of a language with no more than an A to Z needs. One query."""
    found = selectors.listed(language).only(
        "title",
        *(f"article__{field}" for field in ("slug", "language")),
        *(f"article__{topic}__{field}" for topic in ("medicine", "condition") for field in ("slug", "kind", "name")),
    )
    return list(found.order_by())


def names(language: str) -> dict[int, list[str]]:
    """The names that readers of a language are shown, by the key of their topic. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    for topic, name in TopicName.objects.shown(language).values_list("topic", "name"):
        found[topic].append(name)
    return found
