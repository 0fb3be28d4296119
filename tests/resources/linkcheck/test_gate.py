"""One request at a time to a host, whatever led there."""

from __future__ import annotations

import itertools
import threading
import time
from queue import SimpleQueue

import pytest

from resources.linkcheck import gate
from resources.linkcheck.gate import Gate


def in_threads(number: int, visit: object) -> None:
    threads = [threading.Thread(target=visit) for _ in range(number)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


def test_visits_to_a_host_come_one_after_another_with_the_pause_between_them() -> None:
    way, times = Gate(0.02), []
    asking: list[int] = []

    def visit() -> None:
        way.begin()
        with way.turn("a"):
            asking.append(1)
            times.append((time.monotonic(), len(asking)))
            asking.pop()
            times.append((time.monotonic(), len(asking)))

    in_threads(4, visit)
    assert [number for _, number in times] == [1, 0] * 4
    for (ended, _), (began, _) in list(itertools.pairwise(times))[1::2]:
        assert began - ended >= 0.02


def test_other_hosts_are_asked_meanwhile() -> None:
    way, together = Gate(60), threading.Barrier(3, timeout=20)
    met: list[int] = []
    hosts = iter("abc")

    def visit() -> None:
        way.begin()
        with way.turn(next(hosts)):
            met.append(together.wait())

    in_threads(3, visit)
    assert sorted(met) == [0, 1, 2]


def test_requests_of_one_visit_follow_each_other_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    way = Gate(60)
    monkeypatch.setattr(way._changed, "wait", pytest.fail)
    way.begin()
    for _ in range(3):
        with way.turn("a"):
            pass


def test_a_turn_is_waited_for_as_long_as_the_host_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    way, waits, entered = Gate(0), SimpleQueue[float | None](), []
    wait = way._changed.wait

    def waited(timeout: float | None = None) -> bool:
        waits.put(timeout)
        return wait(timeout)

    def visit() -> None:
        way.begin()
        with way.turn("a"):
            entered.append(way._hosts["a"].asking)

    monkeypatch.setattr(way._changed, "wait", waited)
    other = threading.Thread(target=visit)
    with way.turn("a"):
        other.start()
        for _ in range(3):  # each time that it looks up, it waits again
            assert waits.get(timeout=20) is None
            with way._changed:
                way._changed.notify_all()
        assert entered == []
    other.join(20)
    assert entered == [True]
    assert not way._hosts["a"].asking


def test_hosts_that_are_free_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MOST_HOSTS", 5)
    way = Gate(0)
    for number in range(50):
        with way.turn(f"h{number}"):
            pass
    assert len(way._hosts) <= 6
