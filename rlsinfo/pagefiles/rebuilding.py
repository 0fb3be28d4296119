"""Making all page files at once, and comparing them with pages as they would be made now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.conf import settings

from freshness.following import Follower, follower
from pages import sitemaps
from rlsinfo.packing import SMALLEST
from rlsinfo.pagecache.asked import for_everybody
from rlsinfo.pagecache.cache import Application, PageCache, made_by
from rlsinfo.pagecache.entry import Entry
from rlsinfo.pagefiles.generation import PLAIN, VARIANTS, Generation
from rlsinfo.pagefiles.putting import Putter, is_file
from rlsinfo.pagefiles.shelf import FAULTS, Shelf, shelf

ROOM = 8 * 1024 * 1024
TRIES = 5
PAUSE_SECONDS = 0.2


class NoFilesError(Exception):
    """Pages are no files here, or cannot be now; says why."""


def the_shelf() -> Shelf:
    """The shelf of this site. Raises ``NoFilesError``."""
    if (found := shelf()) is None:
        raise NoFilesError("PAGES_DIR is not set, so pages are no files here.")
    return found


def _own_shelf() -> Shelf:
    """The shelf of this site, whose files are of this code and these settings. Raises ``NoFilesError``."""
    found = the_shelf()
    generation = found.current()
    if generation is not None and generation.made_by != found.maker:
        raise NoFilesError(
            "The files in PAGES_DIR are of a site with other code or other settings than this command has. "
            "Give it the settings of the site, or take the folder over with publish_pages --clear."
        )
    return found


def the_follower() -> Follower:
    """What tells this process of changes, begun. Raises ``NoFilesError``."""
    found = follower()
    if found is None:
        raise NoFilesError("Nothing tells which pages are old (STAMPS_FILE), so pages cannot be files.")
    found.begin()
    if found.trusted_until < time.time():
        raise NoFilesError(f"Pages cannot be kept now: {found.trouble}.")
    return found


def paths() -> list[str]:
    """The paths of all public pages that search engines know."""
    return sorted({path for path, _ in sitemaps.everything()})


def rebuild(application: Application, say: Callable[[int, int], object] | None = None) -> tuple[int, int]:
    """Make every page of the sitemap anew and put it on the shelf. Returns how many are files, and how many are not.

    ``say`` is told how many of how many are done. What cannot be a file is left to the app. Raises ``NoFilesError``.
    """
    wanted, put = paths(), Putter(_own_shelf(), the_follower()).put
    done: dict[str, bool] = {}

    def take(path: str, entry: Entry) -> None:
        done[path] = put(path, entry)

    pages = PageCache(application, the_follower(), ROOM, also=take)
    for count, path in enumerate(wanted, start=1):
        for _ in range(TRIES):
            # Somebody may change what it shows while it is made; then it is made again.
            done.pop(path, None)
            status = _asked(pages, path)
            if done.get(path, True) or not status.startswith("200"):
                break
        if say is not None:
            say(count, len(wanted))
    files = sum(done.values())
    return files, len(wanted) - files


def _asked(pages: PageCache, path: str) -> str:
    said: list[str] = []
    pages(for_everybody({"PATH_INFO": path}), lambda status, *_: said.append(status))
    return said[-1]


class Fault(NamedTuple):
    """A page file that is not as it should be, and how."""

    path: str
    what: str


def faults(application: Application, say: Callable[[int, int], object] | None = None) -> Iterator[Fault]:
    """Compare every file with the page as it is made now, as for nobody in particular. Raises ``NoFilesError``."""
    generation = _own_shelf().current()
    if generation is None:
        return
    known, there = set(generation.index.paths()), set(generation.on_disk())
    for count, path in enumerate(sorted(known | there), start=1):
        if found := _fault(generation, path, application):
            yield Fault(path, found)
        if say is not None:
            say(count, len(known | there))


def _fault(generation: Generation, path: str, application: Application) -> str:
    """What is wrong with a page file, or nothing. One that is wrong is looked at again: it may just be changing."""
    found = ""
    for _ in range(TRIES):
        try:
            files = generation.read(path)
            found = _compared(files, made_by(application, for_everybody({"PATH_INFO": path})), path) if files else ""
            if files and not found and not generation.index.has(path):
                found = "is not in the index, so no change would take it away"
        except FAULTS as error:
            found = f"cannot be read: {error}"
        if not found:
            break
        time.sleep(PAUSE_SECONDS)
    return found


def _compared(files: dict[str, bytes], entry: Entry, path: str) -> str:
    if not is_file(path, entry):
        return f"belongs to no page that can be a file ({entry.status})"
    if differing := [name for name, content in files.items() if content != entry.body]:
        return f"differs from the page as it is now: {' and '.join(differing)}"
    wanted = VARIANTS if len(entry.body) >= SMALLEST else (PLAIN,)
    missing = [name for name in wanted if name not in files]
    return f"lacks {' and '.join(missing)}" if missing else ""


def folder() -> str:
    """Where the front finds the files, for people."""
    return f"{settings.PAGES_DIR}/current/pages"
