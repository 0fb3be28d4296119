"""What each change of the vocabulary would do, as a preview shows it. These only read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from articles.errors import InvalidRequest
from articles.models import Tag, TagChange, TagChangeKind, TagNameKind
from articles.workflow import tag_checks as checks
from articles.workflow import tag_plans as plans
from articles.workflow import tag_rows as rows
from articles.workflow.tag_plans import Plan
from articles.workflow.tag_rows import NEW, NOW, Rows

WHAT = {"taggings": "articles", "placements": "organisations"}


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag that a split makes."""

    name: str
    slug: str = ""
    description: str = ""


Assigned = Mapping[int, Collection[int]]
"""Which parts of a split (by their place, from 0) each article or organisation, by its key, goes to."""


def planned_new(
    asked: NewTag, parent: Tag | None, synonyms: Collection[tuple[str, str]], names: Mapping[str, str]
) -> Plan:
    """What ``create_tag`` would do. Raises ``InvalidRequest``."""
    now = rows.read([parent.pk] if parent else [])
    key, columns = f"{NEW}0", _columns(asked)
    if parent is not None:
        _fit_parent(parent, now, key)
    every = _all_names(columns["name"], names, synonyms)
    checks.nobody_elses(now, ((language, name) for language, _, name in every), but=[])
    later = plans.created(now, key, **columns, parent=str(parent.pk) if parent else None)
    later = plans.named(later, key, every)
    return checks.fits(plans.plan(TagChangeKind.CREATED, key, f"“{columns['name']}” created.", now, later))


def planned_description(
    tag: Tag,
    description: str,
    names: Mapping[str, str],
    synonyms: Collection[tuple[str, str]],
    parent: Tag | None,
) -> Plan:
    """What ``describe_tag`` would do. Raises ``InvalidRequest``."""
    (tag,) = checks.live([tag])
    key, now = str(tag.pk), rows.read([tag.pk, *([parent.pk] if parent else [])])
    if parent is not None:
        _fit_parent(parent, now, key)
    every = _all_names(tag.name, names, synonyms)
    checks.nobody_elses(now, ((language, name) for language, _, name in every), but=[key])
    later = plans.named(now, key, every)
    later["tags"][key] |= {
        "description": checks.description_of(description),
        "parent": str(parent.pk) if parent else None,
    }
    plan = plans.plan(TagChangeKind.DESCRIBED, key, f"“{tag}” described anew.", now, later)
    return checks.fits(_not_nothing(plan))


def planned_renaming(tag: Tag, name: str, slug: str, *, keep_old_name: bool) -> Plan:
    """What ``rename`` would do. Raises ``InvalidRequest``."""
    (tag,) = checks.live([tag])
    key, now, name, slug = str(tag.pk), rows.read([tag.pk]), checks.name_of(name), checks.slug_of(slug)
    later = plans.renamed(now, key, name=name, slug=slug, language=settings.LANGUAGE_CODE, keep_old=keep_old_name)
    to = f" to “{name}”" if name != tag.name else ""
    at = f", its address from {tag.slug} to {slug}" if slug != tag.slug else ""
    return checks.fits(_not_nothing(plans.plan(TagChangeKind.RENAMED, key, f"“{tag}” renamed{to}{at}.", now, later)))


def planned_merge(tags: Collection[Tag], into: Tag) -> Plan:
    """What ``merge`` would do. Raises ``InvalidRequest``."""
    (target,) = checks.live([into])
    sources = [tag for tag in checks.live(tags) if tag != target]
    if not sources:
        raise InvalidRequest("Choose the tags to merge, beside the one that stays.")
    now = rows.read([target.pk, *(tag.pk for tag in sources)])
    later = plans.merged(now, [str(tag.pk) for tag in sources], str(target.pk))
    words = f"{checks.in_words(sources)} merged into “{target}”."
    return checks.fits(plans.plan(TagChangeKind.MERGED, str(target.pk), words, now, later))


def planned_split(
    tag: Tag, into: Sequence[Tag | NewTag], articles: Assigned, organisations: Assigned, leads_to: int | None
) -> Plan:
    """What ``split`` would do. Raises ``InvalidRequest``."""
    (tag,) = checks.live([tag])
    there = checks.live(each for each in into if isinstance(each, Tag))
    now = rows.read([tag.pk, *(each.pk for each in there)])
    start, keys, names = now, [], []
    for number, each in enumerate(into):
        if isinstance(each, Tag):
            keys.append(str(each.pk))
            names.append(str(each))
        else:
            keys.append(f"{NEW}{number}")
            names.append(checks.name_of(each.name))
            start = plans.created(start, keys[-1], **_columns(each), parent=now["tags"][str(tag.pk)]["parent"])
    made = [(settings.LANGUAGE_CODE, name) for key, name in zip(keys, names, strict=True) if plans.is_new(key)]
    checks.nobody_elses(now, made, but=[] if str(tag.pk) in keys else [str(tag.pk)])
    if len(set(keys)) < max(len(keys), 2):
        raise InvalidRequest("A tag is split into two or more different ones.")
    if len({columns["slug"] for columns in start["tags"].values()}) < len(start["tags"]):
        raise InvalidRequest("Two of them would have the same name or address.")
    if str(tag.pk) not in keys and (leads_to is None or not 0 <= leads_to < len(keys)):
        raise InvalidRequest("Say to which of them the page of the tag leads.")
    later = plans.split(
        start,
        str(tag.pk),
        keys,
        articles=_shared_out(now, "taggings", tag, keys, articles),
        organisations=_shared_out(now, "placements", tag, keys, organisations),
        leads_to=None if str(tag.pk) in keys else keys[leads_to or 0],
    )
    words = f"“{tag}” split into {', '.join(f'“{name}”' for name in names)}."
    return checks.fits(plans.plan(TagChangeKind.SPLIT, str(tag.pk), words, now, later))


