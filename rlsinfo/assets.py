"""Static files: gathered, named by their hash and compressed once, and again only when one of them has changed."""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP_NAME = "static.stamp"
TOOLS = ("django", "whitenoise", "brotli")


def changed() -> bool:
    """Whether the gathered files are not those that the apps have now."""
    stamp = Path(settings.DATA_DIR) / STAMP_NAME
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return not (manifest.exists() and stamp.exists() and stamp.read_text() == _fingerprint())


def gather() -> None:
    """Run ``collectstatic`` into an empty folder.

    The stamp goes first and comes last, so that a half-gathered folder is never taken for a whole one.
    """
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


def _fingerprint() -> str:
    """A hash over what the gathered files depend on: names, sizes and times of the sources, and the tools."""
    parts = [f"{tool}={version(tool)}" for tool in TOOLS]
    parts.append(settings.STORAGES["staticfiles"]["BACKEND"])
    for finder in get_finders():
        for name, storage in finder.list(None):
            state = Path(storage.path(name)).stat()
            parts.append(f"{name}\0{state.st_size}\0{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
