"""A shelf of page files with its stamps, for tests."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from freshness.following import Follower
from freshness.stamps import Stamps, create, slot
from rlsinfo.pagecache.entry import Entry
from rlsinfo.pagefiles.generation import Generation
from rlsinfo.pagefiles.putting import Putter
from rlsinfo.pagefiles.shelf import Shelf

SHOWN, OTHER = slot("article:1"), slot("article:2")
BODY = b"<p>An urge to move.</p>" * 100
MAKER = "0123456789ab"
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")]


class Place:
    """A shelf with its stamps."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder / "pages", folder / "stamps"
        self.shelf = Shelf(self.folder, MAKER)
        create(self.path, (0, 0))
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