def planned_retirement(tag: Tag, to: Tag | None) -> Plan:
    """What ``retire`` would do. Raises ``InvalidRequest``."""
    (tag,) = checks.live([tag])
    target = checks.live([to])[0] if to else None
    if target == tag:
        raise InvalidRequest("A retired tag cannot lead to itself.")
    now = rows.read([tag.pk, *([target.pk] if target else [])])
    later = plans.retired(now, str(tag.pk), str(target.pk) if target else None)
    leads = f"; its page leads to “{target}”" if target else ""
    return checks.fits(plans.plan(TagChangeKind.RETIRED, str(tag.pk), f"“{tag}” retired{leads}.", now, later))


def planned_reversal(change: TagChange) -> Plan:
    """What ``reverse`` would do. Raises ``InvalidRequest`` with what stands in the way."""
    if TagChange.objects.filter(reverses=change).exists():
        raise InvalidRequest("This was taken back already.")
    left, back = rows.copied(change.after), rows.copied(change.before)
    was, will = left.get("tags", {}), back.setdefault("tags", {})
    home = str(change.tag_id) if change.kind == TagChangeKind.SPLIT else None
    for key in sorted(was.keys() - will.keys()):
        # A tag that this change made is never deleted: its address is known by now.
        parent = was[key]["parent"]
        was[key] = {"parent": parent, "retired_at": None, "moved_to": None}
        will[key] = {"parent": None, "retired_at": NOW, "moved_to": home}
        for led in map(str, Tag.objects.filter(moved_to=int(key)).values_list("pk", flat=True)):
            was.setdefault(led, {"moved_to": key})
            will.setdefault(led, {"moved_to": home})
    checks.still_as_it_was(left, back)
    left, back = rows.difference(left, back)
    words = f"Taken back: {change.words}"
    plan = Plan(TagChangeKind.REVERSED, str(change.tag_id), words, left, back, reverses=change.pk)
    return checks.fits(plan)


def no_twins(parts: Sequence[Tag | NewTag], tag: Tag, *, something_else: bool) -> None:
    """Raise ``Twin`` where a new part of a tag is like another tag, unless somebody said that it is something else."""
    for each in parts:
        if isinstance(each, NewTag):
            name = checks.name_of(each.name)
            checks.no_twin(name, settings.LANGUAGE_CODE, something_else=something_else, but=tag.pk)


def _columns(asked: NewTag) -> dict[str, Any]:
    name = checks.name_of(asked.name)
    return {
        "name": name,
        "slug": checks.slug_of(asked.slug or slugify(name.replace("_", " "))[: checks.SLUG].strip("-")),
        "description": checks.description_of(asked.description),
        "language": settings.LANGUAGE_CODE,
    }


def _all_names(
    name: str, names: Mapping[str, str], synonyms: Collection[tuple[str, str]]
) -> list[tuple[str, TagNameKind, str]]:
    found = [(settings.LANGUAGE_CODE, TagNameKind.NAME, name)]
    for language, other in names.items():
        if other and checks.language_of(language) != settings.LANGUAGE_CODE:
            found.append((language, TagNameKind.NAME, checks.name_of(other)))
    return found + [
        (checks.language_of(language), TagNameKind.SYNONYM, checks.name_of(word)) for language, word in synonyms
    ]


def _fit_parent(parent: Tag, now: Rows, key: str) -> None:
    """Raise ``InvalidRequest`` where a tag cannot stand under another: there are two levels, and no circle."""
    (parent,) = checks.live([parent])
    if str(parent.pk) == key:
        raise InvalidRequest("A tag cannot be a part of itself.")
    if parent.parent_id:
        raise InvalidRequest(f"“{parent}” is a part of another tag itself, so nothing can be a part of it.")
    if any(columns["parent"] == key for columns in now["tags"].values()):
        raise InvalidRequest("This tag has parts itself, so it cannot be a part of another one.")


def _not_nothing(plan: Plan) -> Plan:
    if not plan.before and not plan.after:
        raise InvalidRequest("Nothing would change.")
    return plan


def _shared_out(now: Rows, table: str, tag: Tag, keys: Sequence[str], assigned: Assigned) -> dict[str, list[str]]:
    """Every article or organisation of a tag with the parts that it was given to. Raises ``InvalidRequest``."""
    owners = {owner for owner, on in map(rows.pair, now[table]) if on == str(tag.pk)}
    given = {str(pk): sorted(set(places)) for pk, places in assigned.items()}
    if missing := [owner for owner in owners if not given.get(owner)]:
        raise InvalidRequest(f"{len(missing)} of its {WHAT[table]} would be left behind. Give each to one at least.")
    if any(not 0 <= place < len(keys) for owner in owners for place in given[owner]):
        raise InvalidRequest("There are not as many parts.")
    return {owner: [keys[place] for place in given[owner]] for owner in owners}
