"""Putting the guards in place, on either engine, and looking whether they are."""

from __future__ import annotations

import re
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.guards import addresses, changes, editions, records, vocabulary
from articles.guards.rule import Rule
from freshness import journal
from freshness.keys import EVERYTHING


def _rules() -> list[Rule]:
    return [*editions.rules(), *records.rules(), *vocabulary.rules(), *addresses.rules()]


def names() -> frozenset[str]:
    """The names of all triggers that must be in place."""
    return frozenset(rule.name for rule in _rules()) | changes.names()


def present(connection: BaseDatabaseWrapper) -> frozenset[str]:
    """The names of our triggers that the database has."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return frozenset(name for (name,) in cursor.fetchall() if name.startswith(("guard_", "note_")))


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing older ones of the same name."""
    with connection.cursor() as cursor:
        schema = ""
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        for rule in _rules():
            for statement in _statements(connection.vendor, rule, schema):
                cursor.execute(statement)
        for statement in changes.statements(connection.vendor, schema):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: before migrations on SQLite, or before a test empties the tables."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table in (*((rule.name, rule.table) for rule in _rules()), *changes.on_tables()):
            if table in tables:
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def remove_before_migrate(*, using: str, plan: Any = None, **_: Any) -> None:
    """Take the triggers away while SQLite migrates. Receiver of Django's ``pre_migrate``.

    SQLite rebuilds a table under another name, and refuses the renaming while a trigger elsewhere names the table.
    """
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        remove(connection)


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Install once this app's tables exist. Receiver of Django's ``post_migrate``.

    What was changed while nothing noted it is unknown, so everything counts as changed.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    needed = {*(rule.table for rule in _rules()), *changes.tables(), "freshness_change"}
    if tables >= needed:
        with transaction.atomic(using=using):
            unnoted = not changes.names() <= present(connection)
            install(connection)
            if unnoted:
                journal.note(connection, EVERYTHING)


def _statements(vendor: str, rule: Rule, schema: str) -> list[str]:
    name, table, operation, broken, message, timing = rule
    if vendor == "sqlite":
        # SHA256 is a function that Django gives to each of its connections.
        broken = broken.replace("IS DISTINCT FROM", "IS NOT")
        create = (
            f"CREATE TRIGGER {name} {timing} {operation} ON {table} FOR EACH ROW WHEN {broken} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return [f"DROP TRIGGER IF EXISTS {name}", create]
    broken = re.sub(r"SHA256\(([\w.]+)\)", r"encode(sha256(convert_to(\1, 'UTF8')), 'hex')", broken)
    # PostgreSQL allows no subquery in WHEN, so the condition stands in the function.
    result = "OLD" if operation == "DELETE" else "NEW"
    function = (
        # Tables are looked for in our schema first: a temporary one of the same name must not stand in.
        f"CREATE OR REPLACE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql "
        f'SET search_path = "{schema}", pg_temp AS $$ BEGIN '
        f"IF {broken} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    return [
        function,
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} {timing} {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_check()",
    ]
