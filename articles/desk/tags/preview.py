"""A planned change of the vocabulary in words: every article, placement, name and address that it touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Article, Edition, State, Tag, TagChange
from articles.workflow.tag_plans import Plan, is_new
from articles.workflow.tag_rows import Rows, pair
from resources.models import Organisation


@dataclass(frozen=True, slots=True)
class Moved:
    """An article or organisation that is under other tags after a change: those that it loses, those that it gets."""

    name: str
    loses: Sequence[str]
    gets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a change does."""

    words: str
    digest: str
    tags: Sequence[str]
    names: Sequence[str]
    articles: Sequence[Moved]
    organisations: Sequence[Moved]
    addresses: Sequence[tuple[str, str]]

    @property
    def counts(self) -> str:
        """How much it is, in a sentence."""
        parts = (
            (len(self.tags), "change of tags", "changes of tags"),
            (len(self.names), "name", "names"),
            (len(self.articles), "article", "articles"),
            (len(self.organisations), "placement of an organisation", "placements of organisations"),
            (len(self.addresses), "address", "addresses"),
        )
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts)


def of_plan(plan: Plan) -> Preview:
    """What a plan would do."""
    return _told(plan.words, plan.digest, plan.before, plan.after, plan.tags)


def of_change(change: TagChange) -> Preview:
    """What a change did."""
    plan = Plan(change.kind, str(change.tag_id), change.words, change.before, change.after)  # type: ignore[arg-type]
    return _told(change.words, "", change.before, change.after, plan.tags)


def _told(words: str, digest: str, before: Rows, after: Rows, keys: set[str]) -> Preview:
    others = {
        value
        for rows in (before, after)
        for columns in rows.get("tags", {}).values()
        for column, value in columns.items()
        if column in ("parent", "moved_to") and value
    }
    tags = {str(tag.pk): tag for tag in Tag.objects.filter(pk__in=[int(k) for k in keys | others if not is_new(k)])}
    new = after.get("tags", {})

    def name(key: str) -> str:
        return f"“{tags[key].name if key in tags else new[key]['name']}”"

    def path(key: str) -> str:
        slug = new.get(key, {}).get("slug") or tags[key].slug
        return f"/topics/{slug}/"

    return Preview(
        words=words,
        digest=digest,
        tags=[each for key, will in new.items() for each in _tag(key, before.get("tags", {}).get(key), will, name)],
        names=_names(before.get("names", {}), after.get("names", {}), name),
        articles=_moved(before, after, "taggings", name, titles_of_articles),
        organisations=_moved(before, after, "placements", name, names_of_organisations),
        addresses=_addresses(before.get("tags", {}), new, tags, path),
    )


def _tag(key: str, was: Any, will: Any, name: Any) -> list[str]:
    if was is None:
        return [f"{name(key)} is created."]
    told = []
    if "name" in will:
        told.append(f"“{was['name']}” is called “{will['name']}”.")
    if "description" in will:
        told.append(f"{name(key)} is described as: {will['description'] or 'nothing'}")
    if "retired_at" in will:
        told.append(f"{name(key)} is {'retired' if will['retired_at'] else 'in use again'}.")
    elif "parent" in will:
        above = will["parent"]
        told.append(f"{name(key)} becomes a part of {name(above)}." if above else f"{name(key)} is no part any more.")
    return told


def _names(before: Any, after: Any, name: Any) -> list[str]:
    told = []
    for key in sorted(before.keys() | after.keys()):
        was, will = before.get(key), after.get(key)
        word, language = (will or was)["name"], key.partition(":")[0]
        if will is None:
            told.append(f"“{word}” ({language}) leads nowhere: the name is free.")
        else:
            kind = "the name" if will["kind"] == "name" else "a synonym"
            since = f", until now of {name(was['tag'])}" if was and was["tag"] != will["tag"] else ""
            told.append(f"“{word}” ({language}) is {kind} of {name(will['tag'])}{since}.")
    return told


def _moved(before: Rows, after: Rows, table: str, name: Any, named: Any) -> list[Moved]:
    loses: dict[str, list[str]] = defaultdict(list)
    gets: dict[str, list[str]] = defaultdict(list)
    for rows, found, others in ((before, loses, after), (after, gets, before)):
        for key in rows.get(table, {}):
            if key not in others.get(table, {}):
                owner, tag = pair(key)
                found[owner].append(name(tag))
    titles = named({int(owner) for owner in loses.keys() | gets.keys()})
    moved = [Moved(titles.get(int(o), "?"), sorted(loses[o]), sorted(gets[o])) for o in {*loses, *gets}]
    return sorted(moved, key=lambda each: each.name.casefold())


def titles_of_articles(articles: set[int]) -> dict[int, str]:
    """Articles by the title that readers know, else the one that is being written, else their address."""
    found = dict(Article.objects.filter(pk__in=articles).values_list("pk", "slug"))
    editions = Edition.objects.filter(article__in=articles).exclude(state=State.DISCARDED).order_by("number")
    shown: set[int] = set()
    for article, title, state in editions.values_list("article", "title", "state"):
        if article not in shown:
            found[article] = title
        if state == State.PUBLISHED:
            shown.add(article)
    return found


def names_of_organisations(organisations: set[int]) -> dict[int, str]:
    """Organisations by name."""
    return dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name"))


def _addresses(before: Any, after: Any, tags: dict[str, Tag], path: Any) -> list[tuple[str, str]]:
    told = []
    for key, will in after.items():
        was = before.get(key)
        if was is None:
            told.append((path(key), "is a page now"))
            continue
        if "slug" in will:
            told.append((f"/topics/{was['slug']}/", f"leads to {path(key)} for ever"))
        retired = will["retired_at"] if "retired_at" in will else tags[key].retired_at
        if retired and ("retired_at" in will or "moved_to" in will):
            to = will.get("moved_to")
            told.append((path(key), f"leads to {path(to)}" if to else "says that it is gone (410)"))
        elif "retired_at" in will:
            told.append((path(key), "is a page again"))
    return told
