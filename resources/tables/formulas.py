"""Cells that a spreadsheet would take for a formula, and how they are kept from that (OWASP, CSV injection)."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell may not begin with: spreadsheets would run it."""
_INSIDE = re.compile(r"""(?<=[;\t\r\n])(?=["' ]*[=+\-@])""")
"""Where a new cell would begin for a program that takes something else than a comma for the end of one, as Excel does
where commas are for decimals. Quotation marks that it finds there, and blanks, hide nothing."""
_ESCAPED = re.compile(r"""(?<=[;\t\r\n])'(?=["' ]*[=+\-@])""")


def escaped(text: str) -> str:
    """A text as CSV holds it: an apostrophe before what would be run, or before another such apostrophe."""
    text = _INSIDE.sub("'", text)
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unescaped(text: str) -> str:
    """A text as it was before ``escaped``."""
    text = text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text
    return _ESCAPED.sub("", text)
