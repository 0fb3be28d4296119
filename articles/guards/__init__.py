"""Triggers: what no constraint can say, refused by the database itself, on both engines.

Django has no declarative triggers. They are (re)installed after every ``migrate``, since SQLite drops a table's
triggers whenever a migration rebuilds the table; ``serve`` and a system check look that each is in place.

- An edition begins as a draft and takes one step of its life at a time. It stays in its article, under its number.
- Only the content of a draft changes: no row of any other edition's content is added, changed or removed. Who wrote
  in a draft is never taken out of it, and the text of another is kept before it is saved over.
- A seal is the SHA-256 of its text. A sealed edition keeps everything but its state, its withdrawal and the day of its
  next review; one that is superseded or withdrawn keeps all. It is never deleted.
- An approval is a review of this edition that approved this very text, by somebody who neither wrote in it nor
  submitted it; so is a later review without change. An invited clinician's counts once somebody else than those who
  wrote, submitted or invited has confirmed who they are.
- Reviews, events, identity checks, kept texts, links of published pages and the histories of support resources,
  sources and topics are append-only; of an invitation only its revocation changes, of a comment only that it is
  resolved. An article's medicine is a medicine, its condition a condition.
- A tag is never deleted but retired, and then nothing hangs on it: no article, organisation, name or tag. Where its
  address leads is a live tag; a parent is a live tag without a parent. What was changed in the vocabulary stays known.
- A slug is never current for one article, topic or organisation and former for another.

Beside them stand those that refuse nothing: ``changes`` notes in the journal what public pages show and what changed.
"""

from articles.guards.editions import CONTENT_TABLES, FROZEN_MESSAGE, MAY_CHANGE, frozen_columns
from articles.guards.installing import install, install_after_migrate, names, present, remove, remove_before_migrate
from articles.guards.records import APPEND_ONLY, HISTORIES

__all__ = [
    "APPEND_ONLY",
    "CONTENT_TABLES",
    "FROZEN_MESSAGE",
    "HISTORIES",
    "MAY_CHANGE",
    "frozen_columns",
    "install",
    "install_after_migrate",
    "names",
    "present",
    "remove",
    "remove_before_migrate",
]
