"""Whose turn it is: one at a time for a host, a pause between two, slow hosts in nobody's way."""

from __future__ import annotations

import math

from resources.linkcheck.turns import Turns


def turns(*hosts: str, places: int = 4) -> Turns[str]:
    made: Turns[str] = Turns(places)
    for number, host in enumerate(hosts):
        made.add(host, f"{host}{number}")
    return made


def test_a_host_is_asked_once_at_a_time_and_then_left_alone() -> None:
    line = turns("a", "a", "a")
    assert line.take(0) == ("a", "a0")
    assert line.take(0) is None
    line.done("a", 10, took=1, pause=2)
    assert line.take(11.9) is None
    assert line.seconds_to_next(11) == 1
    assert line.take(12) == ("a", "a1")


def test_hosts_take_turns_in_the_order_in_which_they_are_free() -> None:
    line = turns("a", "a", "a", "b", "c")
    assert [line.take(0) for _ in range(4)] == [("a", "a0"), ("b", "b3"), ("c", "c4"), None]
    line.add("b", "again")
    line.done("b", 1, took=1, pause=2)
    line.done("a", 2, took=2, pause=2)
    assert line.take(9) == ("b", "again")
    assert line.take(9) == ("a", "a1")


def test_slow_hosts_get_half_of_the_places() -> None:
    line: Turns[str] = Turns(4)
    for host in ("s1", "s2", "s3", "quick"):
        line.add(host, host, slow=host != "quick")
    assert [line.take(0) for _ in range(4)] == [("s1", "s1"), ("s2", "s2"), ("quick", "quick"), None]
    line.done("s1", 1, took=20, pause=0)
    assert line.take(1) == ("s3", "s3")
    line.done("s2", 1, took=1, pause=0)  # it has become quick
    line.add("s1", "y")
    line.add("s4", "z", slow=True, not_before=1)
    line.add("s2", "x")
    assert [line.take(1) for _ in range(3)] == [("s1", "y"), ("s2", "x"), None]


def test_a_host_that_waits_since_before_is_not_asked_earlier() -> None:
    line: Turns[str] = Turns(4)
    line.add("a", "a", not_before=5)
    assert line.take(4.9) is None
    assert line.take(5) == ("a", "a")
    assert line.take(9) is None
    assert line.seconds_to_next(9) == math.inf


def test_what_is_dropped_is_asked_no_more_and_idle_hosts_are_forgotten() -> None:
    line = turns("a", "a", "b")
    assert line.take(0) == ("a", "a0")
    assert line.drop("a") == ["a1"]
    assert line.drop("unknown") == []
    assert line.waiting == 1
    line.done("a", 1, took=1, pause=60)
    assert line.take(100) == ("b", "b2")
    assert line.take(100) is None
    assert line.forget(60) == []
    assert line.forget(61) == ["a"]
    assert "a" not in line
    assert "b" in line
    assert not line.is_free("b", 999)


def test_a_host_that_was_dropped_while_it_stood_in_line_may_come_back() -> None:
    line = turns("a")
    line.drop("a")
    line.add("a", "new")
    assert line.take(0) == ("a", "new")
    assert line.take(0) is None


def test_one_asked_out_of_turn_is_asked_by_nobody_else() -> None:
    line = turns("a")
    assert line.is_free("a", 0)
    line.take_at_once("a")
    assert not line.is_free("a", 0)
    assert line.take(0) is None
    line.done("a", 1, took=1, pause=2)
    assert not line.is_free("a", 2)
    assert line.take(3) == ("a", "a0")
