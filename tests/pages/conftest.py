"""The whole starter content, as a newcomer's site has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from articles.starter.loading import load_folder


@pytest.fixture(scope="session")
def loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The repository's own content, in a transaction around all tests that want it, which come last of all."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_folder(settings.CONTENT_DIR, lambda _name: None)
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def starter_content(loaded_once: None, db: None) -> None:
    """The repository's own content, as it was loaded."""
