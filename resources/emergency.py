"""The emergency numbers of countries, as far as they are certain (facts: the European Union's 112, national rules)."""

from __future__ import annotations

EUROPEAN_UNION = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
NUMBERS = {
    **dict.fromkeys(EUROPEAN_UNION, "112"),
    "GB": "999",
    "US": "911",
    "CA": "911",
    "AU": "000",
    "NZ": "111",
}
"""By the two letters of a country."""
