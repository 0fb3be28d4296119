"""The vocabulary of tags: how it is changed, by whom, and how a change is taken back.

Each change is one transaction. It is planned first (``planned_…``, which only read, so that a preview shows all that
it would do), then held against the database, written, and recorded with every row that it touched. ``seen`` is the
digest of the plan that a preview showed: where another one would be carried out by now, ``LostRace`` says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, has_role
from accounts.starter import CONTENT_USERNAME
from articles import indexing, richtext, steps
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Article, Tag, TagChange
from articles.workflow import tag_checks as checks
from articles.workflow import tag_planning as planning
from articles.workflow import tag_plans as plans
from articles.workflow import tag_rows as rows
from articles.workflow.tag_planning import Assigned, NewTag
from articles.workflow.tag_plans import Plan

KEEPERS = (Role.CURATOR, Role.PUBLISHER, Role.ADMINISTRATOR)
"""Those who keep the vocabulary. Authors pick from it."""


def may_keep_tags(user: User) -> bool:
    """Whether somebody keeps the vocabulary."""
    return has_role(user, *KEEPERS)


@transaction.atomic
def create_tag(
    *,
    by: User,
    name: str,
    slug: str = "",
    description: str = "",
    parent: Tag | None = None,
    synonyms: Collection[tuple[str, str]] = (),
    names: Mapping[str, str] | None = None,
    something_else: bool = False,
    why: str = "",
) -> Tag:
    """A new tag. ``synonyms``: (language, word). ``names``: in other languages. Without a slug, one from the name.

    Raises ``Twin`` where it is like one that is there, unless ``something_else``; ``InvalidRequest``.
    """
    _require(by)
    _hold()
    checks.no_twin(checks.name_of(name), settings.LANGUAGE_CODE, something_else=something_else)
    asked = NewTag(name, slug, description)
    return _made(planning.planned_new(asked, parent, synonyms, names or {}), by=by, why=why).tag


@transaction.atomic
def start_tag(
    *, by: User, name: str, slug: str, description: str = "", synonyms: Collection[tuple[str, str]] = ()
) -> Tag:
    """A tag of the starter content. For its loader only. Raises ``InvalidRequest``."""
    if by.username != CONTENT_USERNAME:
        raise NotAllowed("Only the loader of starter content makes tags without a role.")
    _hold()
    return _made(
        planning.planned_new(NewTag(name, slug, description), None, synonyms, {}), by=by, why="Starter content"
    ).tag


@transaction.atomic
def describe_tag(
    tag: Tag,
    *,
    by: User,
    description: str,
    names: Mapping[str, str],
    synonyms: Collection[tuple[str, str]],
    parent: Tag | None,
    why: str = "",
    seen: str = "",
) -> Tag:
    """Give a tag its description, its names in other languages, all its synonyms, and its parent."""
    _require(by)
    _hold()
    done = _made(planning.planned_description(tag, description, names, synonyms, parent), by=by, why=why, seen=seen)
    return done.tag


@transaction.atomic
def rename(
    tag: Tag, *, by: User, name: str, slug: str, why: str, keep_old_name: bool = True, seen: str = ""
) -> TagChange:
    """Give a tag another name in the site's first language, another address, or both. The old address leads on."""
    _require(by)
    why = steps.needed(why, "Say why it is renamed.")
    _hold()
    return _made(planning.planned_renaming(tag, name, slug, keep_old_name=keep_old_name), by=by, why=why, seen=seen)


@transaction.atomic
def merge(tags: Collection[Tag], *, into: Tag, by: User, why: str, seen: str = "") -> TagChange:
    """Make one tag of several. The target may be among them."""
    _require(by)
    why = steps.needed(why, "Say why they are merged.")
    _hold()
    return _made(planning.planned_merge(tags, into), by=by, why=why, seen=seen)


@transaction.atomic
def split(
    tag: Tag,
    *,
    into: Sequence[Tag | NewTag],
    articles: Assigned,
    organisations: Assigned,
    leads_to: int | None,
    by: User,
    why: str,
    something_else: bool = False,
    seen: str = "",
) -> TagChange:
    """Share a tag out among two or more, new ones or such as are there; it may be one of them itself.

    Every article and organisation goes to one part at least. Where the tag is none of the parts it is retired, and
    leads to the part at the place ``leads_to``.
    """
    _require(by)
    why = steps.needed(why, "Say why it is split.")
    _hold()
    planning.no_twins(into, tag, something_else=something_else)
    return _made(planning.planned_split(tag, into, articles, organisations, leads_to), by=by, why=why, seen=seen)


@transaction.atomic
def retire(tag: Tag, *, by: User, why: str, to: Tag | None = None, seen: str = "") -> TagChange:
    """Take a tag out of use. Its page leads to another tag, or says that it is gone."""
    _require(by)
    why = steps.needed(why, "Say why it is retired.")
    _hold()
    return _made(planning.planned_retirement(tag, to), by=by, why=why, seen=seen)


@transaction.atomic
def reverse(change: TagChange, *, by: User, why: str, seen: str = "") -> TagChange:
    """Take a change back: every row that it touched is as before. A tag that it made is retired.

    Raises ``InvalidRequest`` with what stands in the way where a row was changed since, or it was taken back already.
    """
    _require(by)
    why = steps.needed(why, "Say why it is taken back.")
    _hold()
    return _made(planning.planned_reversal(change), by=by, why=why, seen=seen)


def _require(by: User) -> None:
    steps.require(by, "keep the tags", *KEEPERS)


def _hold() -> None:
    """One at a time changes the vocabulary. Every tag is held, in the order of their keys, as authors hold theirs."""
    every = Tag.objects.select_for_update(no_key=True).order_by("pk")
    # The first is held alone: what is read after it was waited for has the tags of whoever was before.
    if every.first() is not None:
        list(every.values_list("pk"))


def _follow(plan: Plan) -> None:
    """Let the search find what was changed, as it is now."""
    tags = list(map(int, plan.tags))
    indexing.follow_tags(*Tag.objects.filter(pk__in=tags))
    owners = {rows.pair(key)[0] for side in (plan.before, plan.after) for key in side.get("taggings", {})}
    indexing.retag(Article.objects.filter(Q(pk__in=map(int, owners)) | Q(tags__in=tags)))


def _made(plan: Plan, *, by: User, why: str, seen: str = "") -> TagChange:
    """Carry a plan out, and record it."""
    if seen and seen != plan.digest:
        last = TagChange.objects.select_related("made_by").first()
        raise LostRace(
            "what this would change is not what you were shown any more",
            who=last.made_by if last else None,
            when=last.made_at if last else None,
            what="The vocabulary",
        )
    now, why = timezone.now(), richtext.lines(why)
    try:
        with transaction.atomic():
            before, after = rows.write(plan.before, plan.after, by=by, why=f"{plan.words} {why}".strip(), now=now)
    except IntegrityError as error:
        raise InvalidRequest("Something that this rests on was changed meanwhile. Look at it anew.") from error
    tag = plan.tag if not plans.is_new(plan.tag) else next(iter(after["tags"].keys() - before.get("tags", {}).keys()))
    made = replace(plan, tag=tag, before=before, after=after)
    _follow(made)
    return TagChange.objects.create(
        kind=plan.kind,
        tag_id=int(tag),
        words=plan.words,
        why=why,
        made_at=now,
        made_by=by,
        reverses_id=plan.reverses,
        before=before,
        after=after,
        touched=f" {' '.join(sorted(made.tags, key=int))} ",
        old_slug=before.get("tags", {}).get(tag, {}).get("slug", ""),
    )
