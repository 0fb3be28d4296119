"""What SQLite knows of its tables when it plans how to read them.

Without ANALYZE, or with an index that is newer than the last one, it guesses, and reads all published articles where
one will do: an article's page of a site of 10,000 took 125 ms instead of 4, the list of medicines a minute
(https://www.sqlite.org/lang_analyze.html). Each table is looked through whole: by a part of it (``analysis_limit``, as
``PRAGMA optimize`` does) a column of few values seems to have many. PostgreSQL does all this by itself.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def look_through_tables(using: str = DEFAULT_DB_ALIAS) -> None:
    """Look through all tables, one after the other, so that nobody who writes waits for all of them."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def look_where_needed(using: str = DEFAULT_DB_ALIAS) -> None:
    """The same, where the database does not do so by itself."""
    if connections[using].vendor == "sqlite":
        look_through_tables(using)


def look_after_migrate(*, using: str, plan: Any = None, **_: Any) -> None:
    """Receiver of ``post_migrate``: tables or indexes are new."""
    if plan:
        look_where_needed(using)
