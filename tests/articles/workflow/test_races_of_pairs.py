"""Every pair of things that are done to an edition at the same moment ends as if one had been done after the other.

Each pair is first done one after the other, both ways, from the copies that both people had on their screens; that is
what may come of it. Then one is done in the middle of the other, on two connections.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations_with_replacement, product

import pytest
import time_machine
from django.db import connection, transaction

from articles import workflow
from articles.errors import WorkflowError
from tests import makers
from tests.articles.workflow import moves as m
from tests.articles.workflow.interleaving import Work, amid
from tests.articles.workflow.moves import Move, People, Scene

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write after the other; its tests share one connection"
    ),
]


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def due_time() -> dt.datetime:
    return makers.tomorrow() + dt.timedelta(minutes=1)


def overdue() -> dt.datetime:
    return now() + dt.timedelta(days=365 + 40)


Setting = tuple[Callable[[People], Scene], Callable[[], dt.datetime], list[Move], list[Move]]
"""A scene, when two people meet in it, what is done there, and what else each of that may meet."""

SETTINGS: list[Setting] = [
    (m.drafted, now, [m.save, m.submit, m.discard, m.set_aside], [m.start_draft]),
    (m.in_review, now, [m.claim, m.approve, m.request_changes, m.reopen], []),
    (m.claimed, now, [m.release], [m.claim, m.approve, m.request_changes, m.reopen]),
    (
        m.guest_decided,
        now,
        [m.guest_decide, m.revoke, m.confirm_identity, m.refuse_identity],
        [m.approve, m.request_changes, m.reopen],
    ),
    (m.approved, now, [m.publish, m.schedule, m.reopen, m.request_changes], []),
    (m.scheduled, due_time, [m.publish, m.publish_due, m.reschedule, m.unschedule, m.reopen, m.request_changes], []),
    (m.published, now, [m.withdraw, m.record_review, m.move_review_date, m.restore, m.start_draft], []),
    (m.published, overdue, [m.withdraw_overdue], [m.withdraw, m.record_review, m.move_review_date]),
    (m.followed, now, [m.publish_next, m.reopen_next], [m.withdraw, m.record_review, m.move_review_date, m.restore]),
    (m.withdrawn, now, [m.restore, m.start_draft], []),
]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


Hand = tuple[Move, int]
"""What is done, and by which of the two."""


def how(error: Exception | None) -> str:
    if error is not None and not isinstance(error, WorkflowError):
        raise error
    return "refused" if error else "done"


def attempt(work: Work) -> str:
    try:
        work()
    except WorkflowError as error:
        return how(error)
    return "done"


def one_after_the_other(scene: Scene, first: Hand, second: Hand) -> tuple[dict[int, str], object]:
    works = {who: move(scene, who) for move, who in (first, second)}
    with undone():
        return {who: attempt(work) for who, work in works.items()}, scene.told()


def at_once(scene: Scene, first: Hand, second: Hand) -> tuple[dict[int, str], object]:
    works = {who: move(scene, who) for move, who in (first, second)}
    errors = dict(zip(works, amid(*works.values()), strict=True))
    return {who: how(error) for who, error in errors.items()}, scene.told()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: f"{setting[0].__name__}-{setting[1].__name__}")
def test_a_pair_ends_as_if_one_came_after_the_other(setting: Setting) -> None:
    scene_of, when, moves, others = setting
    people = People()
    for one, other in [*combinations_with_replacement(moves, 2), *product(moves, others)]:
        pair = [(one, 0), (other, 1)]
        scene, at = scene_of(people), when()
        with time_machine.travel(at):
            may_come = [one_after_the_other(scene, *pair), one_after_the_other(scene, *reversed(pair))]
            assert at_once(scene, *pair) in may_come, (one.__name__, other.__name__)
        if one is not other:
            scene = scene_of(people)
            with time_machine.travel(at):
                assert at_once(scene, *reversed(pair)) in may_come, (other.__name__, one.__name__)


MOVE_NOTHING = {
    *("create_article", "publish_starter", "note_presence", "take_up_again"),
    *("comment", "answer", "resolve", "invite", "open_link", "guest_comment"),
    *("place", "unplace", "reorder", "save_placement"),
    *("relate_pin", "relate_exclude", "relate_clear", "relate_order"),
    *("set_tags", "create_tag", "start_tag", "describe_tag", "rename", "merge", "split", "retire", "reverse"),
    *("save_source", "use_source_address", "mark_sources", "settle_address"),
    *("save_topic", "remove_topic"),
    *("rename_article", "rename_topic"),
}


def test_everything_that_moves_an_edition_meets_something() -> None:
    functions = {name for name, value in vars(workflow).items() if callable(value) and hasattr(value, "__wrapped__")}
    moved = {move.__name__ for _, _, moves, others in SETTINGS for move in (*moves, *others)}
    assert {name.replace("save", "save_document") for name in moved} - {"publish_next", "reopen_next"} == (
        functions - MOVE_NOTHING
    )


def test_two_pages_are_not_withdrawn_each_for_the_other() -> None:
    people = People()
    editions = [m.published(people).edition for _ in range(2)]

    def send(number: int) -> Work:
        edition, other = makers.seen(editions[number]), editions[1 - number].article
        by = people.publishers[number]
        return lambda: workflow.withdraw(edition, reason="Merged.", by=by, redirect_to=other)

    errors = amid(send(0), send(1))
    assert errors[0] is None
    assert "The page to send readers to is not published." in str(errors[1])
    assert makers.seen(editions[1]).article.editions.published().exists()
