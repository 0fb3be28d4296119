"""How the database refuses: with these words, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model


def refused(work: Callable[[], object], message: str) -> None:
    """The database refuses this work with this message."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        work()


def update_refused(row: Model, message: str, **columns: Any) -> None:
    """The database refuses one UPDATE of a row, past the workflow."""
    refused(lambda: type(row)._default_manager.filter(pk=row.pk).update(**columns), message)


def copy_refused(row: Model, message: str, **columns: Any) -> None:
    """The database refuses a further row like this one with other columns, past the workflow."""
    refused(lambda: copied(row, **columns), message)


def copied(row: Model, **columns: Any) -> Any:
    """A further row like this one with other columns, past the workflow."""
    other = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    other.pk = None
    for name, value in columns.items():
        setattr(other, name, value)
    other.save(force_insert=True)
    return other
