"""The shelf of page files: whoever comes second, who puts a page there or who changes what it shows, takes it away."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.management.base import CommandError

from freshness.following import Follower
from freshness.stamps import Stamps, create, slot
from rlsinfo import preparation
from rlsinfo.pagecache.entry import Entry
from rlsinfo.pagefiles import shelf as shelves
from rlsinfo.pagefiles.generation import VARIANTS, Generation, stamped
from rlsinfo.pagefiles.putting import Putter, is_file
from rlsinfo.pagefiles.shelf import FAULTS, Shelf
from tests.scripts import ROOT

pytestmark = pytest.mark.one_engine
SHOWN, OTHER = slot("article:1"), slot("article:2")
BODY = b"<p>An urge to move.</p>" * 100
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")]


class Place:
    """A shelf with its stamps."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder / "pages", folder / "stamps"
        self.shelf = Shelf(self.folder)
        create(self.path, 0)
        self.open()

    def open(self) -> None:
        self.stamps = Stamps(self.path)
        self.shelf.renewed(self.stamps)
        self.follower = cast("Follower", SimpleNamespace(stamps=self.stamps, trusted_until=time.time() + 60))
        self.putter = Putter(self.shelf, self.follower)

    def entry(self, body: bytes = BODY, *, slots: tuple[int, ...] = (SHOWN,), ends: float = float("inf")) -> Entry:
        """A page as it is made now."""
        entry = Entry("200 OK", HEADERS, body)
        entry.slots, entry.ends = slots, ends
        entry.stamps = self.stamps.read(slots) or ()
        return entry

    def change(self, *slots: int) -> None:
        """What happens once something is committed."""
        self.stamps.bump(slots)
        self.shelf.changed(self.stamps, slots)

    def files(self, path: str = "/a/") -> list[str]:
        """What the front would find."""
        found = self.folder / "current/pages" / path.strip("/")
        return sorted(each.name for each in found.glob("index*"))

    @property
    def generation(self) -> Generation:
        found = self.shelf.current()
        assert found is not None
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def beside(task: Callable[[], Any]) -> threading.Thread:
    thread = threading.Thread(target=task, daemon=True)
    thread.start()
    return thread


def test_a_page_is_there_until_what_it_shows_is_changed(place: Place) -> None:
    assert place.putter.put("/a/", place.entry())
    assert place.putter.put("/", place.entry(slots=(OTHER,)))
    assert place.files() == place.files("/") == sorted(VARIANTS)
    assert set(place.generation.read("/a/").values()) == {BODY}
    place.change(SHOWN)
    assert place.files() == []
    assert place.files("/") == sorted(VARIANTS)
    assert place.generation.index.paths() == ["/"]


def test_everybody_may_read_the_files_and_their_tags_tell_editions_apart(place: Place) -> None:
    mask = os.umask(0o077)
    try:
        place.shelf.clear(place.stamps.name)
        assert place.putter.put("/a/b/", place.entry())
    finally:
        os.umask(mask)
    found = place.folder / "current/pages/a/b/index.html"
    assert found.stat().st_mode & 0o777 == 0o644
    assert all(folder.stat().st_mode & 0o055 == 0o055 for folder in list(found.resolve().parents)[:5])
    before = found.stat().st_mtime
    place.change(SHOWN)
    other = BODY.replace(b"move", b"walk")
    assert place.putter.put("/a/b/", place.entry(other))
    assert len(other) == len(BODY)
    assert found.stat().st_mtime == stamped(other) != before


def test_a_page_that_was_changed_while_it_was_made_is_not_put_there(place: Place) -> None:
    entry = place.entry()
    place.change(SHOWN)
    assert not place.putter.put("/a/", entry)
    assert place.files() == []


def held_up(place: Place, at: str, path: str = "/a/") -> tuple[threading.Thread, threading.Event, threading.Event]:
    """Somebody who puts a page there and is held up: before or after they have looked whether it is still true."""
    there, go_on = threading.Event(), threading.Event()
    entry = place.entry()
    shows = {SHOWN: shelves.number(entry.stamps[0])}
    generation = place.generation

    def true() -> bool:
        if at == "before":
            there.set()
            go_on.wait(10)
        found = place.stamps.whole and place.stamps.read(entry.slots) == entry.stamps
        if at == "after":
            there.set()
            go_on.wait(10)
        return found

    def put() -> None:
        with suppress(*FAULTS):  # as the thread of ``Putter`` does: the generation may be gone
            generation.put(path, BODY, ends=entry.ends, shows=shows, true=true)

    thread = beside(put)
    assert there.wait(10)
    return thread, there, go_on


@pytest.mark.parametrize("at", ["before", "after"])
def test_whoever_comes_second_takes_it_away(place: Place, at: str) -> None:
    putting, _, go_on = held_up(place, at)
    changing = beside(lambda: place.change(SHOWN))
    changing.join(0.2)
    assert changing.is_alive(), "whoever published was told that it is done"
    go_on.set()
    changing.join(10)
    putting.join(10)
    assert place.files() == []
    assert place.putter.put("/a/", place.entry())


def test_whoever_holds_a_page_for_too_long_puts_it_where_nobody_looks(place: Place) -> None:
    before = place.generation
    putting, _, go_on = held_up(place, "after")
    began = time.monotonic()
    place.change(SHOWN)
    assert time.monotonic() - began < 3
    assert place.generation.folder != before.folder
    go_on.set()
    putting.join(10)
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
    began = time.monotonic()
    place.change(SHOWN)
    assert time.monotonic() - began < 0.5
    assert place.files() == []


