"""Triggers: what no constraint can say, refused by the database itself, on both engines.

Django has no declarative triggers. They are (re)installed after every ``migrate``, since SQLite drops a table's
triggers whenever a migration rebuilds the table; ``serve`` and a system check look that each is in place.

- An edition begins as a draft and takes one step of its life at a time.
- Only the content of a draft changes: no row of any other edition's content is added, changed or removed.
- A sealed edition keeps everything but its state, its withdrawal and the day of its next review. It is never deleted.
- An approval is a review of this edition that approved this very text, by somebody who did not write in it; so is a
  later review without change. An invited clinician's counts once somebody else than those who wrote or invited has
  confirmed who they are.
- Reviews, events, identity checks and kept texts are append-only. An article's medicine is a medicine, its condition a
  condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

MAY_CHANGE = frozenset(
    {
        "state",
        "moved_at",
        "moved_by_id",
        "next_review_due",
        "last_review_id",
        "withdrawn_at",
        "withdrawn_by_id",
        "withdrawal_reason",
        "redirect_to_id",
    }
)
"""The only columns of a sealed edition that may still change. A new column is frozen unless it is named here."""

CONTENT_COLUMNS = (
    "title",
    "summary",
    "answer_what",
    "answer_how_common",
    "answer_what_to_do",
    "answer_when_urgent",
    "version",
)
"""The columns of an edition's own row that only a draft may change."""

APPEND_ONLY = ("articles_review", "articles_event", "articles_identitycheck", "articles_kepttext")
FROZEN_MESSAGE = "only the content of a draft can be changed"

_FROZEN = "e.state <> 'draft'"
_OF_SECTION = f"SELECT 1 FROM articles_edition e WHERE e.id = {{row}}.edition_id AND {_FROZEN}"
_OF_POINT = (
    "SELECT 1 FROM articles_section s JOIN articles_edition e ON e.id = s.edition_id "
    f"WHERE s.id = {{row}}.section_id AND {_FROZEN}"
)
_OF_CITATION = (
    f"SELECT 1 FROM articles_edition e WHERE {_FROZEN} AND e.id IN ("
    "SELECT s.edition_id FROM articles_section s WHERE s.id = {row}.section_id "
    "UNION SELECT s.edition_id FROM articles_section s JOIN articles_point p ON p.section_id = s.id "
    "WHERE p.id = {row}.point_id)"
)
CONTENT_TABLES = {
    "articles_section": _OF_SECTION,
    "articles_contribution": _OF_SECTION,
    "articles_setaside": _OF_SECTION,
    "articles_point": _OF_POINT,
    "articles_citation": _OF_CITATION,
}
# A signed review of this edition, by somebody who did not write in it; of an invited clinician only once a publisher
# has confirmed who they are.
_SIGNED = (
    "SELECT 1 FROM articles_review r WHERE r.id = NEW.{column} AND r.edition_id = NEW.id "
    "AND r.decision = '{decision}' AND r.document_sha256 = NEW.{text} AND NOT EXISTS ("
    "SELECT 1 FROM articles_contribution c WHERE c.edition_id = NEW.id AND c.user_id = r.reviewer_id "
    "AND NOT c.carried_over) AND (r.invitation_id IS NULL OR EXISTS ("
    "SELECT 1 FROM articles_identitycheck i WHERE i.review_id = r.id AND i.confirmed))"
)
_APPROVED = _SIGNED.format(column="approval_id", decision="approved", text="approved_sha256")
_REVIEWED_ANEW = _SIGNED.format(column="last_review_id", decision="confirmed", text="sealed_sha256")
# Whoever invited a clinician, or wrote in the text, does not say who that clinician is: two people stand behind each
# approval.
_CHECKED_BY_ANOTHER = (
    "SELECT 1 FROM articles_review r JOIN articles_invitation v ON v.id = r.invitation_id WHERE r.id = NEW.review_id "
    "AND v.invited_by_id <> NEW.checked_by_id AND NOT EXISTS (SELECT 1 FROM articles_contribution c "
    "WHERE c.edition_id = r.edition_id AND c.user_id = NEW.checked_by_id AND NOT c.carried_over)"
)
_NO_SUCH_TOPIC = (
    "NEW.{kind}_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM articles_topic t WHERE t.id = NEW.{kind}_id AND t.kind = '{kind}')"
)


_STEPS = {
    "draft": ("in_review", "discarded"),
    "in_review": ("approved", "draft"),
    "approved": ("published", "scheduled", "draft"),
    "scheduled": ("published", "approved", "draft"),
    "published": ("superseded", "withdrawn"),
}
_STEP = " OR ".join(
    f"(OLD.state = '{since}' AND NEW.state = '{to}')" for since, states in _STEPS.items() for to in states
)
# Starter content goes from draft to published; which it is was decided when it began.
_STARTER = "(OLD.state = 'draft' AND NEW.state = 'published' AND NEW.unreviewed)"
_NO_STEP = (
    "(OLD.sealed_json IS NULL AND OLD.unreviewed <> NEW.unreviewed) "
    f"OR (OLD.state <> NEW.state AND NOT ({_STEP} OR {_STARTER}))"
)
# SQLite's REPLACE deletes what stands in the way of an insert; the row that would go is looked for first.
_NO_BIRTH = (
    "NEW.state <> 'draft' OR EXISTS (SELECT 1 FROM articles_edition e WHERE e.sealed_json IS NOT NULL "
    "AND (e.id = NEW.id OR (e.article_id = NEW.article_id AND e.number = NEW.number)))"
)
_TAKEN = "EXISTS (SELECT 1 FROM {table} x WHERE x.id = NEW.id)"


