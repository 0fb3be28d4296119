"""What a change of the vocabulary would do, worked out on plain rows. Nothing here asks the database or writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.folding import folded
from articles.models import TagChangeKind, TagNameKind
from articles.workflow.tag_rows import NEW, NOW, Rows, copied, difference, pair

LAST = 32_767
"""The highest position that a column holds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A change before it is made. ``before`` and ``after`` are the rows that it touches; ``words`` says what it is."""

    kind: TagChangeKind
    tag: str
    words: str
    before: Rows
    after: Rows
    reverses: int | None = field(default=None)

    @property
    def digest(self) -> str:
        """What tells this change from any other: a preview that shows another one is out of date."""
        text = json.dumps([self.kind, self.tag, self.before, self.after, self.reverses], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def tags(self) -> set[str]:
        """The keys of every tag that it touches."""
        found = {self.tag}
        for rows in (self.before, self.after):
            found |= rows.get("tags", {}).keys()
            found |= {columns["tag"] for columns in rows.get("names", {}).values()}
            found |= {pair(key)[1] for table in ("taggings", "placements") for key in rows.get(table, {})}
        return found


def plan(kind: TagChangeKind, tag: str, words: str, now: Rows, later: Rows) -> Plan:
    """The change from one state of the vocabulary to another."""
    return Plan(kind, tag, words, *difference(now, later))


def created(rows: Rows, key: str, *, name: str, slug: str, description: str, language: str, parent: str | None) -> Rows:
    """With a tag more. Its name is its own even where another tag that is about to be retired still has it."""
    later = copied(rows)
    later["tags"][key] = {
        "slug": slug,
        "name": name,
        "description": description,
        "parent": parent,
        "retired_at": None,
        "moved_to": None,
    }
    later["names"][f"{language}:{folded(name)}"] = {"tag": key, "kind": str(TagNameKind.NAME), "name": name}
    return later


def named(rows: Rows, tag: str, names: Iterable[tuple[str, TagNameKind, str]]) -> Rows:
    """With these names (language, kind, name) as all that the tag has. Of two that are alike, the first counts."""
    later = copied(rows)
    later["names"] = {key: columns for key, columns in later["names"].items() if columns["tag"] != tag}
    for language, kind, name in names:
        later["names"].setdefault(f"{language}:{folded(name)}", {"tag": tag, "kind": str(kind), "name": name})
    return later


def renamed(rows: Rows, tag: str, *, name: str, slug: str, language: str, keep_old: bool) -> Rows:
    """Under another name, another address, or both; ``keep_old``: the old name stays as a synonym."""
    later = copied(rows)
    own = later["tags"][tag]
    key = f"{language}:{folded(name)}"
    if name != own["name"]:
        old = later["names"].pop(f"{language}:{folded(own['name'])}", None)
        if old is not None and keep_old:
            later["names"][f"{language}:{folded(own['name'])}"] = {**old, "kind": str(TagNameKind.SYNONYM)}
        later["names"][key] = {"tag": tag, "kind": str(TagNameKind.NAME), "name": name}
    own |= {"name": name, "slug": slug}
    return later


def merged(rows: Rows, sources: Sequence[str], target: str) -> Rows:
    """With everything that hangs on the sources on the target, once, and the sources retired and leading there."""
    later = copied(rows)
    for source in sources:
        for article in _on(later, "taggings", source):
            del later["taggings"][f"{article}:{source}"]
            later["taggings"][f"{article}:{target}"] = {}
        for organisation in _on(later, "placements", source):
            del later["placements"][f"{organisation}:{source}"]
            _place(later, organisation, target)
        _hand_over_names(later, source, target)
        _close(later, source, target)
    return later


def retired(rows: Rows, tag: str, to: str | None) -> Rows:
    """Without anything on the tag, its names free again, and its page leading to another tag or gone."""
    later = copied(rows)
    for table in ("taggings", "placements"):
        later[table] = {key: columns for key, columns in later[table].items() if pair(key)[1] != tag}
    _hand_over_names(later, tag, None)
    _close(later, tag, to)
    return later


def split(
    rows: Rows,
    tag: str,
    parts: Sequence[str],
    *,
    articles: Mapping[str, Iterable[str]],
    organisations: Mapping[str, Iterable[str]],
    leads_to: str | None,
) -> Rows:
    """With each article and organisation of the tag on those of its parts that it was given to.

    The tag stays where it is one of the parts; else it is retired, and its names and its page lead to ``leads_to``.
    """
    later = copied(rows)
    for article in _on(later, "taggings", tag):
        del later["taggings"][f"{article}:{tag}"]
        later["taggings"] |= {f"{article}:{part}": {} for part in articles[article]}
    for organisation in _on(later, "placements", tag):
        given = list(organisations[organisation])
        if tag not in given:
            del later["placements"][f"{organisation}:{tag}"]
        for part in given:
            _place(later, organisation, part)
    if tag not in parts:
        _hand_over_names(later, tag, leads_to)
        _close(later, tag, leads_to)
    return later


def _on(rows: Rows, table: str, tag: str) -> list[str]:
    """The articles or organisations of a tag; organisations in their order."""
    found = [(columns.get("position", 0), pair(key)[0]) for key, columns in rows[table].items() if pair(key)[1] == tag]
    return [owner for _, owner in sorted(found, key=lambda each: (each[0], int(each[1])))]


def _place(rows: Rows, organisation: str, tag: str) -> None:
    """Put an organisation on a tag, after those that stand there, unless it does."""
    there = [columns["position"] for key, columns in rows["placements"].items() if pair(key)[1] == tag]
    last: dict[str, Any] = {"position": min(max(there, default=0) + 1, LAST)}
    rows["placements"].setdefault(f"{organisation}:{tag}", last)


def _hand_over_names(rows: Rows, tag: str, to: str | None) -> None:
    """Every name of a tag becomes a synonym of another one, or is free."""
    for key in [key for key, columns in rows["names"].items() if columns["tag"] == tag]:
        if to is None:
            del rows["names"][key]
        else:
            rows["names"][key] |= {"tag": to, "kind": str(TagNameKind.SYNONYM)}


def _close(rows: Rows, tag: str, to: str | None) -> None:
    """Retire a tag. Its parts, and the tags whose page led to it, go where it leads, on two levels and in one hop."""
    tags = rows["tags"]
    tags[tag] |= {"parent": None, "retired_at": NOW, "moved_to": to}
    if to is not None and tags[to]["parent"] == tag:
        tags[to]["parent"] = None
    above = None if to is None else tags[to]["parent"] or to
    for key, columns in tags.items():
        if columns["parent"] == tag:
            columns["parent"] = above
        if columns["moved_to"] == tag and key != tag:
            columns["moved_to"] = to


def is_new(key: str) -> bool:
    """Whether a key is of a tag that is not there yet."""
    return key.startswith(NEW)
