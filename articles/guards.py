"""Triggers that make the database itself refuse to change what was published, on both engines.

Django has no declarative triggers. They are (re)installed after every ``migrate``, since SQLite drops a table's
triggers whenever a migration rebuilds the table; a system check of the tests proves that each is in place.

- A sealed edition keeps its article, number, content and seal, and who wrote and published it when; only its state,
  its withdrawal and the day of its next review may still change. It cannot be deleted. No row of its content can be
  added, changed or removed.
- Reviews and events are append-only.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

FROZEN_COLUMNS = (
    "id",
    "article_id",
    "number",
    "based_on_id",
    "unreviewed",
    "title",
    "summary",
    "answer_what",
    "answer_how_common",
    "answer_what_to_do",
    "answer_when_urgent",
    "version",
    "created_at",
    "created_by_id",
    "saved_at",
    "saved_by_id",
    "submitted_at",
    "submitted_by_id",
    "note_to_reviewer",
    "approval_id",
    "approved_sha256",
    "published_at",
    "published_by_id",
    "change",
    "public_note",
    "sealed_json",
    "sealed_sha256",
    "schema_version",
)
APPEND_ONLY = ("articles_review", "articles_event")

_SEALED_SECTION = "SELECT 1 FROM articles_edition e WHERE e.id = {row}.edition_id AND e.sealed_json IS NOT NULL"
_SEALED_POINT = (
    "SELECT 1 FROM articles_section s JOIN articles_edition e ON e.id = s.edition_id "
    "WHERE s.id = {row}.section_id AND e.sealed_json IS NOT NULL"
)
_SEALED_CITATION = (
    "SELECT 1 FROM articles_edition e WHERE e.sealed_json IS NOT NULL AND e.id IN ("
    "SELECT s.edition_id FROM articles_section s WHERE s.id = {row}.section_id "
    "UNION SELECT s.edition_id FROM articles_section s JOIN articles_point p ON p.section_id = s.id "
    "WHERE p.id = {row}.point_id)"
)
CONTENT_TABLES = {
    "articles_section": _SEALED_SECTION,
    "articles_contribution": _SEALED_SECTION,
    "articles_point": _SEALED_POINT,
    "articles_citation": _SEALED_CITATION,
}


class Rule(NamedTuple):
    """One trigger. ``broken`` is the SQL condition on a row at which the database refuses with ``message``."""

    name: str
    table: str
    operation: str
    broken: str
    message: str


def _rules() -> list[Rule]:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN_COLUMNS)
    rules = [
        Rule(
            "guard_edition_update",
            "articles_edition",
            "UPDATE",
            f"OLD.sealed_json IS NOT NULL AND ({changed})",
            "a sealed edition cannot be changed",
        ),
        Rule(
            "guard_edition_delete",
            "articles_edition",
            "DELETE",
            "OLD.sealed_json IS NOT NULL",
            "a sealed edition cannot be deleted",
        ),
    ]
    for table, sealed in CONTENT_TABLES.items():
        for operation, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            broken = " OR ".join(f"EXISTS ({sealed.format(row=row)})" for row in rows)
            name = f"guard_{table.removeprefix('articles_')}_{operation.lower()}"
            rules.append(Rule(name, table, operation, broken, "the content of a sealed edition cannot be changed"))
    for table in APPEND_ONLY:
        for operation in ("UPDATE", "DELETE"):
            name = f"guard_{table.removeprefix('articles_')}_{operation.lower()}"
            rules.append(Rule(name, table, operation, "1 = 1", f"{table} is append-only"))
    return rules


def names() -> frozenset[str]:
    """The names of all triggers that must be in place."""
    return frozenset(rule.name for rule in _rules())


def present(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The names of our triggers that the database has."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return frozenset(name for (name,) in cursor.fetchall() if name.startswith("guard_"))


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing older ones of the same name."""
    with connection.cursor() as cursor:
        for rule in _rules():
            for statement in _statements(connection.vendor, rule):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: before migrations on SQLite, or before a test empties the tables."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in _rules():
            if rule.table in tables:
                on = "" if connection.vendor == "sqlite" else f" ON {rule.table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}{on}")


def remove_before_migrate(*, using: str, plan: Any = None, **_: Any) -> None:
    """Take the triggers away while SQLite migrates. Receiver of Django's ``pre_migrate``.

    SQLite rebuilds a table under another name, and refuses the renaming while a trigger elsewhere names the table.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        remove(connection)


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Install once this app's tables exist. Receiver of Django's ``post_migrate``."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if tables.issuperset({"articles_edition", "articles_review", "articles_event", *CONTENT_TABLES}):
        install(connection)


def _statements(vendor: str, rule: Rule) -> list[str]:
    name, table, operation, broken, message = rule
    if vendor == "sqlite":
        broken = broken.replace("IS DISTINCT FROM", "IS NOT")
        create = (
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW WHEN {broken} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return [f"DROP TRIGGER IF EXISTS {name}", create]
    # PostgreSQL allows no subquery in WHEN, so the condition stands in the function.
    result = "OLD" if operation == "DELETE" else "NEW"
    function = (
        f"CREATE OR REPLACE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {broken} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    return [
        function,
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_check()",
    ]
