"""Plain text as it enters, wherever it enters: composed Unicode without control characters."""

from __future__ import annotations

import re
import unicodedata

# Lone surrogates are no characters: they cannot be stored or sent.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def plain(value: str) -> str:
    """One line of plain text: composed Unicode, no control characters, single spaces, trimmed."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", CONTROL.sub("", value))).strip()


def lines(value: str) -> str:
    """Plain text of several lines, such as a note: composed Unicode, no control characters, trimmed."""
    return unicodedata.normalize("NFC", CONTROL.sub("", value)).strip()
