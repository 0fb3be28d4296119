"""Digests are asked for once each morning, and again where they failed."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from rlsinfo import digests

pytestmark = pytest.mark.django_db
SUMMER = dt.date(2026, 7, 1)


def asked(*, at: str, day: dt.date = SUMMER) -> bool:
    """Whether the digests are asked for at a time of a day."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(at)))
    with time_machine.travel(moment, tick=False):
        count = DBTaskResult.objects.count()
        digests.enqueue_if_due()
        return DBTaskResult.objects.count() == count + 1


def end(*, at: str, ok: bool) -> None:
    """A worker carries out the task that waits."""
    with time_machine.travel(timezone.make_aware(dt.datetime.combine(SUMMER, dt.time.fromisoformat(at))), tick=False):
        result = DBTaskResult.objects.get(status="READY")
        result.claim("worker")
        result.set_successful(0) if ok else result.set_failed(ConnectionRefusedError())


def test_once_a_day_from_seven_in_the_time_of_the_site() -> None:
    assert not asked(at="00:00")
    assert not asked(at="06:59:59")  # which is 05:59:59 in UTC
    assert asked(at="07:00")
    assert not asked(at="07:00:05")
    end(at="07:00:06", ok=True)
    assert not asked(at="23:59:59")
    assert not asked(at="06:00", day=SUMMER + dt.timedelta(days=1))
    assert asked(at="07:00", day=SUMMER + dt.timedelta(days=1))


def test_a_day_that_began_without_a_worker_is_caught_up() -> None:
    assert asked(at="22:15")


def test_a_failure_is_tried_again_a_quarter_of_an_hour_later() -> None:
    assert asked(at="07:00")
    end(at="07:01", ok=False)
    assert not asked(at="07:15")
    assert asked(at="07:17")


def test_what_a_killed_worker_left_is_taken_up_again() -> None:
    assert asked(at="07:00")
    with time_machine.travel(timezone.make_aware(dt.datetime.combine(SUMMER, dt.time(7, 1))), tick=False):
        DBTaskResult.objects.get().claim("a worker that was killed")
    assert not asked(at="07:10")
    assert asked(at="07:17")
