"""Names as they are compared: “Restless-Legs”, “restless legs” and “réstless legs” are one."""

from __future__ import annotations

import unicodedata

_NEVER_HEARD = frozenset("ZPCS")
"""Spaces, punctuation, control characters and signs, by the first letter of their Unicode category."""
_ABOVE_AND_BELOW = range(200, 241)
"""The combining classes of accents; the vowel signs of other scripts have others, and are kept."""


def folded(name: str) -> str:
    """A name without case, accents, hyphens and spaces; empty where nothing is left that one could say."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize(
        "NFC",
        "".join(
            sign
            for sign in apart
            if unicodedata.category(sign)[0] not in _NEVER_HEARD and unicodedata.combining(sign) not in _ABOVE_AND_BELOW
        ),
    )
