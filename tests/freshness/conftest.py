"""What tests of freshness get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.freshness.reader import Reader


@pytest.fixture
def reader(tmp_path: Path, settings: object) -> Reader:
    """A site that keeps pages. Ask for the database first."""
    return Reader(tmp_path)
