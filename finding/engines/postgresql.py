"""PostgreSQL: one weighted tsvector a row with one GIN index, made of our own stems, not by a parser of PostgreSQL.

https://www.postgresql.org/docs/current/textsearch.html. The vector is kept whole in its row where it fits, and not
compressed: ranking looks into thousands of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from finding.engines.question import Answer, Question, Texts

_CLASS: Final = {"title": "A", "names": "B", "summary": "C", "headings": "C", "text": "D"}
_WEIGHTS: Final = "{0.1, 0.4, 0.8, 1.0}"
"""Of D, C, B and A, in the proportions of ``WEIGHTS``."""

MOST_PLACES: Final = 3
"""How many places of a stem are kept in each part: more say little, and make the vector long."""
LAST_PLACE: Final = 16_383


class _PostgreSQL:
    def match(self, question: Question) -> list[Answer]:
        """The entries that match, the likeliest first."""
        joint = " & " if question.all_groups else " | "
        groups = [" | ".join(_quoted(stem) for stem in stems) for stems in question.groups]
        any_of, wanted = " | ".join(groups), joint.join(f"({group})" for group in groups)
        where, given = ["vector @@ %s::tsquery", "language = %s"], [wanted, question.language]
        for column, value in (("kind", question.kind), ("medicine", question.medicine)):
            if value:
                where.append(f"{column} = %s")
                given.append(value)
        if question.tag:
            where.append("strpos(tags, %s) > 0")
            given.append(f" {question.tag} ")
        best = (
            f"SELECT id, ts_rank('{_WEIGHTS}', vector, %s::tsquery) AS score FROM finding_entry "
            f"WHERE {' AND '.join(where)} ORDER BY score DESC, id LIMIT %s"
        )
        found = (
            "SELECT e.id, e.kind, e.medicine, e.tags, e.stems "
            f"FROM ({best}) b JOIN finding_entry e ON e.id = b.id ORDER BY b.score DESC, b.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(found, [any_of, *given, question.most])
            return [Answer(*row) for row in cursor.fetchall()]

    def put(self, entry: int, texts: Texts) -> None:
        """Keep the vector of an entry, in place of an earlier one."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE finding_entry SET vector = %s::tsvector WHERE id = %s", [vector(texts), entry])

    def install(self, using: BaseDatabaseWrapper) -> None:
        """Make the column and its index."""
        with using.cursor() as cursor:
            cursor.execute("ALTER TABLE finding_entry ADD COLUMN IF NOT EXISTS vector tsvector")
            cursor.execute("ALTER TABLE finding_entry ALTER COLUMN vector SET STORAGE EXTERNAL")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS finding_entry_vector ON finding_entry USING gin (vector) "
                "WITH (fastupdate = off)"
            )


def vector(texts: Texts) -> str:
    """The stems of a page as a tsvector is written: 'leg':1A,12C."""
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    at = 0
    for part, found in texts._asdict().items():
        for stem in found:
            at += 1
            here = places[stem][_CLASS[part]]
            if len(here) < MOST_PLACES:
                here.append(min(at, LAST_PLACE))
    return " ".join(
        f"{_quoted(stem)}:{','.join(f'{place}{kind}' for kind, here in kinds.items() for place in here)}"
        for stem, kinds in places.items()
    )


def _quoted(stem: str) -> str:
    """A stem as tsvector and tsquery take it (stems have no quotes, and would be harmless with them)."""
    doubled = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


ENGINE: Final = _PostgreSQL()
