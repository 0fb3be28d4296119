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
        """The entries that match, the likeliest first.

        Of a word that stands on many pages there are enough that have it in their title or names, which count before
        all others; to rank all that have it anywhere takes longer the more there are.
        """
        joint = " AND " if question.all_groups else " OR "
        groups = (" OR ".join(f'"{stem}"' for stem in stems) for stems in question.groups)
        wanted = joint.join(f"({group})" for group in groups)
        if question.all_groups:
            named = self._best(question, f"{{title names}} : ({wanted})")
            if len(named) >= question.most:
                return named
        return self._best(question, wanted)

    def _best(self, question: Question, wanted: str) -> list[Answer]:
        """Those that match best: mostly the best of all pages that are of the right kind, or else of all such pages."""
        where, given = narrowed(question, "instr")
        weights = ", ".join(map(str, WEIGHTS.values()))
        best = f"SELECT rowid AS id, bm25({TABLE}, {weights}) AS score FROM {TABLE} WHERE {TABLE} MATCH %s"
        columns = "SELECT e.id, e.kind, e.medicine, e.tags, e.stems FROM"
        quickly = (
            f"{columns} ({best} ORDER BY score, rowid LIMIT {2 * question.most}) b "
            f"JOIN finding_entry e ON e.id = b.id WHERE {where} ORDER BY b.score, b.id LIMIT %s"
        )
        # The texts of those entries alone are read that are among the best.
        ranked = (
            f"SELECT b.id, b.score FROM ({best}) b JOIN finding_entry e ON e.id = b.id WHERE {where} "
            "ORDER BY b.score, b.id LIMIT %s"
        )
        surely = f"{columns} ({ranked}) b JOIN finding_entry e ON e.id = b.id ORDER BY b.score, b.id"
        with replica.connection().cursor() as cursor:
            for found in (quickly, surely):
                cursor.execute(found, [wanted, *given, question.most])
                if len(rows := cursor.fetchall()) >= question.most:
                    break
            return [Answer(*row) for row in rows]

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
