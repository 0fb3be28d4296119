"""The rows of the vocabulary as plain data: read, compared and written, whatever the change is.

A change is planned on this data before anything is written, so that a preview shows exactly what will be done, and
what is kept of it can be taken back. Rows are told apart by what they mean, not by their numbers: a name by its
language and key, a tagging by its article and tag, a placement by its organisation and tag. A tag that is not there
yet has a key that begins with ``new``.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from accounts.models import User
from articles.models import Placement, Tag, Tagging, TagName
from resources import workflow as resources

Columns = dict[str, Any]
Rows = dict[str, dict[str, Columns]]
"""Rows by table and key."""

TABLES = ("tags", "names", "taggings", "placements")
NEW = "new"
NOW = "now"
"""What stands for the moment of a change until it is made, so that a preview is the same a minute later."""


def read(tags: Collection[int]) -> Rows:
    """Some tags with all that hangs on them, and the tags above and below them and those that lead to them."""
    around = Q(pk__in=tags) | Q(parent__in=tags) | Q(moved_to__in=tags) | Q(children__in=tags)
    found: Rows = {table: {} for table in TABLES}
    for tag in Tag.objects.filter(around).distinct():
        found["tags"][str(tag.pk)] = columns_of(tag)
    for name in TagName.objects.filter(tag__in=tags):
        found["names"][f"{name.language}:{name.key}"] = {
            "tag": str(name.tag_id),
            "kind": name.kind,
            "name": name.name,
        }
    for article, tag_key in Tagging.objects.filter(tag__in=tags).values_list("article", "tag"):
        found["taggings"][f"{article}:{tag_key}"] = {}
    placed = Placement.objects.filter(tag__in=tags).order_by("position", "pk")
    for organisation, tag_key, position in placed.values_list("organisation", "tag", "position"):
        found["placements"][f"{organisation}:{tag_key}"] = {"position": position}
    return found


def columns_of(tag: Tag) -> Columns:
    """A tag's own columns."""
    return {
        "slug": tag.slug,
        "name": tag.name,
        "description": tag.description,
        "parent": _key(tag.parent_id),
        "retired_at": tag.retired_at.isoformat() if tag.retired_at else None,
        "moved_to": _key(tag.moved_to_id),
    }


def copied(rows: Rows) -> Rows:
    """A copy that can be changed."""
    return copy.deepcopy(rows)


