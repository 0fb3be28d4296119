"""What a change of the vocabulary is held to before it is made, in words for whoever asked for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings

from articles import richtext
from articles.errors import InvalidRequest, WorkflowError
from articles.folding import folded
from articles.models import Article, Tag, TagChange, TagName
from articles.workflow.tag_likeness import Likeness, similar
from articles.workflow.tag_plans import Plan, is_new
from articles.workflow.tag_rows import Rows, pair, standing
from resources.models import Organisation

NAME, SLUG, DESCRIPTION = 120, 80, 300
KEY = 240
SHOWN = 5


class Twin(WorkflowError):
    """There are tags that a new one is like, and nobody has said that it is something else. ``found``: those."""

    def __init__(self, name: str, found: list[Likeness]) -> None:
        self.name, self.found = name, found
        like = ", ".join(
            f"“{each.tag}”" + (f" (“{each.name}”)" if each.name != each.tag.name else "") for each in found
        )
        super().__init__(f"“{name}” is like {like}. Use that one, or say that this is something else.")


def name_of(text: str) -> str:
    """A name as it is kept. Raises ``InvalidRequest``."""
    name = richtext.plain(text)
    if not name or not 0 < len(folded(name)) <= KEY:
        raise InvalidRequest("A tag needs a name with a letter or digit in it.")
    if len(name) > NAME:
        raise InvalidRequest(f"A name has at most {NAME} characters.")
    return name


def slug_of(text: str) -> str:
    """An address as it is kept. Raises ``InvalidRequest``."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > SLUG:
        raise InvalidRequest(f"An address is small letters, digits and single hyphens, at most {SLUG} in all.")
    return text


def description_of(text: str) -> str:
    """A description as it is kept. Raises ``InvalidRequest``."""
    if len(description := richtext.plain(text)) > DESCRIPTION:
        raise InvalidRequest(f"A description has at most {DESCRIPTION} characters.")
    return description


def language_of(code: str) -> str:
    """A language of this site. Raises ``InvalidRequest``."""
    if code not in dict(settings.LANGUAGES):
        raise InvalidRequest(f"This site has no language “{code}”.")
    return code


def live(tags: Iterable[Tag]) -> list[Tag]:
    """The tags as they stand now, in their order. Raises ``InvalidRequest`` where one is not in use any more."""
    wanted = list(dict.fromkeys(tag.pk for tag in tags))
    found = Tag.objects.in_bulk(wanted)
    for pk in wanted:
        if pk not in found or found[pk].retired_at:
            raise InvalidRequest(f"The tag “{found.get(pk, 'asked for')}” is not in use any more.")
    return [found[pk] for pk in wanted]


def no_twin(name: str, language: str, *, something_else: bool, but: int | None = None) -> None:
    """Raise ``Twin`` where a name is like that of a tag, unless somebody said that it is something else."""
    if not something_else and (found := similar(name, language, but=but)):
        raise Twin(name, found)


def fits(plan: Plan) -> Plan:
    """The plan, where what it would write is free. Raises ``InvalidRequest``."""
    _names_are_free(plan)
    _slugs_are_free(plan)
    return plan


def nobody_elses(now: Rows, names: Iterable[tuple[str, str]], *, but: Collection[str]) -> None:
    """Raise ``InvalidRequest`` where a name (in a language) is that of a tag in these rows, but of one in ``but``."""
    for language, name in names:
        there = now["names"].get(f"{language}:{folded(name)}")
        if there and there["tag"] not in but:
            what = "the name" if there["kind"] == "name" else "a synonym"
            raise InvalidRequest(f"“{there['name']}” is {what} of the tag “{_tag(there['tag'])}” already.")


def _names_are_free(plan: Plan) -> None:
    new = plan.after.get("names", {}).keys() - plan.before.get("names", {}).keys()
    for key in sorted(new):
        language, _, folded_name = key.partition(":")
        there = TagName.objects.filter(language=language, key=folded_name).select_related("tag").first()
        if there is not None:
            what = "the name" if there.kind == "name" else "a synonym"
            raise InvalidRequest(f"“{there.name}” is {what} of the tag “{there.tag}” already.")


