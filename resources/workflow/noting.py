"""Who changed a record and why, for its history."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.plain_text import plain

WORKING: dict[str, Any] = {"broken_since": None, "broken_why": "", "broken_by": None}
"""The columns of what is not known to be broken."""


def put(record: Any, columns: dict[str, Any]) -> None:
    """Set columns of a record that is not saved yet."""
    for name, value in columns.items():
        setattr(record, name, value)


def note(record: Any, *, by: User | None, why: str) -> None:
    """Who and why, for the row of history that the next save of a record writes. Nobody: the link checker."""
    record._history_user = by  # noqa: SLF001 (how django-simple-history is told)
    record._change_reason = plain(why)  # noqa: SLF001 (likewise)


def keep(record: Any, *, by: User | None, why: str) -> None:
    """Save a record, with who and why in its history."""
    note(record, by=by, why=why)
    record.save()
