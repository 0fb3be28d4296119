"""What a cell of a file can be that is no text, and why a file cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ROWS = 20_000
"""Rows with anything in them that a file may have."""
MOST_COLUMNS = 60
Cells = list["str | Broken"]


class Unreadable(Exception):
    """A file that is no table, is too large, or could do harm. Says so in words for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds no value: a formula, or what Excel writes where one failed."""

    rule: str
