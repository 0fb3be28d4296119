"""Triggers that note in the journal what was changed of that which public pages show (``freshness``).

Each names the table of the row and, where pages ask more precisely, the one thing that changed. They stand in the
database, so that no way of writing gets round them: not a bulk update, not a command, not a hand at the console (but
TRUNCATE on PostgreSQL, which empties a table without a look at its rows, and REPLACE on SQLite where somebody's own
connection has ``recursive_triggers`` off; start the site anew after them).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from articles.guards import sizes

OPERATIONS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


class Watch(NamedTuple):
    """A table that public pages read.

    ``keys``: SQL texts, each of a key of a row or NULL, or a whole SELECT of keys. ``{row}`` is the row; ``{gone}`` the
    row as it was, where it was changed or removed. ``shown``: the condition that a public page can show such a row.
    ``columns``: those of which a change matters; all, where none is named.
    """

    table: str
    keys: tuple[str, ...] = ()
    shown: str = ""
    columns: tuple[str, ...] = ()


_PUBLIC = "{row}.state IN ('published', 'superseded', 'withdrawn')"
_OF_ARTICLE = (
    "'article:' || {row}.id",
    "'family:' || COALESCE({row}.translation_of_id, {row}.id)",
    "'linked:' || REPLACE(CAST({row}.uuid AS TEXT), '-', '')",
)
_ITS_ARTICLE = tuple(
    f"SELECT {key.format(row='a')} FROM articles_article a WHERE a.id = {{row}}.article_id" for key in _OF_ARTICLE
)
_PUBLISHED_ABOUT = ("'published-about:' || {row}.medicine_id", "'published-about:' || {row}.condition_id")
_ITS_LISTS = (
    *(
        f"SELECT {key.format(row='a')} FROM articles_article a WHERE a.id = {{row}}.{{article}}"
        for key in _PUBLISHED_ABOUT
    ),
    "SELECT 'published-under:' || t.tag_id FROM articles_tagging t WHERE t.article_id = {row}.{article}",
    (
        "SELECT 'published-under:' || g.parent_id FROM articles_tagging t JOIN articles_tag g ON g.id = t.tag_id "
        "WHERE t.article_id = {row}.{article}"
    ),
)
"""The lists on which an article stands."""
_UNDER = (
    "'published-under:' || {row}.tag_id",
    "SELECT 'published-under:' || g.parent_id FROM articles_tag g WHERE g.id = {row}.tag_id",
)
_CRISIS = "SELECT 'crisis' FROM resources_organisation o WHERE o.id = {row}.organisation_id AND o.kind = 'crisis'"
_SIGNED = "SELECT 'article:' || e.article_id FROM articles_edition e WHERE e.id = {row}.edition_id"
# Older ones only: a trigger of PostgreSQL sees all rows of a statement that adds many.
_GROWN = (
    "CASE WHEN NOT EXISTS (SELECT 1 FROM articles_article a WHERE a.id >= "
    f"{sizes.rounded('{row}.id')} AND a.id < {{row}}.id) THEN 'size' END"
)

WATCHED = (
    Watch(
        "articles_article",
        (
            *(*_OF_ARTICLE, "'about:' || {row}.medicine_id", "'about:' || {row}.condition_id", _GROWN),
            *(*_PUBLISHED_ABOUT, *(key.replace("{article}", "id") for key in _ITS_LISTS)),
        ),
    ),
    Watch(
        "articles_edition",
        (*_ITS_ARTICLE, *(key.replace("{article}", "article_id") for key in _ITS_LISTS)),
        _PUBLIC,
    ),
    Watch(
        "articles_contribution",
        (_SIGNED,),
        f"EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = {{row}}.edition_id AND {_PUBLIC.format(row='e')})",
    ),
    Watch(
        "articles_tagging",
        ("'article:' || {row}.article_id", "'under:' || {row}.tag_id", "'fewer:' || {gone}.tag_id", *_UNDER),
    ),
    Watch("articles_relatedchoice", ("'article:' || {row}.article_id",)),
    Watch(
        "articles_placement",
        ("'article:' || {row}.article_id", "'placed:' || {row}.tag_id", "'organisation:' || {row}.organisation_id"),
    ),
    Watch("articles_topic", ("'topic:' || {row}.id",)),
    Watch("articles_topicname", ("'topic:' || {row}.topic_id",)),
    Watch("articles_topiccode", ("'topic:' || {row}.topic_id",)),
    Watch("articles_tag", ("'tag:' || {row}.id", "'tag:' || {row}.parent_id")),
    Watch("articles_tagname", ("'tag:' || {row}.tag_id",)),
    Watch("articles_tagchange"),
    Watch("articles_source", ("'source:' || {row}.key",)),
    Watch("articles_formerslug"),
    Watch("articles_filed"),
    Watch("accounts_byline", ("'byline:' || {row}.id",)),
    Watch(
        "resources_organisation",
        ("'organisation:' || {row}.id", "CASE WHEN {row}.kind = 'crisis' THEN 'crisis' END"),
    ),
    Watch("resources_contact", ("'organisation:' || {row}.organisation_id", _CRISIS)),
    Watch("resources_formerorganisationslug"),
    # The checker writes into it at each check; a page shows only whether an address is known not to work.
    Watch("resources_link", columns=("url", "broken_since", "in_use")),
)

FROZEN = (
    # Rows of what was published; guards keep them from changing.
    "articles_section",
    "articles_review",
    # Made of the sealed text alone; a page is the same without it.
    "articles_preparedpage",
)
"""Tables whose rows never change once a public page can show them."""


def tables() -> frozenset[str]:
    """The tables of which each change is noted."""
    return frozenset(watch.table for watch in WATCHED)


def names() -> frozenset[str]:
    """The names of all these triggers."""
    return frozenset(_name(watch, operation) for watch in WATCHED for operation in OPERATIONS)


def on_tables() -> Iterator[tuple[str, str]]:
    """Each trigger's name with its table."""
    for watch in WATCHED:
        for operation in OPERATIONS:
            yield _name(watch, operation), watch.table


