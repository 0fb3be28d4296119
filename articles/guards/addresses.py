"""The guards of addresses: a slug is never current for one record and former for another, no redirect leads to one."""

from __future__ import annotations

from collections.abc import Iterator

from articles.guards.rule import Rule

MESSAGE = "a slug is not current for one and former for another"
KINDS = {
    "articles_article": ("articles_formerslug", "article_id", "x.language = NEW.language"),
    "articles_topic": ("articles_formerslug", "topic_id", ""),
    "resources_organisation": ("resources_formerorganisationslug", "organisation_id", ""),
}
"""The tables of what has a slug: where its former ones are, in which column, and what else is the same."""


def rules() -> Iterator[Rule]:
    """The guards of addresses."""
    yield from _slug_rules()
    table, message = "finding_redirect", "no redirect leads to what is led on itself"
    # A target may have a slash at its end, a path has none.
    chained = (
        "RTRIM(NEW.target, '/') = NEW.path "
        "OR EXISTS (SELECT 1 FROM finding_redirect x WHERE x.path = RTRIM(NEW.target, '/')) "
        "OR EXISTS (SELECT 1 FROM finding_redirect x WHERE x.target IN (NEW.path, NEW.path || '/'))"
    )
    for operation in ("INSERT", "UPDATE"):
        yield Rule(f"guard_redirect_hop_{operation.lower()}", table, operation, chained, message)


def _slug_rules() -> Iterator[Rule]:
    for table, (formers, column, scope) in KINDS.items():
        kind, also = table.partition("_")[2], f" AND {scope}" if scope else ""
        former = f"EXISTS (SELECT 1 FROM {formers} x WHERE x.{column} IS NOT NULL AND x.slug = NEW.slug{also})"
        # After the row is written: by then PostgreSQL has waited for whoever is just giving the slug up.
        for operation in ("INSERT", "UPDATE"):
            yield Rule(f"guard_{kind}_slug_{operation.lower()}", table, operation, former, MESSAGE, "AFTER")
            current = f"NEW.{column} IS NOT NULL AND EXISTS (SELECT 1 FROM {table} x WHERE x.slug = NEW.slug{also})"
            yield Rule(f"guard_former_{kind}_{operation.lower()}", formers, operation, current, MESSAGE)
    table = "articles_formerslug"
    elsewhere = (
        "NEW.article_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM articles_article a WHERE a.id = NEW.article_id AND a.language = NEW.language)"
    )
    for operation in ("INSERT", "UPDATE"):
        message = "a former slug is of the language of its article"
        yield Rule(f"guard_former_language_{operation.lower()}", table, operation, elsewhere, message)