def test_a_new_file_of_stamps_begins_with_an_empty_shelf(place: Place) -> None:
    old, entry = place.putter, place.entry()
    assert old.put("/a/", entry)
    place.path.unlink()
    assert not old.put("/b/", entry)
    create(place.path, 0)
    place.open()
    assert place.files() == []
    assert not old.put("/a/", entry)
    assert place.putter.put("/a/", place.entry())


def test_a_file_of_stamps_that_is_cut_off_lets_nobody_put_pages(place: Place) -> None:
    entry = place.entry()
    os.truncate(place.path, 100)
    assert not place.putter.put("/a/", entry)
    place.shelf.changed(place.stamps, [SHOWN])
    assert place.shelf.current() is not None
    assert not place.putter.put("/a/", entry)


def test_very_many_are_taken_away_at_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 3)
    before = place.generation.folder
    for name in "abcd":
        assert place.putter.put(f"/{name}/", place.entry())
    place.change(SHOWN)
    assert place.generation.folder != before
    assert place.generation.index.paths() == []
    assert place.putter.put("/a/", place.entry())
    deadline = time.monotonic() + 10
    while before.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_page_goes_when_its_time_has_come(place: Place) -> None:
    assert not place.putter.put("/b/", place.entry(ends=time.time() - 1))
    assert place.putter.put("/a/", place.entry(ends=time.time() + 0.2))
    place.shelf.looked(place.stamps)
    assert place.files()
    time.sleep(0.3)
    place.shelf.looked(place.stamps)
    assert place.files() == []


def test_what_is_told_by_somebody_who_knows_of_no_files_is_noticed(place: Place) -> None:
    assert place.putter.put("/a/", place.entry(slots=(SHOWN, OTHER)))
    assert place.putter.put("/b/", place.entry(slots=(OTHER,)))
    place.shelf.looked(place.stamps)
    place.stamps.bump([SHOWN])
    place.shelf.looked(place.stamps)
    assert place.files("/a/") == []
    assert place.files("/b/")


@pytest.mark.parametrize("harm", ["index", "link", "folder", "broken"])
def test_a_shelf_that_was_tampered_with_is_begun_anew(place: Place, harm: str) -> None:
    assert place.putter.put("/a/", place.entry())
    index = place.generation.folder / "index.sqlite3"
    fresh = Shelf(place.folder)  # as another process sees it
    if harm == "index":
        for each in place.generation.folder.glob("index*"):
            each.unlink()
    elif harm == "broken":
        for each in place.generation.folder.glob("index.sqlite3-*"):
            each.unlink()
        index.write_bytes(b"no database" * 1000)
    elif harm == "link":
        (place.folder / "current").unlink()
    else:
        place.generation.folder.rename(place.folder / "elsewhere")
    place.stamps.bump([SHOWN])
    fresh.changed(place.stamps, [SHOWN])
    assert place.files() == []
    assert fresh.current() is not None


def test_where_nothing_can_be_made_the_app_answers(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert place.putter.put("/a/", place.entry())

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Shelf, "_begin", full)
    place.shelf.lost()
    place.shelf.lost()
    assert place.files() == []
    assert place.shelf.current() is None
    assert not place.putter.put("/a/", place.entry())
    assert [record.message for record in caplog.records] == [
        "no pages can be files: [Errno 28] No space left on device"
    ]


def test_a_page_that_becomes_small_is_not_left_packed(place: Place) -> None:
    assert place.putter.put("/a/", place.entry())
    assert place.putter.put("/a/", place.entry(b"<p>Short.</p>"))
    assert place.files() == ["index.html"]


@pytest.mark.parametrize(
    ("path", "status", "extra"),
    [
        ("/a/../b/", "200 OK", ()),
        ("/.a/", "200 OK", ()),
        ("/a", "200 OK", ()),
        ("/a b/", "200 OK", ()),
        ("/\xe4/", "200 OK", ()),
        (f"/{'a' * 201}/", "200 OK", ()),
        ("/a/", "410 Gone", ()),
        ("/a/", "301 Moved Permanently", ()),
        ("/a/", "200 OK", (("Set-Cookie", "a=b"),)),
        ("/a/", "200 OK", (("Cache-Control", "no-store"),)),
        ("/a/", "200 OK", (("Content-Type", "application/atom+xml"),)),
        ("/a/", "200 OK", (("X-Robots-Tag", "noindex"),)),
    ],
)
def test_what_cannot_be_a_file(path: str, status: str, extra: tuple[tuple[str, str], ...]) -> None:
    assert is_file("/a-b/c_1/", Entry("200 OK", HEADERS, BODY))
    assert is_file("/", Entry("200 OK", HEADERS, BODY))
    assert not is_file(path, Entry(status, [*HEADERS, *extra], BODY))


def test_it_is_put_there_beside_whoever_asked(place: Place) -> None:
    for name in "abc":
        place.putter(f"/{name}/", place.entry())
    deadline = time.monotonic() + 10
    while not all(place.files(f"/{name}/") for name in "abc"):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_start_clears_the_shelf_or_says_why_it_cannot(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.putter.put("/a/", place.entry())
    monkeypatch.setattr(preparation, "shelf", lambda: place.shelf)
    preparation.page_files_cleared()
    assert place.files() == []
    assert not place.putter.put("/a/", place.entry()), "nobody knows yet which stamps count"
    monkeypatch.setattr(preparation, "shelf", lambda: Shelf(place.path / "below a file"))
    with pytest.raises(CommandError, match="PAGES_DIR"):
        preparation.page_files_cleared()
