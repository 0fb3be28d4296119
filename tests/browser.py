"""The Chromium of this machine: journeys download none."""

from __future__ import annotations

import shutil
from functools import cache

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@cache
def find_chromium() -> str | None:
    """The path of the first Chromium on PATH, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
