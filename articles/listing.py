"""Long lists of articles in parts, each of which costs the same however long the list is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from articles.models import Edition


def is_longer(rows: QuerySet[Any], most: int) -> bool:
    """Whether there are more than so many. Reads no more than that."""
    return rows.order_by().values("pk")[: most + 1].count() > most


def newest(editions: QuerySet[Edition], most: int, before: int | None = None) -> list[Edition]:
    """The editions of the newest articles, the newest first; ``before``: of those that are older than an article."""
    found = editions.filter(article_id__lt=before) if before else editions
    return list(found.order_by("-article_id")[:most])


def before_asked(asked: str) -> int | None:
    """The article before which a list goes on, where an address names one."""
    return int(asked) if re.fullmatch(r"[0-9]{1,18}", asked) else None


def by_title(editions: Iterable[Edition]) -> list[Edition]:
    """Editions in the order of their titles."""
    return sorted(editions, key=lambda edition: (edition.title.lower(), edition.pk))
