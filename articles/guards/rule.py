"""What a guard is, and the SQL that several of them share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

WROTE = (
    "EXISTS (SELECT 1 FROM articles_contribution c WHERE c.edition_id = {edition} AND c.user_id = {user} "
    "AND NOT c.carried_over)"
)
"""Whether somebody wrote in an edition itself."""


class Rule(NamedTuple):
    """One trigger. ``broken`` is the SQL condition on a row at which the database refuses with ``message``.

    ``IS DISTINCT FROM`` and ``SHA256(…)`` are put into the words of each engine. ``timing``: ``AFTER`` where PostgreSQL
    must first have waited for others at a unique index.
    """

    name: str
    table: str
    operation: str
    broken: str
    message: str
    timing: str = "BEFORE"


def changed(columns: Iterable[str]) -> str:
    """The condition that one of the columns changes."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def taken(table: str, *columns: str) -> str:
    """The condition that an insert stands in the place of a row.

    SQLite's REPLACE deletes such a row without a trigger for the deletion, so it is looked for first.
    """
    same = " AND ".join(f"x.{column} = NEW.{column}" for column in columns)
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.id = NEW.id{f' OR ({same})' if same else ''})"
