"""One process checks links at a time, and one that dies loses its turn."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from resources import workflow
from resources.models import CheckerLease

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


def test_the_turn_is_one_process_s_until_it_gives_it_back() -> None:
    assert workflow.take_lease("a") is None
    taken = workflow.take_lease("b")
    assert taken is not None
    assert taken.holder == "a"
    workflow.give_lease_back("b")  # not its own
    assert workflow.take_lease("b") is not None
    workflow.give_lease_back("a")
    assert workflow.take_lease("b") is None
    assert not workflow.renew_lease("a")
    assert CheckerLease.objects.get().holder == "b"


def test_a_turn_lasts_half_a_minute_unless_it_is_renewed() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        workflow.take_lease("a")
        now.shift(20)
        assert workflow.renew_lease("a")
        now.shift(29)
        assert workflow.take_lease("b") is not None
        now.shift(1)
        assert workflow.take_lease("b") is None
        assert not workflow.renew_lease("a")


def test_a_turn_that_ran_out_is_renewed_where_nobody_took_it() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        workflow.take_lease("a")
        now.shift(3600)
        assert workflow.renew_lease("a")
        assert workflow.take_lease("b") is not None
