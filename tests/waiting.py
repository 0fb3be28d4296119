"""Waiting for what comes by itself."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60
"""After so long it does not come any more. How quick the site must be is said by the tests of that."""


def until(true: Callable[[], object], *, every: float = 0.02) -> None:
    """Return once it is true. Raises ``AssertionError`` where it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(every)