def statements(vendor: str, schema: str) -> Iterator[str]:
    """What puts the triggers in place on an engine, replacing older ones."""
    for watch in WATCHED:
        for operation, rows in OPERATIONS.items():
            yield from _statements(vendor, schema, watch, operation, rows)


def _name(watch: Watch, operation: str) -> str:
    return f"note_{watch.table}_{operation}"


def _statements(vendor: str, schema: str, watch: Watch, operation: str, rows: tuple[str, ...]) -> Iterator[str]:
    name, table = _name(watch, operation), watch.table
    insert, condition = _insert(vendor, watch, rows), _condition(watch, operation, rows)
    if vendor == "sqlite":
        when = f"WHEN {condition.replace('IS DISTINCT FROM', 'IS NOT')} " if condition else ""
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} AFTER {operation} ON {table} FOR EACH ROW {when}BEGIN {insert}; END"
        return
    body = f"IF {condition} THEN {insert}; END IF;" if condition else f"{insert};"
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f'SET search_path = "{schema}", pg_temp AS $$ BEGIN {body} RETURN NULL; END $$'
    )
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield f"CREATE TRIGGER {name} AFTER {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _insert(vendor: str, watch: Watch, rows: tuple[str, ...]) -> str:
    selects = [f"SELECT '{watch.table}' AS key"]
    for row in rows:
        for key in watch.keys:
            if "{gone}" in key and row != "OLD":
                continue
            text = key.replace("{row}", row).replace("{gone}", row)
            selects.append(text if text.startswith("SELECT") else f"SELECT {text}")
    transaction, now = ("0", "strftime('%Y-%m-%d %H:%M:%f', 'now')")
    if vendor == "postgresql":
        transaction, now = "pg_current_xact_id()::text::bigint", "now()"
    return (
        f"INSERT INTO freshness_change (key, transaction_number, at) SELECT k.key, {transaction}, {now} "
        f"FROM ({' UNION '.join(selects)}) k WHERE k.key IS NOT NULL"
    )


def _condition(watch: Watch, operation: str, rows: tuple[str, ...]) -> str:
    parts = []
    if watch.shown:
        parts.append(" OR ".join(watch.shown.replace("{row}", row) for row in rows))
    if watch.columns and operation == "update":
        parts.append(" OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in watch.columns))
    return " AND ".join(f"({part})" for part in parts)