def difference(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """What two states of the same rows do not share. Of a tag that is in both, only the columns that differ."""
    old: Rows = {}
    new: Rows = {}
    for table in TABLES:
        was, will = before.get(table, {}), after.get(table, {})
        for key in was.keys() | will.keys():
            left, right = was.get(key), will.get(key)
            if left == right:
                continue
            if table == "tags" and left is not None and right is not None:
                columns = [column for column in left if left[column] != right[column]]
                left, right = ({column: each[column] for column in columns} for each in (left, right))
            if left is not None:
                old.setdefault(table, {})[key] = left
            if right is not None:
                new.setdefault(table, {})[key] = right
    return old, new


def settled(rows: Rows, keys: Mapping[str, str], now: dt.datetime) -> Rows:
    """The same rows with what was not known before: the keys of new tags, and the moment."""

    def cell(column: str, value: Any) -> Any:
        if column == "retired_at":
            return now.isoformat() if value == NOW else value
        return keys.get(value, value) if column in ("tag", "parent", "moved_to") and value is not None else value

    def key_of(table: str, key: str) -> str:
        if table == "names":
            return key
        first, _, last = key.rpartition(":")
        last = keys.get(last, last)
        return f"{first}:{last}" if first else last

    return {
        table: {
            key_of(table, key): {column: cell(column, value) for column, value in columns.items()}
            for key, columns in each.items()
        }
        for table, each in rows.items()
    }


def pair(key: str) -> tuple[str, str]:
    """The article or organisation, and the tag, of the key of a tagging or placement."""
    first, _, last = key.rpartition(":")
    return first, last


def write(before: Rows, after: Rows, *, by: User, why: str, now: dt.datetime) -> tuple[Rows, Rows]:
    """Write a difference, in an order in which no guard is broken on the way; returns it with the keys of new tags."""
    keys = _insert_tags(after)
    before, after = settled(before, keys, now), settled(after, keys, now)
    was, will = before.get("tags", {}), after.get("tags", {})
    changed = {int(key): columns for key, columns in will.items() if key in was}
    _update(changed, "parent", lambda _: {"parent": None})
    _update(changed, "retired_at", lambda new: None if new["retired_at"] else {"retired_at": None, "moved_to": None})
    plain = ("slug", "name", "description")
    for pk, columns in changed.items():
        if values := {column: columns[column] for column in plain if column in columns}:
            Tag.objects.filter(pk=pk).update(**values)
    _write_names(before.get("names", {}), after.get("names", {}))
    _write_taggings(before.get("taggings", {}), after.get("taggings", {}))
    _write_placements(before.get("placements", {}), after.get("placements", {}), by=by, why=why)
    for pk, columns in ((int(key), columns) for key, columns in will.items()):
        if columns.get("parent"):
            Tag.objects.filter(pk=pk).update(parent=int(columns["parent"]))
    _update(changed, "moved_to", lambda new: None if "retired_at" in new else {"moved_to": _pk(new["moved_to"])})
    _update(changed, "retired_at", lambda new: _retired(new) if new["retired_at"] else None)
    return before, after


def _retired(columns: Columns) -> Columns:
    return {
        "retired_at": dt.datetime.fromisoformat(columns["retired_at"]),
        "moved_to": _pk(columns.get("moved_to")),
    }


def _update(changed: Mapping[int, Columns], column: str, values: Any) -> None:
    """Update each tag of which a column changes, with what ``values`` makes of its new columns, if anything."""
    for pk, columns in changed.items():
        if column in columns and (new := values(columns)):
            Tag.objects.filter(pk=pk).update(**new)


def _insert_tags(after: Rows) -> dict[str, str]:
    keys = {}
    for key, columns in after.get("tags", {}).items():
        if key.startswith(NEW):
            plain = {column: columns[column] for column in ("slug", "name", "description")}
            keys[key] = str(Tag.objects.create(**plain).pk)
    return keys


def _write_names(before: Mapping[str, Columns], after: Mapping[str, Columns]) -> None:
    gone = [key.partition(":") for key in before]
    for language in {language for language, _, _ in gone}:
        of_it = [key for each, _, key in gone if each == language]
        TagName.objects.filter(language=language, key__in=of_it).delete()
    TagName.objects.bulk_create(
        TagName(tag_id=int(columns["tag"]), kind=columns["kind"], language=language, name=columns["name"], key=key)
        for (language, _, key), columns in ((each.partition(":"), columns) for each, columns in after.items())
    )


def _write_taggings(before: Iterable[str], after: Iterable[str]) -> None:
    gone: dict[str, list[int]] = defaultdict(list)
    for article, tag in map(pair, before):
        gone[tag].append(int(article))
    for tag, articles in gone.items():
        for start in range(0, len(articles), _CHUNK):
            Tagging.objects.filter(tag=int(tag), article__in=articles[start : start + _CHUNK]).delete()
    rows = (Tagging(article_id=int(article), tag_id=int(tag)) for article, tag in map(pair, after))
    Tagging.objects.bulk_create(rows, batch_size=_CHUNK)


_CHUNK = 500


def _write_placements(before: Mapping[str, Columns], after: Mapping[str, Columns], *, by: User, why: str) -> None:
    """An organisation that goes from one tag to another takes its placement, and so the history of that, along."""
    free: dict[str, list[Placement]] = defaultdict(list)
    for key in before:
        organisation, tag = pair(key)
        placement = Placement.objects.get(organisation=int(organisation), tag=int(tag))
        if key in after:
            _save(placement, by=by, why=why, position=after[key]["position"])
        else:
            free[organisation].append(placement)
    for key, columns in after.items():
        organisation, tag = pair(key)
        if key not in before:
            there = free[organisation].pop(0) if free[organisation] else Placement(organisation_id=int(organisation))
            _save(there, by=by, why=why, position=columns["position"], tag_id=int(tag))
    for placement in (each for left in free.values() for each in left):
        resources.note(placement, by=by, why=why)
        placement.delete()


def _save(placement: Placement, *, by: User, why: str, **columns: Any) -> None:
    for column, value in columns.items():
        setattr(placement, column, value)
    resources.note(placement, by=by, why=why)
    placement.save()


def _key(pk: int | None) -> str | None:
    return None if pk is None else str(pk)


def _pk(key: str | None) -> int | None:
    return None if key is None else int(key)


def standing(before: Rows, after: Rows) -> Rows:
    """The rows of a difference as they stand in the database now; those that are not there are left out."""
    keys = {table: before.get(table, {}).keys() | after.get(table, {}).keys() for table in TABLES}
    found: Rows = {table: {} for table in TABLES}
    for tag in Tag.objects.filter(pk__in=map(int, keys["tags"])):
        found["tags"][str(tag.pk)] = columns_of(tag)
    tags = {int(pair(key)[1]) for table in ("taggings", "placements") for key in keys[table]}
    around = read(tags)
    for table in ("taggings", "placements"):
        found[table] = {key: columns for key, columns in around[table].items() if key in keys[table]}
    for language in {key.partition(":")[0] for key in keys["names"]}:
        of_it = [key.partition(":")[2] for key in keys["names"] if key.partition(":")[0] == language]
        for name in TagName.objects.filter(language=language, key__in=of_it):
            columns = {"tag": str(name.tag_id), "kind": name.kind, "name": name.name}
            found["names"][f"{language}:{name.key}"] = columns
    return found
