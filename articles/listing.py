"""Long lists of articles in parts, each of which costs the same however long the list is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from articles.models import Edition
from freshness import keys


def is_longer(rows: QuerySet[Any], most: int) -> bool:
    """Whether there are more than so many. Reads no more than that."""
    return rows.order_by().values("pk")[: most + 1].count() > most


def newest(
    editions: QuerySet[Edition], rows: QuerySet[Any], most: int, before: int | None = None, *, article: str = "pk"
) -> list[Edition]:
    """The editions of the newest articles, the newest first; ``before``: of those that are older than an article.

    ``rows``: articles, or what belongs to one each, in ``article``: in whose order an index has them, so that no more
    are read than are wanted. Two queries.
    """
    older = rows.filter(**{f"{article}__lt": before}) if before else rows
    keys = list(older.order_by(f"-{article}").values_list(article, flat=True)[:most])
    found = {edition.article_id: edition for edition in editions.filter(article__in=keys).order_by()}
    return [found[key] for key in keys if key in found]


def before_asked(asked: str) -> int | None:
    """The article before which a list goes on, where an address names one."""
    return int(asked) if re.fullmatch(r"[0-9]{1,18}", asked) else None


def topics_of(editions: Iterable[Edition]) -> set[str]:
    """The topics that articles are about, as a page that names them notes them (``freshness.keys``)."""
    pairs = ((edition.article.medicine_id, edition.article.condition_id) for edition in editions)
    return {keys.topic(pk) for pair in pairs for pk in pair if pk}


def by_title(editions: Iterable[Edition]) -> list[Edition]:
    """Editions in the order of their titles."""
    return sorted(editions, key=lambda edition: (edition.title.lower(), edition.pk))
