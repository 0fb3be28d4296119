"""Whatever is merged, split, retired, renamed and taken back, in any order: no tagging is lost, none is doubled, and
taking everything back, the last first, ends exactly where it began.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest
from articles.models import Article, Placement, Tag, TagChange, Tagging, TagName
from articles.workflow import NewTag
from tests import makers
from tests.articles.workflow.tag_scenes import placed, state, tagged

pytestmark = pytest.mark.django_db
PICK = st.integers(0, 50)


class AnyVocabulary(RuleBasedStateMachine):
    """Five tags with what hangs on them, and everything that their keepers do. Undone when it ends."""

    me: ClassVar[User]
    done: ClassVar[dict[str, int]] = {}
    """What was done, and how often, in all of them together."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        tags = [makers.tag(synonyms=[f"Synonym {n} {id(self)}"]) for n in range(5)]
        for few in (tags[:1], tags[:2], tags[1:3], tags[2:], tags[4:]):
            tagged(*few)
            placed(*few)
        self.last = TagChange.objects.latest("pk").pk
        self.steps: list[tuple[TagChange, dict[str, Any]]] = []
        self.made = 0

    def teardown(self) -> None:
        try:
            for change, before in reversed(self.steps):
                if latest := standing(change):
                    workflow.reverse(latest, by=self.me, why="All of it.")
                assert like(before)
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def live(self, pick: int) -> Tag:
        tags = list(Tag.objects.live().order_by("pk"))
        return tags[pick % len(tags)]

    def did(self, what: str, do: Any) -> TagChange | None:
        before = state()
        try:
            with transaction.atomic():
                do()
        except InvalidRequest:
            assert state() == before
            return None
        self.done[what] = self.done.get(what, 0) + 1
        change = TagChange.objects.filter(pk__gt=self.last).order_by("pk").last()
        assert change is not None
        self.last = change.pk
        self.steps.append((change, before))
        return change

    @rule(picks=st.lists(PICK, min_size=1, max_size=3), into=PICK)
    def merge(self, picks: list[int], into: int) -> None:
        tags, target = [self.live(pick) for pick in picks], self.live(into)
        together = {tag.pk for tag in [*tags, target]}
        had = set(Article.objects.filter(tags__in=together))
        stood = set(Placement.objects.filter(tag__in=together).values_list("organisation", flat=True))
        words = TagName.objects.filter(tag__in=together).count()
        if self.did("merge", lambda: workflow.merge(tags, into=target, by=self.me, why="One.")):
            assert set(target.articles.all()) == had
            assert set(target.placements.values_list("organisation", flat=True)) == stood
            assert target.names.count() == words

    @rule(pick=PICK, other=PICK, stays=st.booleans(), given=st.lists(st.integers(0, 2), min_size=8, max_size=8))
    def split(self, pick: int, other: int, given: list[int], *, stays: bool) -> None:
        tag, there = self.live(pick), self.live(other)
        self.made += 1
        into: list[Tag | NewTag] = [tag if stays else there, NewTag(f"Part {self.made} {id(self)}")]
        had = list(tag.articles.all())
        shared = {article.pk: [[0], [1], [0, 1]][given[n % len(given)]] for n, article in enumerate(had)}
        owners = tag.placements.values_list("organisation", flat=True)
        orgs = {owner: [[0], [1], [0, 1]][given[-1 - n % len(given)]] for n, owner in enumerate(owners)}
        how: dict[str, Any] = {"articles": shared, "organisations": orgs, "leads_to": 0, "something_else": True}
        done = self.did("split", lambda: workflow.split(tag, into=into, by=self.me, why="Two.", **how))
        if done:
            new = Tag.objects.get(slug__startswith="part-", slug__contains=f"part-{self.made}-")
            keys = [into[0].pk if isinstance(into[0], Tag) else 0, new.pk]
            for article in had:
                assert {keys[place] for place in shared[article.pk]} <= set(article.tags.values_list("pk", flat=True))

    @rule(pick=PICK, to=PICK, leads=st.booleans())
    def retire(self, pick: int, to: int, *, leads: bool) -> None:
        if Tag.objects.live().count() > 2:
            tag, target = self.live(pick), self.live(to) if leads else None
            others = set(Tagging.objects.exclude(tag=tag).values_list("article", "tag"))
            if self.did("retire", lambda: workflow.retire(tag, to=target, by=self.me, why="Old.")):
                assert set(Tagging.objects.values_list("article", "tag")) == others

    @rule(pick=PICK, above=PICK)
    def put_under(self, pick: int, above: int) -> None:
        tag, parent = self.live(pick), self.live(above)
        words = [("en", name.name) for name in tag.names.filter(kind="synonym")]
        said: dict[str, Any] = {"description": "", "names": {}, "synonyms": words, "by": self.me}
        self.did("put under", lambda: workflow.describe_tag(tag, parent=parent, **said))

    @rule(pick=PICK, keep=st.booleans())
    def rename(self, pick: int, *, keep: bool) -> None:
        self.made += 1
        tag, name = self.live(pick), f"Name {self.made} {id(self)}"
        slug = f"name-{self.made}-{id(self)}"
        how: dict[str, Any] = {"keep_old_name": keep, "why": "Plainer."}
        self.did("rename", lambda: workflow.rename(tag, name=name, slug=slug, by=self.me, **how))

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        if self.steps:
            change = self.steps[pick % len(self.steps)][0]
            done = self.did("take back", lambda: workflow.reverse(change, by=self.me, why="A mistake."))
            if done and change is self.steps[-2][0]:
                assert like(self.steps[-2][1])

    @invariant()
    def what_always_holds(self) -> None:
        live = set(Tag.objects.live().values_list("pk", flat=True))
        for rows in (Tagging.objects.all(), Placement.objects.exclude(tag=None), TagName.objects.all()):
            assert set(rows.values_list("tag", flat=True)) <= live
        assert set(Tag.objects.exclude(moved_to=None).values_list("moved_to", flat=True)) <= live
        assert not Tag.objects.exclude(parent__parent=None).exists()
        for tag in Tag.objects.live():
            assert tag.names.get(kind="name", language="en").name == tag.name
        pairs = list(Tagging.objects.values_list("article", "tag"))
        assert len(pairs) == len(set(pairs))


def standing(change: TagChange) -> TagChange | None:
    """The change by which what a change did stands now: itself, or what took its taking back back; None if neither."""
    back = TagChange.objects.filter(reverses=change).first()
    if back is None:
        return change
    again = TagChange.objects.filter(reverses=back).first()
    return standing(again) if again else None


def like(before: dict[str, Any]) -> bool:
    """Whether all is as it was; tags that were made since are retired by now."""
    after = state()
    known = {**before["leads"], **dict.fromkeys(before["tags"])}
    after["leads"] = {slug: to for slug, to in after["leads"].items() if slug in known}
    assert after == before
    return True


def test_whatever_is_done_to_the_vocabulary_can_be_taken_back() -> None:
    AnyVocabulary.me = makers.person(Role.CURATOR)
    AnyVocabulary.done.clear()
    run_state_machine_as_test(
        AnyVocabulary,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert set(AnyVocabulary.done) == {"merge", "split", "retire", "put under", "rename", "take back"}
