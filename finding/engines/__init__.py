"""Where the index is asked: in the site's own database, or in an OpenSearch that has all of it.

An engine keeps what it needs beside the entries, and answers one question: which entries match, the best ones first.
How good a match is in the end, what is marked and what is counted is worked out above, the same for every engine.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from finding.engines import elsewhere, opensearch, postgresql, sqlite
from finding.engines.question import Answer, Question, Texts
from finding.models import IndexState

__all__ = ["Answer", "Engine", "Question", "Texts", "match", "own"]


class Engine(Protocol):
    """What an engine can do."""

    def match(self, question: Question) -> list[Answer]:
        """The entries that match, the likeliest first, at most ``question.most``."""

    def put(self, entry: int, texts: Texts) -> None:
        """Keep the stems of an entry, in place of earlier ones."""

    def install(self, using: BaseDatabaseWrapper) -> None:
        """Make what the engine needs in a database that has the tables of this app; a second time it does nothing."""


def own(using: BaseDatabaseWrapper | None = None) -> Engine:
    """The engine of the site's own database."""
    return sqlite.ENGINE if (using or connection).vendor == "sqlite" else postgresql.ENGINE


def match(question: Question, now: IndexState) -> list[Answer]:
    """The entries that match, by the engine elsewhere where there is one that has all of the index as it is now.

    Until it has, and while it does not answer, the site's own database is asked: readers always get an answer, and
    never an old one.
    """
    if settings.SEARCH_URL and now.revision <= now.sent and not elsewhere.is_resting():
        try:
            return opensearch.ENGINE.match(question)
        except elsewhere.NotAnswering as error:
            elsewhere.rest(error)
    return own().match(question)
