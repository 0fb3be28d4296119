"""What an import would change, row by row and field by field, and everything that is wrong with it. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from accounts.models import User
from resources.models import Contact, FormerOrganisationSlug, Organisation
from resources.tables.columns import Record
from resources.tables.reading import Problem, Reading
from resources.tables.rows_contacts import ContactRows
from resources.tables.rows_organisations import OrganisationRows


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record that changes, as cells show it."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """A record that an import would add or change. ``remarks``: what was not taken as it stood in the file."""

    table: str
    row: int
    name: str
    record: Record
    new: bool
    fields: tuple[Field, ...]
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What an import would do. With a problem in it, it does nothing."""

    changes: list[Change] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def added(self) -> int:
        """How many records would be added."""
        return sum(change.new for change in self.changes)

    @property
    def changed(self) -> int:
        """How many records would be changed."""
        return len(self.changes) - self.added

    @property
    def digest(self) -> str:
        """The SHA-256 of what would change, the old values included: another one, and something changed meanwhile."""
        said = [
            [change.table, change.row, change.record.pk, [[each.column, each.old, each.new] for each in change.fields]]
            for change in self.changes
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Planning(Protocol):
    """Says what the rows of a file would change. ``lock``: hold the records until the transaction ends."""

    def __call__(self, reading: Reading, *, by: User, lock: bool = False) -> Plan:
        """The plan."""


def plan(reading: Reading, *, by: User, lock: bool = False) -> Plan:
    """What the rows of a file would change in the name of somebody. Three queries, whatever the number of rows.

    ``lock``: hold the records until the transaction ends, so that what is planned is what will be written.
    """
    found = Plan(problems=list(reading.problems))
    organisations, contacts = _records(lock=lock)
    first = OrganisationRows(organisations, by=by, former=_former())
    second = ContactRows(contacts, organisations=first.by_slug, by=by)
    for rows in (first, second):
        for row in reading.rows.get(rows.table, []):
            outcome = rows.take(row)
            found.problems += outcome.problems
            if outcome.record is None or outcome.problems:
                continue
            if not outcome.fields:
                found.unchanged[rows.table] += 1
                continue
            fields = tuple(Field(*each) for each in outcome.fields)
            found.changes.append(
                Change(
                    rows.table, row.number, rows.name_of(outcome.record), outcome.record, outcome.new, fields,
                    tuple(outcome.remarks),
                )
            )  # fmt: skip
    found.problems.sort(key=_place)
    return found


def _place(problem: Problem) -> tuple[bool, int]:
    return problem.table == "contacts", problem.row


def _former() -> dict[str, str]:
    """The slugs that organisations had, each with the one that is used instead."""
    return dict(FormerOrganisationSlug.objects.values_list("slug", "organisation__slug"))


def _records(*, lock: bool) -> tuple[Iterable[Organisation], Iterable[Contact]]:
    organisations, contacts = Organisation.objects.order_by("pk"), Contact.objects.order_by("pk")
    if lock:
        organisations = organisations.select_for_update(no_key=True)
        contacts = contacts.select_for_update(no_key=True)
    return organisations, contacts
