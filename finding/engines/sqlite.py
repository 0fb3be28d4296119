"""SQLite: an FTS5 table of stems beside the entries, ranked by BM25 with a weight for each part of a page.

https://www.sqlite.org/fts5.html. The tokenizer is ``ascii``: it leaves letters beyond ASCII as they are, and what it is
given is stems with spaces between.
"""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from finding.engines.question import WEIGHTS, Answer, Question, Texts, narrowed
from freshness import replica

TABLE: Final = "finding_text"
_COLUMNS: Final = ", ".join(WEIGHTS)


class _SQLite:
    def match(self, question: Question) -> list[Answer]:
        """The entries that match, the likeliest first."""
        joint = " AND " if question.all_groups else " OR "
        groups = (" OR ".join(f'"{stem}"' for stem in stems) for stems in question.groups)
        where, given = narrowed(question, "instr")
        weights = ", ".join(map(str, WEIGHTS.values()))
        best = (
            f"SELECT e.id AS id, bm25({TABLE}, {weights}) AS score FROM {TABLE} "
            f"JOIN finding_entry e ON e.id = {TABLE}.rowid WHERE {TABLE} MATCH %s AND {where} "
            "ORDER BY score, e.id LIMIT %s"
        )
        # The texts of those entries alone are read that are among the best.
        found = (
            "SELECT e.id, e.kind, e.medicine, e.tags, e.stems "
            f"FROM ({best}) b JOIN finding_entry e ON e.id = b.id ORDER BY b.score, b.id"
        )
        with replica.connection().cursor() as cursor:
            cursor.execute(found, [joint.join(f"({group})" for group in groups), *given, question.most])
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
