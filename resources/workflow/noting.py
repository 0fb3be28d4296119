"""Who changed a record and why, for its history."""

from __future__ import annotations

from typing import Any

from accounts.errors import LostRace
from accounts.models import User
from accounts.plain_text import plain
from resources import changes, indexing
from resources.models import Contact, Organisation

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
    if isinstance(record, Organisation):
        indexing.follow(record)


def as_seen(record: Organisation | Contact, seen: int | None) -> None:
    """Raise ``LostRace`` where a record changed after ``seen``, the id in its history of what somebody had before them.

    Asked with the record held, in the transaction that writes it. None: nobody looked at it before.
    """
    if seen is None:
        return
    last = changes.latest(record)
    if last is not None and last.history_id != seen:
        what = "The contact" if isinstance(record, Contact) else "The organisation"
        did = changes.summary(record, since=seen)
        raise LostRace(did, who=last.history_user, when=last.history_date, what=what)
