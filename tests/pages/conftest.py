"""The whole starter content, as a newcomer's site has it."""

from __future__ import annotations

import pytest
from django.conf import settings

from articles.starter.loading import load_folder


@pytest.fixture
def starter_content(db: None) -> None:
    """Load the repository's own content."""
    load_folder(settings.CONTENT_DIR, lambda _name: None)
