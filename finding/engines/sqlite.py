"""SQLite: an FTS5 table of stems beside the entries, ranked by BM25 with a weight for each part of a page.

https://www.sqlite.org/fts5.html. The tokenizer is ``ascii``: it leaves letters beyond ASCII as they are, and what it is
given is stems with spaces between.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from finding.engines.question import WEIGHTS, Answer, Question, Texts, narrowed
from freshness import replica

TABLE: Final = "finding_text"
_COLUMNS: Final = ", ".join(WEIGHTS)
_RANKED: Final = (
    f"SELECT rowid AS id, bm25({TABLE}, {', '.join(map(str, WEIGHTS.values()))}) AS score FROM {TABLE} "
    f"WHERE {TABLE} MATCH %s"
)
_COLUMNS_OF_AN_ANSWER: Final = "SELECT e.id, e.kind, e.medicine, e.tags, e.stems"
MANY: Final = 2_000
"""Where a word stands on more pages, it is first looked for in their titles and names."""


class _SQLite:
    def match(self, question: Question) -> list[Answer]:
        """The entries that match, the likeliest first.

        Of words that stand on very many pages there are mostly enough that have them in their title or names, which
        count before all others: what else has them need not be ranked, and takes longer the more there are.
        """
        joint = " AND " if question.all_groups else " OR "
        groups = (" OR ".join(f'"{stem}"' for stem in stems) for stems in question.groups)
        wanted = joint.join(f"({group})" for group in groups)
        if question.at_most > MANY:
            for likely in (f"{{title names}} : ({wanted})", wanted):
                if len(found := self._of_the_best(question, likely)) >= question.most:
                    return found
        return self._best(question, wanted)

    def _of_the_best(self, question: Question, wanted: str) -> list[Answer]:
        """Of the best of all pages those that are of the right kind, as the best of these where they are enough."""
        where, given = narrowed(question, "instr")
        found = (
            f"{_COLUMNS_OF_AN_ANSWER} FROM ({_RANKED} ORDER BY score, id LIMIT {2 * question.most}) b "
            f"JOIN finding_entry e ON e.id = b.id WHERE {where} ORDER BY b.score, b.id LIMIT %s"
        )
        return self._answers(found, [wanted, *given, question.most])

    def _best(self, question: Question, wanted: str) -> list[Answer]:
        """The best of the pages that are of the right kind: each of them is looked at."""
        where, given = narrowed(question, "instr")
        # The texts of those entries alone are read that are among the best.
        best = (
            f"SELECT b.id, b.score FROM ({_RANKED}) b JOIN finding_entry e ON e.id = b.id WHERE {where} "
            "ORDER BY b.score, b.id LIMIT %s"
        )
        found = f"{_COLUMNS_OF_AN_ANSWER} FROM ({best}) b JOIN finding_entry e ON e.id = b.id ORDER BY b.score, b.id"
        return self._answers(found, [wanted, *given, question.most])

    def _answers(self, found: str, given: list[Any]) -> list[Answer]:
        with replica.connection().cursor() as cursor:
            cursor.execute(found, given)
            return [Answer(*row) for row in cursor.fetchall()]

    def put(self, entry: int, texts: Texts) -> None:
        """Keep the stems of an entry, in place of earlier ones."""
        marks = ", ".join("%s" for _ in WEIGHTS)
        with connection.cursor() as cursor:
            into = f"INSERT OR REPLACE INTO {TABLE} (rowid, {_COLUMNS}) VALUES (%s, {marks})"
            cursor.execute(into, [entry, *map(" ".join, texts)])

    def install(self, using: BaseDatabaseWrapper) -> None:
        """Make the table, and have a row of it go with its entry."""
        with using.cursor() as cursor:
            cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5({_COLUMNS}, tokenize = 'ascii')")
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {TABLE}_goes AFTER DELETE ON finding_entry "
                f"BEGIN DELETE FROM {TABLE} WHERE rowid = OLD.id; END"
            )


ENGINE: Final = _SQLite()
