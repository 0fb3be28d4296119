"""A run of checks: polite to each host, bounded in memory, and nothing is asked twice."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections import Counter

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.findings import Finding
from resources.linkcheck import running
from resources.linkcheck.book import Clock, End
from resources.models import Link, LinkCheck, LinkHost, Pace, Reason, Verdict
from tests.resources.linkcheck.runs import (
    GONE,
    WORKS,
    Notes,
    Scene,
    link,
    links,
)

pytestmark = pytest.mark.django_db


def test_each_due_link_is_asked_once_and_what_was_found_is_kept() -> None:
    links(5, each=3)
    link("https://resting.example/", in_use=False)
    later = link("https://later.example/", next_check_at=timezone.now() + dt.timedelta(days=1))
    scene = Scene(answers=lambda of: GONE if of.url.endswith("/0") else WORKS)
    outcome = scene.run()
    assert sorted(scene.urls()) == sorted(f"https://h{host}.example/{page}" for host in range(5) for page in range(3))
    assert (outcome.end, outcome.verdicts) == (End.DONE, Counter({"ok": 10, "broken": 5}))
    assert LinkCheck.objects.count() == 15
    assert not Link.objects.due(timezone.now()).exists()
    later.refresh_from_db()
    assert later.checked_at is None


def test_one_request_at_a_time_for_a_host_with_the_pause_between_two() -> None:
    links(3, each=4)
    scene = Scene(book=Notes(pause=7))
    scene.run(threads=8)
    for host in (f"https://h{number}.example:443" for number in range(3)):
        assert scene.most_at_once[host] == 1
        times = [at for _, of, at in scene.asked if of == host]
        assert len(times) == 4
        assert all(later - earlier >= 7 for earlier, later in itertools.pairwise(times))
    # All hosts wait together: four rounds with three pauses between them, nobody waits for another host.
    assert scene.clock.time - 1000 < 3 * 7 + 2


def test_hosts_are_asked_side_by_side_up_to_the_number_of_threads() -> None:
    links(6)
    together = threading.Barrier(3, timeout=20)

    def answer(of: Link) -> Finding:
        together.wait()
        return WORKS

    scene = Scene(answers=answer)
    assert scene.run(threads=3).verdicts == {"ok": 6}
    assert scene.most_at_once["*"] == 3


def test_hosts_that_do_not_answer_hold_up_nobody() -> None:
    before = {"reason": Reason.SLOW, "verdict": Verdict.BROKEN, "checked_at": timezone.now()}
    for number in range(6):
        link(f"https://slow{number}.example/", **before)
    links(10)
    others_done = threading.Event()
    seen: set[str] = set()

    def answer(of: Link) -> Finding:
        if "slow" in of.url:
            assert others_done.wait(20)
        else:
            seen.add(of.url)
            if len(seen) == 10:
                others_done.set()
        return WORKS

    assert Scene(answers=answer).run().verdicts == {"ok": 16}


def test_the_window_is_bounded_and_one_large_host_does_not_fill_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "WINDOW", 12)
    monkeypatch.setattr(running, "OF_EACH_HOST", 3)
    links(1, each=40)  # they are due before all others
    link("https://small.example/")
    for number in range(20):
        link(f"https://m{number}.example/", next_check_at=timezone.now() - dt.timedelta(seconds=1))
    sizes: list[int] = []

    class Watching(Notes):
        def claim(self, of: Link) -> bool:
            assert scene.clock.run
            sizes.append(scene.clock.run._turns.waiting)
            return super().claim(of)

    scene = Scene(book=Watching())
    scene.run()
    assert len(scene.asked) == len(set(scene.urls())) == 61
    assert max(sizes) <= 12
    assert scene.urls().index("https://small.example/") < 8


def test_reading_ahead_asks_the_database_a_few_times_only() -> None:
    links(20, each=10)
    with CaptureQueriesContext(connection) as made:
        Scene().run()
    assert 2 <= sum("ROW_NUMBER" in query["sql"] for query in made) <= 6


def test_crisis_lines_come_first() -> None:
    links(5)
    link("https://crisis.example/", pace=Pace.CRISIS, next_check_at=timezone.now())
    scene = Scene()
    scene.run(threads=1)
    assert scene.urls()[0] == "https://crisis.example/"


def test_a_link_is_claimed_before_it_is_asked_and_what_another_claimed_is_not_asked() -> None:
    mine, other = link("https://mine.example/"), link("https://other.example/")
    started = timezone.now()

    class Late(Notes):
        def claim(self, of: Link) -> bool:
            if of == other:
                Link.objects.filter(pk=of.pk).update(next_check_at=started + dt.timedelta(days=3))
            return super().claim(of)

    claimed_until: list[dt.datetime] = []
    scene = Scene(book=Late())
    scene.run()
    assert scene.urls() == [mine.url]
    claimed_until += Link.objects.order_by("url").values_list("next_check_at", flat=True)
    assert all(moment > started + dt.timedelta(days=2) for moment in claimed_until)


def test_a_run_that_is_killed_leaves_nothing_that_is_asked_twice() -> None:
    links(6, each=2)

    class Killed(BaseException):
        """As sudden as a power cut: the book writes no more."""

    class Mortal(Notes):
        def keep(self, of: Link, finding: Finding) -> None:
            if len(self.kept) == 5:
                raise Killed
            super().keep(of, finding)

    first, second = Scene(book=Mortal()), Scene()
    with pytest.raises(Killed):
        first.run()
    second.run()
    # What a thread of the first run was handed and had no time for is asked by nobody.
    assert Counter(second.urls()).most_common(1)[0][1] == 1
    assert not set(first.book.claimed) & set(second.urls())
    assert len(set(first.book.claimed) | set(second.urls())) == 12


def test_a_host_that_asks_for_long_is_left_to_a_later_run() -> None:
    links(2, each=3)
    host = "https://h0.example:443"

    class Asking(Notes):
        def pause_after(self, of: str, finding: Finding | None) -> float:
            if of != host:
                return super().pause_after(of, finding)
            LinkHost.objects.update_or_create(host=of, defaults={"not_before": timezone.now() + dt.timedelta(hours=1)})
            return 3600

    scene = Scene(book=Asking())
    assert scene.run().end == End.DONE
    assert Counter(of for _, of, _ in scene.asked) == {host: 1, "https://h1.example:443": 3}
    assert Link.objects.due(timezone.now()).count() == 2


def test_a_run_stops_when_told_and_when_it_has_lost_its_turn() -> None:
    links(1, each=9)
    scene = Scene()

    def answer(of: Link) -> Finding:
        if of.url.endswith("/2"):
            scene.stop.set()
        return WORKS

    scene.answers = answer
    assert scene.run().end == End.STOPPED
    assert len(scene.asked) == 3
    assert Scene(book=Notes(beats_left=2)).run().end == End.STOPPED
    assert Scene(book=Notes()).run().end == End.DONE


def test_what_is_still_being_asked_does_not_hold_up_the_end() -> None:
    links(2)
    never = threading.Event()
    scene = Scene()

    def answer(of: Link) -> Finding:
        scene.stop.set()
        if of.url == "https://h0.example/0":
            never.wait(30)
        return WORKS

    scene.answers = answer
    outcome = scene.run(clock=Clock())
    assert outcome.end == End.STOPPED
    assert set(scene.book.kept) <= {"https://h1.example/0"}
    never.set()


def test_what_the_database_refuses_stops_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    links(3)

    class Refusing(Notes):
        def keep(self, of: Link, finding: Finding) -> None:
            if of.url == "https://h1.example/0":
                raise DataError("value too long")
            super().keep(of, finding)

    outcome = Scene(book=Refusing()).run()
    assert (outcome.end, outcome.verdicts, outcome.faults) == (End.DONE, {"ok": 2}, 1)
    assert "What was found at https://h1.example/0 could not be kept" in caplog.text


def test_a_fault_of_the_checker_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    links(3)

    def answer(of: Link) -> Finding:
        if of.url == "https://h1.example/0":
            raise RuntimeError("a fault")
        return WORKS

    scene = Scene(answers=answer)
    everything = timezone.now()
    outcome = scene.run(links=lambda: Link.objects.unchecked_since(everything))
    assert (outcome.verdicts, outcome.faults) == ({"ok": 2}, 1)
    assert len(scene.asked) == 3
    assert "https://h1.example/0 could not be checked" in caplog.text
