"""Which code makes what is kept: what one made is not shown by another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.conf import settings


def fingerprint(patterns: Iterable[str], *also: str) -> str:
    """A hash of the project's files that match (globs from its folder), by name and content, and of what is said beside
    them.
    """
    known = hashlib.sha256("\0".join(also).encode())
    for pattern in patterns:
        for file in sorted(settings.BASE_DIR.glob(pattern)):
            if file.is_file():
                known.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes() + b"\0")
    return known.hexdigest()
