"""Slugs that articles and topics had. Each function runs inside its caller's transaction."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from articles.models import Article, FormerSlug, Topic
from finding.workflow import former

Named = Article | Topic
COLUMNS: dict[type, str] = {Article: "article", Topic: "topic"}


def refuse(kind: type[Named], slug: str, *, language: str = "", but: Named | None = None) -> None:
    """Raise ``InvalidRequest`` where a slug leads to another record of a kind, which had it before."""
    former.refuse(slug, FormerSlug, COLUMNS[kind], but=but, **_scope(kind, language))


def rename(record: Named, slug: str, *, by: User, what: str, kept: bool = True) -> str:
    """Give a record another slug and keep the one that it had; gives back the old one.

    Raises ``LostRace`` where ``record.slug`` is not what it has now, ``InvalidRequest`` where the new one cannot be.
    """
    column = COLUMNS[type(record)]
    return former.rename(record, slug, FormerSlug, column, by=by, what=what, kept=kept, **_scope_of(record))


def _scope_of(record: Named) -> dict[str, Any]:
    """Within what a slug of such a record stands once: of articles the language."""
    return _scope(type(record), record.language if isinstance(record, Article) else "")


def _scope(kind: type[Named], language: str) -> dict[str, Any]:
    return {"language": language} if kind is Article else {}
