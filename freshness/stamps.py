"""Stamps: one number for each key, in a file that all processes of a machine share. A change gives new numbers.

A page is true while the numbers of all that it shows are those from before it was made. Keys share numbers by their
hash: a collision makes a page anew once too often, never once too seldom.

The file is read with ``pread`` rather than mapped into memory: a process that reads a mapping whose file somebody has
truncated is killed (SIGBUS). A read costs half a microsecond (ADR 25).

Layout, in numbers of eight bytes: a magic word, the pulse (new with every change of any key), the position in the
journal up to which changes are in and what that journal is known by, when somebody last looked there, when the file was
made (both in nanoseconds of the machine's own clock), and from byte 64 on ``SLOTS`` stamps. Zero is never a stamp, so
that a file that was cut off and grew again is not taken for one.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

MAGIC = b"rlsstmp2"
WORD = 8
SLOTS = 65_536
_PULSE, _POSITION, _FOLLOWED, _MADE, _FIRST = WORD, 2 * WORD, 4 * WORD, 5 * WORD, 64
SIZE = _FIRST + SLOTS * WORD
FORGOTTEN_SECONDS = 24 * 3600.0
"""A file that nobody has written into for so long, by the calendar, counts no more: the machine may have been off, and
the journal forgets what is a week old.
"""


class StampsLostError(Exception):
    """The file of stamps is gone, cut off or cannot be written."""


@lru_cache(maxsize=65_536)
def slot(key: str) -> int:
    """Where in the file the stamp of a key is."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big") % SLOTS
    return _FIRST + number * WORD


class Stamps:
    """The open file. Raises ``StampsLostError`` where it cannot be opened for writing or is none of ours."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self.file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except OSError as error:
            raise StampsLostError(f"{path}: {error.strerror}") from error
        if not self.whole:
            self.close()
            raise StampsLostError(f"{path}: it is no file of stamps, or not whole")

    def close(self) -> None:
        """Let go of the file."""
        os.close(self.file)

    @property
    def whole(self) -> bool:
        """Whether it is still the file under its name, with all that belongs into it, and somebody follows the journal
        for it.
        """
        try:
            state = os.fstat(self.file)
            same = os.path.samestat(state, self._path.stat())  # it may have been moved away and still have a name
            used = time.time() - state.st_mtime < FORGOTTEN_SECONDS
            return same and used and state.st_size == SIZE and os.pread(self.file, WORD, 0) == MAGIC
        except OSError:
            return False

    @property
    def name(self) -> str:
        """What tells this file from those that were there before it and will be after it."""
        return os.pread(self.file, WORD, _MADE).hex()

    def pulse(self) -> bytes:
        """What is new after every change. Empty or short where the file was cut off."""
        return os.pread(self.file, WORD, _PULSE)

    def read(self, slots: Iterable[int]) -> tuple[bytes, ...] | None:
        """The stamps at some places, or nothing where one is missing."""
        found = tuple(os.pread(self.file, WORD, place) for place in slots)
        return None if any(len(stamp) < WORD or stamp == bytes(WORD) for stamp in found) else found

    def all(self) -> bytes:
        """The whole file as it is now, for ``at``."""
        return os.pread(self.file, SIZE, 0)

    def bump(self, slots: Sequence[int] | None) -> None:
        """Give new stamps (all, where no places are named), and then a new pulse: whoever sees the old pulse may keep
        what he has.
        """
        if not self.whole:
            raise StampsLostError("the file of stamps is gone or not whole")
        fresh = new_stamp()
        try:
            if slots is None:
                os.pwrite(self.file, fresh * SLOTS, _FIRST)
            for place in slots or ():
                os.pwrite(self.file, fresh, place)
            os.pwrite(self.file, fresh, _PULSE)
        except OSError as error:
            raise StampsLostError(str(error.strerror)) from error
        if not self.whole:  # then somebody may have looked at another one already
            raise StampsLostError("the file of stamps went while stamps were given")

    @property
    def place(self) -> tuple[int, int]:
        """Up to where in the journal changes are in, and what that journal is known by (``journal.Read``)."""
        both = os.pread(self.file, 2 * WORD, _POSITION)
        return int.from_bytes(both[:WORD], "little"), int.from_bytes(both[WORD:], "little")

    @place.setter
    def place(self, place: tuple[int, int]) -> None:
        os.pwrite(self.file, b"".join(number.to_bytes(WORD, "little") for number in place), _POSITION)

    @property
    def position(self) -> int:
        """The first of ``place``."""
        return self.place[0]

    def followed(self) -> None:
        """Note that somebody looked into the journal."""
        os.pwrite(self.file, new_stamp(), _FOLLOWED)

    @property
    def unfollowed(self) -> float:
        """For how many seconds nobody has looked into the journal."""
        return self._since(_FOLLOWED)

    @property
    def age(self) -> float:
        """How many seconds ago the file was made."""
        return self._since(_MADE)

    def _since(self, place: int) -> float:
        """The clock begins anew when the machine does: what seems to lie ahead was long ago."""
        gone = time.monotonic_ns() - int.from_bytes(os.pread(self.file, WORD, place), "little")
        return gone / 1e9 if gone >= 0 else float("inf")


def at(everything: bytes, slots: Iterable[int]) -> tuple[bytes, ...] | None:
    """The stamps at some places of a file that was read whole, or nothing where one is missing."""
    if len(everything) < SIZE:
        return None
    found = tuple(everything[place : place + WORD] for place in slots)
    return None if bytes(WORD) in found else found


def new_stamp() -> bytes:
    """A number that was never given on this machine: no two changes of a slot are made in the same nanosecond."""
    return time.monotonic_ns().to_bytes(WORD, "little")


def create(path: Path, place: tuple[int, int]) -> None:
    """Put a new file in place, whole from its first moment. Raises ``StampsLostError`` where nothing can be written."""
    position, mark = (number.to_bytes(WORD, "little") for number in place)
    head = MAGIC + new_stamp() + position + mark + new_stamp() + new_stamp()
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".stamps-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(head.ljust(_FIRST, b"\0") + new_stamp() * SLOTS)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StampsLostError(f"{path}: {error.strerror}") from error
