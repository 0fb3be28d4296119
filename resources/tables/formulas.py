"""Cells that a spreadsheet would take for a formula, and how they are kept from that (OWASP, CSV injection)."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell may not begin with: spreadsheets would run it."""


def escaped(text: str) -> str:
    """A text as CSV holds it: an apostrophe before what would be run, or before another such apostrophe."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unescaped(text: str) -> str:
    """A text as it was before ``escaped``."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text
