"""Static files: gathered, named by their hash and compressed once, and again only when one of them has changed."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

STAMP_NAME, FOLDER_NAME = "static.stamp", "static.folder"
MANIFEST = "staticfiles.json"
TOOLS = ("django", "whitenoise", "brotli")


def changed() -> bool:
    """Whether the gathered files are not those that the apps have now."""
    stamp = Path(settings.DATA_DIR) / STAMP_NAME
    manifest = Path(settings.STATIC_ROOT) / MANIFEST
    return not (manifest.exists() and stamp.exists() and stamp.read_text() == _fingerprint())


def gather() -> None:
    """Run ``collectstatic`` into an empty folder. Raises ``CommandError`` where it is somebody else's.

    The stamp goes first and comes last, so that a half-gathered folder is never taken for a whole one.
    """
    _take_folder()
    stamp = Path(settings.DATA_DIR) / STAMP_NAME
    fingerprint = _fingerprint()
    stamp.unlink(missing_ok=True)
    mask = os.umask(0o022)  # everybody may read them, as a front that runs as somebody else
    try:
        call_command("collectstatic", "--clear", "--noinput", verbosity=0, skip_checks=True)
    finally:
        os.umask(mask)
    draft = stamp.with_suffix(".draft")
    draft.write_text(fingerprint)
    draft.replace(stamp)


def _take_folder() -> None:
    """Note that the folder is ours, which is emptied. Raises ``CommandError`` where it holds what we did not gather."""
    folder, noted = Path(settings.STATIC_ROOT).resolve(), Path(settings.DATA_DIR) / FOLDER_NAME
    gathered = (folder / MANIFEST).exists() and (Path(settings.DATA_DIR) / STAMP_NAME).exists()
    ours = gathered or (noted.exists() and noted.read_text() == str(folder))
    if not ours and folder.exists() and any(folder.iterdir()):
        raise CommandError(
            f"STATIC_DIR is {folder}, which holds other files. It is emptied before static files are gathered: "
            "name a folder for them alone."
        )
    noted.write_text(str(folder))


def _fingerprint() -> str:
    """A hash over what the gathered files depend on: names, sizes and times of the sources, and the tools."""
    parts = [f"{tool}={version(tool)}" for tool in TOOLS]
    parts.append(settings.STORAGES["staticfiles"]["BACKEND"])
    for finder in get_finders():
        for name, storage in finder.list(None):
            state = Path(storage.path(name)).stat()
            parts.append(f"{name}\0{state.st_size}\0{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
