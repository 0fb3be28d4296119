"""The vocabulary is kept in order: created without twins, renamed, merged, split, retired; each taken back exactly."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, LostRace
from articles.folding import folded
from articles.models import Placement, Tag, TagChange, Tagging, TagName
from articles.workflow import NewTag, Twin, tag_planning
from tests import makers
from tests.articles.workflow.tag_scenes import now, placed, state, tagged

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> User:
    return makers.person(Role.CURATOR)


def undone(change: TagChange, me: User, before: dict[str, Any]) -> TagChange:
    """Take a change back, and see that all is as before."""
    back = workflow.reverse(change, by=me, why="A mistake.")
    assert state() == before
    return back


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Restless-Legs", "restless  legs"),
        ("Schlaflosigkeit", "SCHLAFLOSIGKEIT"),
        ("Síndrome", "sindrome"),
        ("Straße", "strasse"),
        ("ﬁbre", "fibre"),
        ("नींद", "नींद "),
    ],
)
def test_names_that_differ_in_case_accents_hyphens_or_spaces_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other) != ""


def test_names_that_differ_in_a_vowel_sign_are_two() -> None:
    assert folded("की") != folded("का")
    assert folded(" -–! ") == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Rls", "is the same name"),
        ("restless leg", "differs in 1 letter"),
        ("Restles legs", "differs in 1 letter"),
        ("Legs, restless", "is another form of the same words"),
        ("Legs", "has the same words and more"),
        ("Restless legs at night", "is a part of it"),
    ],
)
def test_a_name_like_one_that_is_there_is_pointed_out(me: User, name: str, why: str) -> None:
    tag = makers.tag(name="Restless legs", synonyms=["RLS"])
    makers.tag(name="Iron")
    (found,) = workflow.similar(name, "en")
    assert (found.tag, found.why) == (tag, why)
    with pytest.raises(Twin, match="Restless legs"):
        workflow.create_tag(by=me, name=name)
    assert workflow.similar("Iran", "en")[0].tag.name == "Iron"
    assert workflow.similar("Dizziness", "en") == workflow.similar("??", "en") == []


def test_a_synonym_leads_to_one_tag_and_is_nobody_else_s_name(me: User, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    tag = workflow.create_tag(
        by=me, name="Sleep", synonyms=[("en", "Insomnia"), ("en", "insomnia")], names={"de": "Schlaf"}
    )
    assert sorted(map(str, tag.names.all())) == ["Insomnia", "Schlaf", "Sleep"]
    for name in ("INSOMNIA", "Slee-p"):
        with pytest.raises(InvalidRequest, match=r"is (the name|a synonym) of the tag “Sleep” already"):
            workflow.create_tag(by=me, name=name, something_else=True)
    other = workflow.create_tag(by=me, name="Dreams")
    said: dict[str, Any] = {"by": me, "description": "", "names": {}, "parent": None}
    with pytest.raises(InvalidRequest, match="a synonym of the tag “Sleep”"):
        workflow.describe_tag(other, synonyms=[("en", "insomnia")], **said)
    assert workflow.describe_tag(other, synonyms=[("de", "insomnia")], **said).names.count() == 2
    assert [tag.local_name for tag in Tag.objects.named("de")] == ["Dreams", "Schlaf"]  # type: ignore[attr-defined]


def test_there_are_two_levels(me: User) -> None:
    top = workflow.create_tag(by=me, name="Sleep")
    part = workflow.create_tag(by=me, name="Dreams", parent=top)
    said: dict[str, Any] = {"by": me, "description": "", "names": {}, "synonyms": []}
    with pytest.raises(InvalidRequest, match="part of another tag itself"):
        workflow.create_tag(by=me, name="Nightmares", parent=part)
    with pytest.raises(InvalidRequest, match="has parts itself"):
        workflow.describe_tag(top, parent=makers.tag(), **said)
    with pytest.raises(InvalidRequest, match="part of itself"):
        workflow.describe_tag(makers.tag(), parent=Tag.objects.latest("pk"), **said)
    for wrong in ({"parent": part}, {"parent": top}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tag.objects.filter(pk=top.pk).update(**wrong)


def test_a_merge_unites_and_is_taken_back(me: User) -> None:
    a, b, c = (makers.tag(name=name, synonyms=[f"{name} too"]) for name in ("Legs", "Limbs", "Arms"))
    part, old = workflow.create_tag(by=me, name="Knees", parent=a), makers.tag(slug="old")
    workflow.retire(old, to=a, by=me, why="It is Legs.")
    for tags in ((a, b), (a,), (b, c)):
        tagged(*tags)
    for tags in ((a, b), (c,), (b,)):
        placed(*tags)
    before = state()
    change = workflow.merge([a, b, c], into=b, by=me, why="One is enough.")
    assert change.words == "“Legs” and “Arms” merged into “Limbs”."
    after = state()
    assert [slug for _, slug in after["taggings"]] == [b.slug] * 3
    assert len({place for _, _, place in after["placements"]}) == len(after["placements"]) == 3
    assert after["leads"] == {a.slug: b.slug, c.slug: b.slug, "old": b.slug}
    assert {name for slug, kind, _, name, _ in after["names"] if slug == b.slug and kind == "synonym"} == {
        *("Legs", "Legs too", "Arms", "Arms too", "Limbs too")
    }
    assert now(part).parent == b
    reasons = Placement.history.exclude(history_change_reason__contains="Placed").values_list("history_change_reason")
    assert all("One is enough" in reason for (reason,) in reasons)
    back = undone(change, me, before)
    with pytest.raises(InvalidRequest, match="taken back already"):
        workflow.reverse(change, by=me, why="Again.")
    workflow.reverse(back, by=me, why="After all.")
    assert state() == after


def test_a_part_takes_its_whole_s_place(me: User) -> None:
    top = makers.tag(name="Sleep")
    one, two = (workflow.create_tag(by=me, name=name, parent=top) for name in ("Dreams", "Snoring"))
    before = state()
    change = workflow.merge([top], into=one, by=me, why="Too wide.")
    assert (now(one).parent, now(two).parent) == (None, one)
    undone(change, me, before)


def test_a_rename_leads_on_and_frees_or_keeps_the_name(me: User) -> None:
    tag, before = makers.tag(name="WED", slug="wed", synonyms=["Willis-Ekbom"]), None
    before = state()
    change = workflow.rename(tag, name="Restless legs", slug="restless-legs", by=me, why="What people say.")
    assert set(tag.names.values_list("name", "kind")) == {
        ("Restless legs", "name"),
        ("WED", "synonym"),
        ("Willis-Ekbom", "synonym"),
    }
    with pytest.raises(InvalidRequest, match="was the address of the tag “Restless legs”, and still leads there"):
        workflow.create_tag(by=me, name="Weddings", slug="wed")
    undone(change, me, before)
    workflow.rename(tag, name="Willis-Ekbom", slug="wed", by=me, why="A synonym.", keep_old_name=False)
    assert set(tag.names.values_list("name", "kind")) == {("Willis-Ekbom", "name")}
    with pytest.raises(InvalidRequest, match="Nothing would change"):
        workflow.rename(tag, name="Willis-Ekbom", slug="wed", by=me, why="Again.")


@pytest.mark.parametrize("stays", [True, False])
def test_a_split_loses_no_article(me: User, *, stays: bool) -> None:
    tag, other = makers.tag(name="Night", synonyms=["At night"]), makers.tag(name="Dreams")
    one, two = tagged(tag), tagged(tag, other)
    placed(tag, other)
    owner = Placement.objects.filter(tag=tag).get().organisation_id
    before = state()
    into = [tag if stays else other, NewTag("Snoring")]
    how: dict[str, Any] = {
        "into": into,
        "organisations": {owner: [0, 1]},
        "leads_to": 1,
        "by": me,
        "why": "Two things.",
    }
    for lost in ({one.pk: [0]}, {one.pk: [0], two.pk: []}, {one.pk: [0], two.pk: [7]}):
        with pytest.raises(InvalidRequest):
            workflow.split(tag, articles=lost, **how)
    change = workflow.split(tag, articles={one.pk: [1], two.pk: [0, 1]}, **how)
    snoring = Tag.objects.get(slug="snoring")
    assert set(snoring.articles.all()) == {one, two}
    assert snoring.placements.get().position == 1
    assert (now(tag).retired_at is None) == stays
    if not stays:
        assert now(tag).moved_to == snoring
        assert set(snoring.names.values_list("name", "kind")) == {
            ("Snoring", "name"),
            ("Night", "synonym"),
            ("At night", "synonym"),
        }
    workflow.reverse(change, by=me, why="A mistake.")
    assert now(snoring).moved_to == tag
    assert state() == {**before, "leads": {"snoring": tag.slug}}


def test_a_retired_tag_frees_its_name_and_nothing_hangs_on_it(me: User) -> None:
    tag, other, article = makers.tag(name="Night"), makers.tag(), makers.article()
    tagged(tag)
    placed(tag)
    before = state()
    change = workflow.retire(tag, by=me, why="Nobody looks for it.")
    assert not tag.names.exists()
    twin = workflow.create_tag(by=me, name="Night", slug="night-2")
    with pytest.raises(InvalidRequest, match="The name “Night” belongs to “Night”"):
        workflow.reverse(change, by=me, why="A mistake.")
    workflow.retire(twin, to=other, by=me, why="Nor that.")
    undone(change, me, {**before, "leads": {"night-2": other.slug}})
    workflow.retire(tag, by=me, why="Really.")
    for wrong in (
        lambda: Tagging.objects.create(article=article, tag=tag),
        lambda: Placement.objects.create(organisation=makers.organisation(), tag=tag),
        lambda: TagName.objects.create(tag=tag, kind="synonym", language="en", name="N", key="n"),
        lambda: Tag.objects.filter(pk=other.pk).update(parent=tag),
        lambda: Tag.objects.filter(pk=twin.pk).update(moved_to=tag),
        lambda: Tag.objects.filter(pk=other.pk).update(retired_at=change.made_at),
        lambda: Tag.objects.filter(pk=tag.pk)._raw_delete("default"),
        lambda: TagChange.objects.update(words="Other"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
    with pytest.raises(InvalidRequest, match="retired meanwhile"):
        workflow.set_tags(article, [tag], by=makers.author())
    with pytest.raises(InvalidRequest, match="not in use"):
        workflow.merge([tag], into=other, by=me, why="No.")


def test_what_was_changed_meanwhile_stands_in_the_way(me: User) -> None:
    a, b, article = makers.tag(name="Legs"), makers.tag(name="Limbs"), makers.article()
    workflow.set_tags(article, [a], by=makers.author())
    change = workflow.merge([a], into=b, by=me, why="One.")
    workflow.set_tags(article, [], by=makers.author())
    with pytest.raises(InvalidRequest, match=f"{article.slug}.* no longer has its place on “Limbs”"):
        workflow.reverse(change, by=me, why="A mistake.")
    made = workflow.create_tag(by=me, name="Dizziness")
    first = TagChange.objects.get(kind="created", tag=made)
    workflow.set_tags(article, [made], by=makers.author())
    with pytest.raises(InvalidRequest, match="has more by now than this change gave it"):
        workflow.reverse(first, by=me, why="A mistake.")


def test_a_preview_that_is_out_of_date_is_not_carried_out(me: User) -> None:
    a, b = makers.tag(), makers.tag()
    shown = tag_planning.planned_merge([a], b).digest
    tagged(a)
    with pytest.raises(LostRace, match="not what you were shown any more"):
        workflow.merge([a], into=b, by=me, why="One.", seen=shown)
    workflow.merge([a], into=b, by=me, why="One.", seen=tag_planning.planned_merge([a], b).digest)


def test_an_article_s_tags_are_chosen_and_recorded() -> None:
    a, b, article, by = makers.tag(name="A1"), makers.tag(name="B1"), makers.article(), makers.author()
    workflow.set_tags(article, [a], by=by, seen=[])
    workflow.set_tags(article, [b], by=by, seen=[a.slug])
    with pytest.raises(LostRace, match="other tags now"):
        workflow.set_tags(article, [a], by=by, seen=[a.slug])
    workflow.set_tags(article, [b], by=by, seen=[b.slug])
    assert list(article.events.filter(kind="tagged").values_list("words", flat=True)) == [
        "Tags changed: added “B1”; taken away “A1”.",
        "Tags changed: added “A1”.",
    ]
