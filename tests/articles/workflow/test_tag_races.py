"""Two people at the vocabulary at the same moment, on two connections: nothing hangs on what was retired."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from accounts.roles import Role
from articles import workflow
from articles.errors import InvalidRequest, WorkflowError
from articles.models import Placement, Tag, Tagging
from tests import makers
from tests.articles.workflow.tag_scenes import now
from tests.articles.workflow.test_races import ROUNDS, race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write after the other; its tests share one connection"
    ),
]


def sound() -> None:
    """Nothing hangs on a retired tag, and none leads to one."""
    retired = Tag.objects.exclude(retired_at=None)
    assert not Tagging.objects.filter(tag__in=retired).exists()
    assert not Placement.objects.filter(tag__in=retired).exists()
    assert not Tag.objects.filter(moved_to__in=retired).exists()


def test_an_article_is_tagged_while_its_tag_is_merged() -> None:
    keeper, author = makers.person(Role.CURATOR), makers.author()
    for _ in range(ROUNDS):
        a, b, article = makers.tag(), makers.tag(), makers.article()
        outcomes = race(
            lambda a=a, b=b: workflow.merge([a], into=b, by=keeper, why="One."),  # type: ignore[misc]
            lambda a=a, article=article: workflow.set_tags(article, [a], by=author),  # type: ignore[misc]
        )
        assert outcomes[0] is None, outcomes
        assert outcomes[1] is None or "retired meanwhile" in str(outcomes[1]), outcomes
        assert list(article.tags.all()) == ([b] if outcomes[1] is None else [])
        sound()


def test_an_organisation_is_placed_while_its_tag_is_retired() -> None:
    keeper = makers.person(Role.CURATOR)
    for _ in range(ROUNDS):
        tag, organisation = makers.tag(), makers.organisation()
        race(
            lambda tag=tag: workflow.retire(tag, by=keeper, why="Old."),  # type: ignore[misc]
            lambda tag=tag, it=organisation: workflow.place(it, on=tag, by=keeper),  # type: ignore[misc]
        )
        assert now(tag).retired_at
        sound()


def test_two_tags_are_merged_each_into_the_other() -> None:
    keeper = makers.person(Role.CURATOR)
    for _ in range(ROUNDS):
        a, b = makers.tag(), makers.tag()
        outcomes = race(
            lambda a=a, b=b: workflow.merge([a], into=b, by=keeper, why="One."),  # type: ignore[misc]
            lambda a=a, b=b: workflow.merge([b], into=a, by=keeper, why="One."),  # type: ignore[misc]
        )
        assert sum(error is None for error in outcomes) == 1, outcomes
        assert all(error is None or isinstance(error, InvalidRequest) for error in outcomes), outcomes
        sound()


def test_a_name_is_given_once_and_a_change_is_taken_back_once() -> None:
    keeper = makers.person(Role.CURATOR)
    for number in range(ROUNDS):
        name = f"Same {number}"
        same = partial(workflow.create_tag, by=keeper, name=name, something_else=True)
        outcomes = race(partial(same, slug=f"s-{number}-a"), partial(same, slug=f"s-{number}-b"))
        assert sum(error is None for error in outcomes) == 1, outcomes
        change = workflow.retire(makers.tag(), by=keeper, why="Old.")
        outcomes = race(*[partial(workflow.reverse, change, by=keeper, why="No.")] * 2)
        assert sum(error is None for error in outcomes) == 1, outcomes
        assert all(error is None or isinstance(error, WorkflowError) for error in outcomes), outcomes
