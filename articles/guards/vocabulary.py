"""The guards of the tags: what is retired has nothing, two levels, and an address that leads on leads to a live tag."""

from __future__ import annotations

from collections.abc import Iterator

from articles.guards.rule import Rule, taken

TAG = "articles_tag"
_LIVE = f"SELECT 1 FROM {TAG} t WHERE t.id = NEW.{{column}} AND t.retired_at IS NULL"
_NO_PARENT = f"NEW.parent_id IS NOT NULL AND NOT EXISTS ({_LIVE.format(column='parent_id')} AND t.parent_id IS NULL)"
_NOWHERE = f"NEW.moved_to_id IS NOT NULL AND NOT EXISTS ({_LIVE.format(column='moved_to_id')})"
_HAS_PARTS = f"EXISTS (SELECT 1 FROM {TAG} t WHERE t.parent_id = NEW.id)"
_HAS_SOMETHING = " OR ".join(
    (
        *(
            f"EXISTS (SELECT 1 FROM {table} x WHERE x.tag_id = NEW.id)"
            for table in ("articles_tagging", "articles_placement", "articles_tagname")
        ),
        _HAS_PARTS,
        f"EXISTS (SELECT 1 FROM {TAG} t WHERE t.moved_to_id = NEW.id)",
    )
)
HANGS_ON_TAGS = ("articles_tagging", "articles_placement", "articles_tagname")
"""The tables whose rows hang on live tags only."""


def rules() -> Iterator[Rule]:
    """The guards of the tags."""
    yield Rule("guard_tag_delete", TAG, "DELETE", "1 = 1", "a tag is retired, never deleted")
    yield Rule("guard_tag_insert", TAG, "INSERT", taken(TAG, "slug"), "a tag is retired, never deleted")
    for operation in ("INSERT", "UPDATE"):
        end = operation.lower()
        yield Rule(f"guard_tag_parent_{end}", TAG, operation, _NO_PARENT, "a parent is a live tag without a parent")
        yield Rule(f"guard_tag_moved_{end}", TAG, operation, _NOWHERE, "a retired tag leads to a live one")
    grandparent = f"NEW.parent_id IS NOT NULL AND {_HAS_PARTS}"
    yield Rule("guard_tag_levels", TAG, "UPDATE", grandparent, "a tag with parts has no parent")
    laden = f"NEW.retired_at IS NOT NULL AND OLD.retired_at IS NULL AND ({_HAS_SOMETHING})"
    yield Rule("guard_tag_retired", TAG, "UPDATE", laden, "a retired tag has nothing that hangs on it")
    for table in HANGS_ON_TAGS:
        for operation in ("INSERT", "UPDATE"):
            name = f"guard_{table.removeprefix('articles_')}_live_{operation.lower()}"
            astray = f"NEW.tag_id IS NOT NULL AND NOT EXISTS ({_LIVE.format(column='tag_id')})"
            yield Rule(name, table, operation, astray, "nothing hangs on a retired tag")
