"""Where organisations are shown: who may say so, in which order, and that nobody's order is overwritten unseen."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import Role
from articles import surroundings, workflow
from articles.errors import InvalidRequest, LostRace, NotAllowed
from articles.models import Placement, Tag
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> User:
    return makers.person(Role.CURATOR)


def three(on: Tag, by: User) -> list[Placement]:
    return [workflow.place(makers.contact().organisation, on=on, by=by) for _ in range(3)]


def test_readers_get_the_order_that_was_given(me: User) -> None:
    tag, article = makers.tag(), makers.article()
    article.taggings.create(tag=tag)
    first, second, third = three(tag, me)
    order = [third.pk, first.pk, second.pk]
    placed = workflow.reorder(on=tag, seen=[first.pk, second.pk, third.pk], order=order, by=me)
    assert [each.pk for each in placed] == [each.pk for each in workflow.placed_on(tag)] == order
    around = surroundings.read(makers.draft(of=article), (), ())
    shown = surroundings.organisations_of(surroundings.support(around.placed, with_crisis_lines=False))
    assert shown == [each.organisation for each in placed]
    assert third.history.first().history_change_reason == f"Moved from place 3 to 1 on the tag “{tag}”"
    assert third.history.first().history_user == me
    assert first.history.count() == 2


def test_an_order_of_another_list_than_was_seen_is_refused_with_who_was_first(me: User) -> None:
    tag, other = makers.tag(), makers.person(Role.PUBLISHER, first_name="Jo", last_name="First")
    keys = [each.pk for each in three(tag, me)]
    workflow.reorder(on=tag, seen=keys, order=keys[::-1], by=other)
    with pytest.raises(LostRace, match="Jo First got there first"):
        workflow.reorder(on=tag, seen=keys, order=[keys[1], keys[0], keys[2]], by=me)
    assert [each.pk for each in workflow.placed_on(tag)] == keys[::-1]


@pytest.mark.parametrize("wrong", [[], [0, 1], [0, 0, 1], [0, 1, 7]])
def test_an_order_is_of_the_same_placements(me: User, wrong: list[int]) -> None:
    tag = makers.tag()
    keys = [each.pk for each in three(tag, me)]
    order = [keys[at] if at < 3 else 0 for at in wrong]
    with pytest.raises(InvalidRequest):
        workflow.reorder(on=tag, seen=keys, order=order, by=me)


def test_one_is_placed_last_once_and_not_when_it_is_archived(me: User) -> None:
    article, organisation = makers.article(), makers.organisation()
    Placement.objects.create(article=article, organisation=makers.organisation(), position=32_767)
    placement = workflow.place(organisation, on=article, by=me)
    assert workflow.placed_on(article)[-1].position == placement.position
    with pytest.raises(InvalidRequest, match="stands there already"):
        workflow.place(organisation, on=article, by=me)
    with pytest.raises(InvalidRequest, match="is archived"):
        workflow.place(makers.organisation(archived=True), on=article, by=me)
    workflow.place(organisation, on=makers.tag(), by=me)


def test_what_was_taken_away_is_gone_with_who_and_why(me: User) -> None:
    placement = three(makers.tag(name="Sleep"), me)[0]
    workflow.unplace(placement, by=me)
    last = Placement.history.first()
    assert (last.history_type, last.history_user, last.history_change_reason) == ("-", me, "Taken from the tag “Sleep”")
    with pytest.raises(InvalidRequest, match="does not stand there"):
        workflow.unplace(placement, by=me)


def test_a_form_is_held_against_the_rules(me: User) -> None:
    with pytest.raises(ValidationError, match="tag or on an article"):
        workflow.save_placement(Placement(organisation=makers.organisation()), by=me)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.REVIEWER, Role.ADMINISTRATOR])
def test_others_place_nothing(role: Role, me: User) -> None:
    by, tag = makers.person(role), makers.tag()
    keys = [each.pk for each in three(tag, me)]
    placement = Placement.objects.get(pk=keys[0])
    for refused in (
        lambda: workflow.place(makers.organisation(), on=tag, by=by),
        lambda: workflow.unplace(placement, by=by),
        lambda: workflow.reorder(on=tag, seen=keys, order=keys[::-1], by=by),
        lambda: workflow.save_placement(placement, by=by),
    ):
        with pytest.raises(NotAllowed, match="link curator or publisher"):
            refused()
    assert [each.pk for each in workflow.placed_on(tag)] == keys
