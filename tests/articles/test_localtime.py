"""Local times around the nights on which clocks change."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.localtime import NoSuchTime, clocks, moment, next_change

pytestmark = pytest.mark.one_engine
LONDON = ZoneInfo("Europe/London")
ZONES = [LONDON, *(ZoneInfo(name) for name in ("UTC", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"))]
START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# Clocks go forward from 01:00 to 02:00 on this day, and back from 02:00 to 01:00 on the other.
FORWARD, BACK = dt.date(2026, 3, 29), dt.date(2026, 10, 25)


def on(day: dt.date, time: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time))


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (on(FORWARD, "00:59"), "00:59"),
        (on(FORWARD, "02:00"), "01:00"),
        (on(FORWARD, "03:30"), "02:30"),
        (on(BACK, "00:59"), "23:59"),
        (on(BACK, "02:00"), "02:00"),
    ],
)
def test_a_time_is_the_moment_that_clocks_show_it(local: dt.datetime, utc: str) -> None:
    found = moment(local, LONDON)
    assert f"{found.at.astimezone(dt.UTC):%H:%M}" == utc
    assert not found.twice


@pytest.mark.parametrize("time", ["01:00", "01:30", "01:59"])
def test_a_time_that_clocks_are_put_over_is_refused_in_words(time: str) -> None:
    with pytest.raises(NoSuchTime) as refusal:
        moment(on(FORWARD, time), LONDON)
    minutes = time[2:]
    assert str(refusal.value) == (
        f"{time} does not exist on 29 March 2026: clocks are put forward over it. "
        f"Choose 00{minutes} (GMT) or 02{minutes} (BST)."
    )


@pytest.mark.parametrize("time", ["01:00", "01:30", "01:59"])
def test_of_a_time_that_comes_twice_the_first_is_taken_and_it_says_so(time: str) -> None:
    found = moment(on(BACK, time), LONDON)
    assert found.twice
    assert f"{found.at.astimezone(LONDON):%H:%M %Z}" == f"{time} BST"
    assert f"{found.at:%H:%M}" == f"00{time[2:]}"


@given(
    st.integers(0, 50 * 366 * 24 * 60).map(lambda minutes: START + dt.timedelta(minutes=minutes)),
    st.sampled_from(ZONES),
)
@settings(max_examples=300, deadline=None)
def test_what_clocks_show_leads_back_to_the_moment(at: dt.datetime, zone: ZoneInfo) -> None:
    shown = at.astimezone(zone)
    found = moment(shown.replace(tzinfo=None, fold=0), zone)
    assert found.at <= at if found.twice else found.at == at


def test_when_clocks_change_next() -> None:
    spring = next_change(dt.datetime(2026, 1, 5, tzinfo=dt.UTC), LONDON)
    assert spring == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    assert next_change(spring, LONDON) == dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC)
    assert next_change(spring, ZoneInfo("Asia/Kathmandu")) is None


def test_the_clocks_in_words() -> None:
    assert clocks(dt.datetime(2026, 1, 5, tzinfo=dt.UTC), LONDON) == "GMT until 29 March 2026, then BST"
    assert clocks(dt.datetime(2026, 6, 5, tzinfo=dt.UTC), LONDON) == "BST until 25 October 2026, then GMT"
    assert clocks(dt.datetime(2026, 6, 5, tzinfo=dt.UTC), ZoneInfo("UTC")) == "UTC"
