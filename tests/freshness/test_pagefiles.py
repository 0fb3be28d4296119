"""The shelf of page files: whoever comes second, who puts a page there or who changes what it shows, takes it away."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from freshness.stamps import create
from rlsinfo import preparation
from rlsinfo.pagecache.entry import Entry
from rlsinfo.pagefiles import maker, putting
from rlsinfo.pagefiles import shelf as shelves
from rlsinfo.pagefiles.generation import VARIANTS, stamped
from rlsinfo.pagefiles.putting import Putter, is_file
from rlsinfo.pagefiles.shelf import Shelf
from tests.freshness.place import BODY, HEADERS, MAKER, OTHER, SHOWN, Place, place
from tests.waiting import until

__all__ = ["place"]
pytestmark = pytest.mark.one_engine


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


def test_a_new_file_of_stamps_begins_with_an_empty_shelf(place: Place) -> None:
    old, entry = place.putter, place.entry()
    assert old.put("/a/", entry)
    place.path.unlink()
    assert not old.put("/b/", entry)
    create(place.path, (0, 0))
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
    until(lambda: not before.exists())


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
    fresh = Shelf(place.folder, MAKER)  # as another process sees it
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
    until(lambda: all(place.files(f"/{name}/") for name in "abc"))


def test_the_start_clears_the_shelf_or_says_why_it_cannot(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert place.putter.put("/a/", place.entry())
    monkeypatch.setattr(preparation, "shelf", lambda: place.shelf)
    preparation.page_files_cleared()
    assert place.files() == []
    assert not place.putter.put("/a/", place.entry()), "nobody knows yet which stamps count"
    monkeypatch.setattr(preparation, "shelf", lambda: Shelf(place.path / "below a file", MAKER))
    with pytest.raises(CommandError, match="PAGES_DIR"):
        preparation.page_files_cleared()


def test_an_older_release_takes_pages_away_and_puts_none_beside_the_newer_ones(place: Place) -> None:
    newer = Shelf(place.folder, "feedfacecafe")
    assert place.putter.put("/a/", place.entry())
    newer.take_over()
    newer.renewed(place.stamps)
    putter = Putter(newer, place.follower)
    assert place.files() == []
    assert not place.putter.put("/a/", place.entry())
    assert putter.put("/a/", place.entry())
    place.change(SHOWN)
    assert place.files() == []
    place.shelf.clear(place.stamps.name)  # as whoever finds the shelf broken
    assert place.generation.made_by == newer.maker
    assert not place.putter.put("/a/", place.entry())
    assert putter.put("/a/", place.entry())


def test_a_note_of_who_is_in_charge_that_is_none_counts_for_nothing(place: Place) -> None:
    (place.folder / ".maker").write_bytes(b"../../\xff")
    place.shelf.clear(place.stamps.name)
    assert place.generation.made_by == MAKER


def test_the_disk_is_not_filled(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(place.folder).free
    monkeypatch.setattr(putting, "SPARE_BYTES", free * 2)
    assert not place.putter.put("/a/", place.entry())


def test_code_and_settings_name_who_makes_pages(settings: Any, tmp_path: Path) -> None:
    assert maker.NAME.fullmatch(maker.maker())
    assert maker.maker() == maker.maker()
    names = {maker.maker()}
    settings.SITE_NAME = "Another"
    names.add(maker.maker())
    settings.BASE_DIR = tmp_path
    names.add(maker.maker())
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text("<p>")
    names.add(maker.maker())
    assert len(names) == 4


def test_a_file_of_stamps_that_was_moved_away_counts_no_more(place: Place) -> None:
    entry = place.entry()
    place.path.rename(place.path.with_suffix(".aside"))
    assert not place.stamps.whole
    assert not place.putter.put("/a/", entry)
    create(place.path, (0, 0))
    assert not place.stamps.whole
    place.open()
    assert place.stamps.whole
    assert place.putter.put("/a/", place.entry())


def test_a_folder_that_was_away_and_comes_back_holds_nothing_old(place: Place) -> None:
    """As a disk that is mounted again: meanwhile another folder stood there, and a change was told and looked at."""
    assert place.putter.put("/a/", place.entry())
    away = place.folder.with_name("away")
    place.folder.rename(away)
    place.shelf.looked(place.stamps)
    place.change(SHOWN)
    place.shelf.looked(place.stamps)
    shutil.rmtree(place.folder)
    away.rename(place.folder)
    assert place.files()
    place.shelf.looked(place.stamps)
    assert place.files() == []
