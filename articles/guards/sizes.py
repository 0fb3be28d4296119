"""How large a site is, about: a number that changes seldom, for what weighs by it."""

from __future__ import annotations

ZEROS = "0" * 18


def rounded(number: str) -> str:
    """SQL: a whole number from 1 on, rounded down to its first digit (7, 10, 90, 20000). The same on both engines."""
    text = f"CAST({number} AS VARCHAR)"
    return f"CAST(SUBSTR({text}, 1, 1) || SUBSTR('{ZEROS}', 1, LENGTH({text}) - 1) AS BIGINT)"
