"""The file of stamps: what changes with a change, and what is noticed when the file is damaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from freshness.stamps import SIZE, Stamps, StampsLostError, at, create, slot


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of stamps."""
    create(tmp_path / "stamps", (7, 0))
    return tmp_path / "stamps"


def test_a_change_gives_a_new_stamp_and_a_new_pulse_and_leaves_the_others(path: Path) -> None:
    mine, other = Stamps(path), Stamps(path)
    places = [slot("article:1"), slot("article:2")]
    before, pulse = other.read(places), other.pulse()
    mine.bump([places[0]])
    after = other.read(places)
    assert before is not None
    assert after is not None
    assert (after[0] == before[0], after[1] == before[1], other.pulse() == pulse) == (False, True, False)
    assert at(other.all(), places) == after


def test_the_position_and_the_clock_are_shared(path: Path) -> None:
    mine, other = Stamps(path), Stamps(path)
    assert other.position == 7
    mine.place = (2**40, 0)
    mine.followed()
    assert other.position == 2**40
    assert 0 <= other.unfollowed < 60
    assert 0 <= other.age < 60


def test_a_clock_that_lies_ahead_was_long_ago(path: Path) -> None:
    stamps = Stamps(path)
    os.pwrite(stamps.file, (2**62).to_bytes(8, "little"), 32)
    assert stamps.unfollowed == float("inf")


def test_a_file_that_was_removed_or_replaced_is_noticed(path: Path) -> None:
    stamps = Stamps(path)
    assert stamps.whole
    create(path, (0, 0))
    assert not stamps.whole
    with pytest.raises(StampsLostError):
        stamps.bump([slot("site")])
    path.unlink()
    with pytest.raises(StampsLostError):
        Stamps(path)


@pytest.mark.parametrize("size", [0, 5, 100, SIZE - 1])
def test_a_file_that_was_cut_off_gives_no_stamps(path: Path, size: int) -> None:
    stamps = Stamps(path)
    os.truncate(path, size)
    assert not stamps.whole
    last = SIZE - 8
    assert stamps.read([last]) is None
    assert at(stamps.all(), [slot("article:1")]) is None
    with pytest.raises(StampsLostError):
        stamps.bump([slot("article:1")])


def test_a_file_that_was_cut_off_and_grew_again_gives_no_stamps(path: Path) -> None:
    stamps = Stamps(path)
    os.truncate(path, 0)
    os.truncate(path, SIZE)
    assert not stamps.whole
    assert stamps.read([slot("article:1")]) is None
    assert at(stamps.all(), [slot("article:1")]) is None


@pytest.mark.parametrize("content", [b"", b"x" * SIZE])
def test_a_file_that_is_none_of_ours_is_not_taken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "stamps").write_bytes(content)
    with pytest.raises(StampsLostError, match="not whole"):
        Stamps(tmp_path / "stamps")


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "stamps").mkdir()
    with pytest.raises(StampsLostError):
        create(tmp_path / "stamps", (0, 0))
    assert list(tmp_path.iterdir()) == [tmp_path / "stamps"]
