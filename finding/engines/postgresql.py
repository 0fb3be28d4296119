"""PostgreSQL: one weighted tsvector a row with one GIN index, made of our own stems, not by a parser of PostgreSQL.

https://www.postgresql.org/docs/current/textsearch.html. Candidates come from that index alone. They are ranked by a
second, small vector without the text, which stays in the row: the whole ones are kept apart from it (TOAST), and to
fetch thousands of them takes ten times as long. What stands in the text alone is worth the same to the ranking above.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from finding.engines.question import Answer, Question, Texts, narrowed
from freshness import replica

_CLASS: Final = {"title": "A", "names": "B", "summary": "C", "headings": "C", "text": "D"}
_WEIGHTS: Final = "{0.1, 0.4, 0.8, 1.0}"
"""Of D, C, B and A, in the proportions of ``WEIGHTS``."""

_BY_INDEX: Final = "SET LOCAL enable_seqscan = off; "
"""The planner does not know what it costs to fetch the vectors, and would read all of them for a common word. Both
statements are sent at once, which makes them one transaction.
"""

MOST_PLACES: Final = 3
"""How many places of a stem are kept in each part: more say little, and make the vector long."""
LAST_PLACE: Final = 16_383


class _PostgreSQL:
    def match(self, question: Question) -> list[Answer]:
        """The entries that match, the likeliest first: by how many groups they have, then by where."""
        groups = [" | ".join(_quoted(stem) for stem in stems) for stems in question.groups]
        where, given = narrowed(question, "strpos")
        one = f"SELECT e.id, e.named FROM finding_entry e WHERE e.vector @@ %s::tsquery AND {where}"
        wanted = [" & ".join(f"({group})" for group in groups)] if question.all_groups else groups
        best = (
            f"SELECT id, count(*) AS groups, coalesce(ts_rank('{_WEIGHTS}', (array_agg(named))[1], %s::tsquery), 0) "
            f"AS score FROM ({' UNION ALL '.join([one] * len(wanted))}) m GROUP BY id "
            "ORDER BY groups DESC, score DESC, id LIMIT %s"
        )
        if question.all_groups:
            best = (
                f"SELECT id, 1 AS groups, coalesce(ts_rank('{_WEIGHTS}', named, %s::tsquery), 0) AS score "
                f"FROM ({one}) m ORDER BY score DESC, id LIMIT %s"
            )
        found = (
            f"SELECT e.id, e.kind, e.medicine, e.tags, e.stems FROM ({best}) b "
            "JOIN finding_entry e ON e.id = b.id ORDER BY b.groups DESC, b.score DESC, b.id"
        )
        any_of, each = " | ".join(groups), [value for query in wanted for value in (query, *given)]
        with replica.connection().cursor() as cursor:
            cursor.execute(_BY_INDEX + found, [any_of, *each, question.most])
            return [Answer(*row) for row in cursor.fetchall()]

    def put(self, entry: int, texts: Texts) -> None:
        """Keep the vector of an entry, in place of an earlier one."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE finding_entry SET vector = %s::tsvector, named = %s::tsvector WHERE id = %s",
                [vector(texts), vector(texts._replace(text=[])), entry],
            )

    def install(self, using: BaseDatabaseWrapper) -> None:
        """Make the columns and their indexes."""
        with using.cursor() as cursor:
            cursor.execute("ALTER TABLE finding_entry ADD COLUMN IF NOT EXISTS vector tsvector")
            cursor.execute("ALTER TABLE finding_entry ADD COLUMN IF NOT EXISTS named tsvector")
            cursor.execute("ALTER TABLE finding_entry ALTER COLUMN vector SET STORAGE EXTERNAL")
            cursor.execute("ALTER TABLE finding_entry ALTER COLUMN named SET STORAGE MAIN")
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS finding_entry_vector ON finding_entry USING gin (vector) "
                "WITH (fastupdate = off)"
            )
            # Beginnings are looked for in the order of code points, whatever the order of words is in this database.
            cursor.execute(
                'CREATE INDEX IF NOT EXISTS finding_start_beginning ON finding_start (language, key COLLATE "C", id)'
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
