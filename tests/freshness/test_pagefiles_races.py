"""Whoever comes second, who puts a page on the shelf or who changes what it shows, takes it away."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from rlsinfo.pagefiles import shelf as shelves
from rlsinfo.pagefiles.shelf import FAULTS
from tests.freshness.place import BODY, SHOWN, Place, place
from tests.scripts import ROOT
from tests.waiting import PATIENCE_SECONDS

__all__ = ["place"]
pytestmark = pytest.mark.one_engine


def beside(task: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=task, daemon=True)
    thread.start()
    return thread


def held_up(place: Place, at: str, path: str = "/a/") -> tuple[threading.Thread, threading.Event, threading.Event]:
    """Somebody who puts a page there and is held up: before or after they have looked whether it is still true."""
    there, go_on = threading.Event(), threading.Event()
    entry = place.entry()
    shows = {SHOWN: shelves.number(entry.stamps[0])}
    generation = place.generation

    def true() -> bool:
        if at == "before":
            there.set()
            go_on.wait(PATIENCE_SECONDS)
        found = place.stamps.whole and place.stamps.read(entry.slots) == entry.stamps
        if at == "after":
            there.set()
            go_on.wait(PATIENCE_SECONDS)
        return found

    def put() -> None:
        with suppress(*FAULTS):  # as the thread of ``Putter`` does: the generation may be gone
            generation.put(path, BODY, ends=entry.ends, shows=shows, true=true)

    thread = beside(put)
    assert there.wait(PATIENCE_SECONDS)
    return thread, there, go_on


@pytest.mark.parametrize("at", ["before", "after"])
def test_whoever_comes_second_takes_it_away(place: Place, at: str) -> None:
    putting, _, go_on = held_up(place, at)
    changing = beside(lambda: place.change(SHOWN))
    changing.join(0.2)
    assert changing.is_alive(), "whoever published was told that it is done"
    go_on.set()
    changing.join(PATIENCE_SECONDS)
    putting.join(PATIENCE_SECONDS)
    assert place.files() == []
    assert place.putter.put("/a/", place.entry())


def test_whoever_holds_a_page_for_too_long_puts_it_where_nobody_looks(place: Place) -> None:
    before = place.generation
    putting, _, go_on = held_up(place, "after")
    place.change(SHOWN)
    assert place.generation.folder != before.folder
    go_on.set()
    putting.join(PATIENCE_SECONDS)
    assert place.files() == []


KILLED = """
import os, sys, time
from pathlib import Path
from rlsinfo.pagefiles.generation import Generation
def true():
    print("there", flush=True)
    time.sleep(60)
    return True
Generation(Path(sys.argv[1])).put("/a/", b"old" * 900, ends=9e9, shows={int(sys.argv[2]): 1}, true=true)
"""


def test_who_is_killed_with_a_page_in_hand_leaves_none(place: Place) -> None:
    command = [sys.executable, "-c", KILLED, str(place.generation.folder), str(SHOWN)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"there\n"
        process.kill()
    before = place.generation
    place.change(SHOWN)
    assert place.generation.folder == before.folder, "nobody had to be waited for"
    assert place.files() == []