class Rule(NamedTuple):
    """One trigger. ``broken`` is the SQL condition on a row at which the database refuses with ``message``."""

    name: str
    table: str
    operation: str
    broken: str
    message: str


def frozen_columns() -> list[str]:
    """The columns of a sealed edition that never change again."""
    edition = apps.get_model("articles", "Edition")
    fields = edition._meta.concrete_fields  # noqa: SLF001 (public API of Django)
    return [str(field.column) for field in fields if field.column not in MAY_CHANGE]


def _changed(columns: Iterable[str]) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def _rules() -> list[Rule]:
    return [*_edition_rules(), *_content_rules(), *_library_rules(), *_append_only_rules()]


def _edition_rules() -> Iterator[Rule]:
    table, sealed = "articles_edition", "OLD.sealed_json IS NOT NULL"
    unsigned = f"NEW.approval_id IS NOT NULL AND NOT EXISTS ({_APPROVED})"
    unsigned_message = "an approval is signed for this text by somebody who did not write it"
    changed = f"{sealed} AND ({_changed(frozen_columns())})"
    rewritten = f"OLD.sealed_json IS NULL AND OLD.state <> 'draft' AND ({_changed(CONTENT_COLUMNS)})"
    yield Rule("guard_edition_update", table, "UPDATE", changed, "a sealed edition cannot be changed")
    yield Rule("guard_edition_delete", table, "DELETE", sealed, "a sealed edition cannot be deleted")
    yield Rule("guard_edition_content", table, "UPDATE", rewritten, FROZEN_MESSAGE)
    yield Rule("guard_edition_steps", table, "UPDATE", _NO_STEP, "an edition takes one step of its life at a time")
    yield Rule("guard_edition_birth", table, "INSERT", _NO_BIRTH, "an edition begins as a draft, in a place of its own")
    yield Rule(
        "guard_edition_approval_update", table, "UPDATE", f"OLD.sealed_json IS NULL AND {unsigned}", unsigned_message
    )
    unread = f"OLD.last_review_id IS DISTINCT FROM NEW.last_review_id AND NOT EXISTS ({_REVIEWED_ANEW})"
    yield Rule("guard_edition_reviewed_anew", table, "UPDATE", unread, "a review is signed for the text that stands")


def _content_rules() -> Iterator[Rule]:
    for table, frozen in CONTENT_TABLES.items():
        for operation, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            broken = " OR ".join(f"EXISTS ({frozen.format(row=row)})" for row in rows)
            if operation == "INSERT":
                broken += (
                    f" OR EXISTS (SELECT 1 FROM {table} x WHERE x.id = NEW.id AND EXISTS ({frozen.format(row='x')}))"
                )
            name = f"guard_{table.removeprefix('articles_')}_{operation.lower()}"
            yield Rule(name, table, operation, broken, FROZEN_MESSAGE)


def _library_rules() -> Iterator[Rule]:
    wrong = " OR ".join(f"({_NO_SUCH_TOPIC.format(kind=kind)})" for kind in ("medicine", "condition"))
    for operation in ("INSERT", "UPDATE"):
        name = f"guard_article_topics_{operation.lower()}"
        yield Rule(name, "articles_article", operation, wrong, "a medicine is a medicine, a condition a condition")
    cited = "OLD.key <> NEW.key AND EXISTS (SELECT 1 FROM articles_citation c WHERE c.source_id = OLD.id)"
    yield Rule("guard_source_key", "articles_source", "UPDATE", cited, "a cited source keeps its key")
    unfit = f"NEW.confirmed AND NOT EXISTS ({_CHECKED_BY_ANOTHER})"
    message = "somebody else than those who wrote or invited confirms who a clinician is"
    yield Rule("guard_identitycheck_by_another", "articles_identitycheck", "INSERT", unfit, message)
    yield Rule("guard_topic_kind", "articles_topic", "UPDATE", "OLD.kind <> NEW.kind", "a topic keeps its kind")


def _append_only_rules() -> Iterator[Rule]:
    for table in APPEND_ONLY:
        for operation, broken in (("INSERT", _TAKEN.format(table=table)), ("UPDATE", "1 = 1"), ("DELETE", "1 = 1")):
            name = f"guard_{table.removeprefix('articles_')}_{operation.lower()}"
            yield Rule(name, table, operation, broken, f"{table} is append-only")


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
        schema = ""
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        for rule in _rules():
            for statement in _statements(connection.vendor, rule, schema):
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
    if tables.issuperset(rule.table for rule in _rules()):
        install(connection)


def _statements(vendor: str, rule: Rule, schema: str) -> list[str]:
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
        # Tables are looked for in our schema first: a temporary one of the same name must not stand in.
        f"CREATE OR REPLACE FUNCTION {name}_check() RETURNS trigger LANGUAGE plpgsql "
        f'SET search_path = "{schema}", pg_temp AS $$ BEGIN '
        f"IF {broken} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )
    return [
        function,
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_check()",
    ]
