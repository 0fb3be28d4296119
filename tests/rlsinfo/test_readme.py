"""The table of settings in README.md."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_engine
READS = re.compile(r"\b(?:text|flag|words|number|days|port|folder|email|sender)\(\s*\"([A-Z][A-Z_]+)\"")


def test_every_setting_is_in_the_table() -> None:
    code = "".join((settings.BASE_DIR / "rlsinfo" / name).read_text() for name in ("settings.py", "env.py"))
    table = (settings.BASE_DIR / "README.md").read_text().partition("## Configuration")[2].partition("\n## ")[0]
    names = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    told = {name for each in names for name in re.findall(r"`([A-Z][A-Z_]+)`", each)}
    read = set(READS.findall(code))
    assert len(read) > 30
    assert read - told == set()