def _slugs_are_free(plan: Plan) -> None:
    for key, columns in plan.after.get("tags", {}).items():
        if not (slug := columns.get("slug")):
            continue
        own = 0 if is_new(key) else int(key)
        if there := Tag.objects.filter(slug=slug).exclude(pk=own).first():
            raise InvalidRequest(f"“{slug}” is the address of the tag “{there}” already.")
        if led := TagChange.objects.filter(old_slug=slug).exclude(tag=own).select_related("tag").first():
            raise InvalidRequest(f"“{slug}” was the address of the tag “{led.tag}”, and still leads there.")


def still_as_it_was(left: Rows, goes_back: Rows) -> None:
    """Raise ``InvalidRequest`` where a row that a change left behind is not as it left it.

    ``left``: the rows as the change left them. ``goes_back``: as they will be once it is taken back.
    """
    now = standing(left, goes_back)
    told = [
        words
        for table in now
        for key in sorted(left.get(table, {}).keys() | goes_back.get(table, {}).keys())
        if not _same(left.get(table, {}).get(key), now[table].get(key))
        for words in [_changed(table, key, now[table].get(key))]
    ]
    told += _gone(goes_back) + _levels(goes_back) + _laden(left, goes_back)
    if told:
        more = f" And {len(told) - SHOWN} more." if len(told) > SHOWN else ""
        raise InvalidRequest(f"It cannot be taken back, since it was changed meanwhile. {' '.join(told[:SHOWN])}{more}")


def _same(left: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    if left is None or now is None:
        return left is now
    return all(now.get(column) == value for column, value in left.items())


def _changed(table: str, key: str, now: Mapping[str, Any] | None) -> str:
    if table == "tags":
        return f"The tag “{_tag(key)}” is not as this change left it."
    if table == "names":
        word = key.partition(":")[2]
        return f"The name “{now['name']}” belongs to “{_tag(now['tag'])}”." if now else f"The name “{word}” is gone."
    owner, tag = pair(key)
    who: Any = (Article if table == "taggings" else Organisation).objects.filter(pk=owner).first()
    return f"{who or 'Something that is gone'} {'has' if now else 'no longer has'} its place on “{_tag(tag)}”."


def _gone(rows: Rows) -> list[str]:
    """An organisation that was deleted cannot stand anywhere again."""
    wanted = {int(pair(key)[0]) for key in rows.get("placements", {})}
    missing = wanted - set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return ["An organisation that stood there was deleted."] if missing else []


def _levels(rows: Rows) -> list[str]:
    """A parent that has a parent by now, a tag with parts by now, an address that would lead to a retired tag."""
    told = []
    changed = rows.get("tags", {})
    for key, columns in changed.items():
        for column in ("parent", "moved_to"):
            if other := columns.get(column):
                there = Tag.objects.filter(pk=other).first()
                retired = changed.get(other, {}).get("retired_at", there and there.retired_at)
                above = changed.get(other, {}).get("parent", there and there.parent_id)
                if there is None or retired or (column == "parent" and above):
                    told.append(f"“{there}” is no longer what “{_tag(key)}” could be under or lead to.")
        children = set(map(str, Tag.objects.filter(parent=int(key)).values_list("pk", flat=True))) - changed.keys()
        if columns.get("parent") and children:
            told.append(f"“{_tag(key)}” has tags of its own below it.")
    return told


def _laden(left: Rows, rows: Rows) -> list[str]:
    """A tag that this change made, and that has by now what this change did not give it."""
    told = []
    for key, columns in rows.get("tags", {}).items():
        if not columns.get("retired_at"):
            continue
        tag = Tag.objects.get(pk=key)
        has = {
            "names": {f"{each.language}:{each.key}" for each in tag.names.all()},
            "taggings": {f"{article}:{key}" for article in tag.taggings.values_list("article", flat=True)},
            "placements": {f"{each}:{key}" for each in tag.placements.values_list("organisation", flat=True)},
        }
        more = any(keys - left.get(table, {}).keys() for table, keys in has.items())
        around = {str(each.pk) for each in [*tag.children.all(), *tag.moved_here.all()]} - rows["tags"].keys()
        if more or around:
            told.append(f"“{tag}” has more by now than this change gave it. Merge or retire it instead.")
    return told


def _tag(key: str) -> str:
    return str(Tag.objects.filter(pk=key).first() or "a tag")


def in_words(tags: Collection[Tag]) -> str:
    """Tags by their names, as a sentence has them."""
    quoted = [f"“{tag}”" for tag in tags]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
