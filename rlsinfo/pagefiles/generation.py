"""A generation of page files: a folder with the files and their index, which comes and goes as a whole."""

from __future__ import annotations

import fcntl
import gzip
import os
import re
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

import brotli

from rlsinfo.packing import BEST, SMALLEST, brotlied, gzipped
from rlsinfo.pagefiles.index import Found, Index, Stamped

FIT = re.compile(r"/(?:[A-Za-z0-9_-]{1,200}/)*")
"""Paths that can be files. The front asks for no other (``deploy/nginx.conf`` has the same rule)."""
PLAIN = "index.html"
VARIANTS = (f"{PLAIN}.br", f"{PLAIN}.gz", PLAIN)
"""In the order in which they are put in place: the front looks for the last one first."""
LOCK_SECONDS = 1.0
OPEN_TO_ALL, FILE_OPEN_TO_ALL = 0o755, 0o644
"""The front may run as somebody else; pages are public."""


class HeldError(OSError):
    """Somebody has held a page for too long."""


class Generation:
    """The files of pages, and what each shows. Raises ``OSError`` and ``sqlite3.Error`` from everything."""

    def __init__(self, folder: Path, *, make: bool = False) -> None:
        self.folder, self.pages, self._drafts = folder, folder / "pages", folder / "drafts"
        if make:
            for each in (folder, self.pages, self._drafts):
                each.mkdir()
                each.chmod(OPEN_TO_ALL)
        self.index = Index(folder / "index.sqlite3", make=make)

    @property
    def belongs_to(self) -> str:
        """The name of the file of stamps by which its pages are known to be true."""
        return self.folder.name.split("-")[1]

    @property
    def made_by(self) -> str:
        """The name of the code and settings that alone put pages here (``maker``)."""
        return self.folder.name.split("-")[2]

    def put(self, path: str, body: bytes, *, ends: float, shows: Stamped, true: Callable[[], bool]) -> bool:
        """Put a page in place if it is ``true`` once whoever changes what it shows would find it. Says whether it is.

        Who removes looks into the index first and then waits for the lock, so a page that was true after its rows were
        written and was put in place under the lock is found by every later change (ADR 27).
        """
        drafts = self._drawn_up(body)
        try:
            directory = self._directory(path)
            with _locked(directory):
                # The page before goes first: its rows are about to be those of this one, by which nobody would find it.
                self._take_away(directory)
                self.index.put(path, ends, shows)
                if not true():
                    return False
                for name in (name for name in VARIANTS if name in drafts):
                    drafts.pop(name).replace(directory / name)
            return True
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)

    def remove(self, found: Sequence[Found]) -> None:
        """Take pages away. Once this returns, nobody is sent them any more. They are forgotten last: whoever does the
        same at the same time finds them until they are gone.
        """
        for path, _ in found:
            directory = self.pages / path.strip("/")
            with suppress(FileNotFoundError), _locked(directory):
                self._take_away(directory)
        self.index.forget(found)

    def _take_away(self, directory: Path) -> None:
        for name in reversed(VARIANTS):
            (directory / name).unlink(missing_ok=True)

    def has(self, path: str) -> bool:
        """Whether a page is there."""
        return (self.pages / path.strip("/") / PLAIN).exists()

    def read(self, path: str) -> dict[str, bytes]:
        """A page in all variants that are there, each unpacked."""
        found: dict[str, bytes] = {}
        for name, unpack in ((PLAIN, bytes), (f"{PLAIN}.gz", gzip.decompress), (f"{PLAIN}.br", brotli.decompress)):
            try:
                found[name] = unpack((self.pages / path.strip("/") / name).read_bytes())
            except FileNotFoundError:
                continue
            except (EOFError, zlib.error, brotli.error) as error:
                raise OSError(f"{name} cannot be unpacked") from error
        return found

    def on_disk(self) -> Iterator[str]:
        """The paths of all pages of which there is any file."""
        for folder, _, names in os.walk(self.pages):
            if names:
                inner = Path(folder).relative_to(self.pages).as_posix()
                yield "/" if inner == "." else f"/{inner}/"

    def _directory(self, path: str) -> Path:
        if not FIT.fullmatch(path):
            raise ValueError(path)
        directory = self.pages
        for part in path.strip("/").split("/"):
            directory /= part
            if not directory.exists():
                with suppress(FileExistsError):
                    directory.mkdir()
                directory.chmod(OPEN_TO_ALL)
        return directory

    def _drawn_up(self, body: bytes) -> dict[str, Path]:
        """The files under names of their own, from where they are renamed."""
        contents: Mapping[str, bytes] = {PLAIN: body}
        if len(body) >= SMALLEST:
            contents = {PLAIN: body, f"{PLAIN}.gz": gzipped(body, 9), f"{PLAIN}.br": brotlied(body, BEST)}
        moment = stamped(body)
        made: dict[str, Path] = {}
        try:
            for name, content in contents.items():
                handle, draft = tempfile.mkstemp(dir=self._drafts)
                made[name] = Path(draft)
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fchmod(handle, FILE_OPEN_TO_ALL)
                    os.utime(handle, (moment, moment))
        except BaseException:
            for path in made.values():
                path.unlink(missing_ok=True)
            raise
        return made


def stamped(body: bytes) -> int:
    """The time of last change that a file of this content gets: nginx makes its ETag of it and of the length.

    The true time, in whole seconds, would give one tag to two editions of one length that are published in one second.
    """
    return int.from_bytes(blake2b(body, digest_size=4).digest(), "big") >> 1


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Hold a page. Raises ``HeldError`` where somebody else does for too long, and ``FileNotFoundError``."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise HeldError(f"{directory}: held by another process") from None
                time.sleep(0.001)
        yield
    finally:
        os.close(handle)
