"""How a row becomes a new or changed record: the part that both tables share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from resources.tables.columns import TABLES, Column, Record
from resources.tables.reading import Problem, Row
from resources.tables.values import Unfit

RELATED = {"organisation", "verified_by", "broken_by", "proposed_by"}
"""Fields that a row does not hold, or that are looked up in memory."""


@dataclass(slots=True)
class Outcome:
    """What came of a row: the record with its new values, its changed fields (column, old, new), what is wrong."""

    record: Record | None = None
    new: bool = False
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Rows(ABC):
    """Takes the rows of a table in turn, each held against the records and against the rows before it."""

    table: ClassVar[str]
    keys: ClassVar[frozenset[str]]
    """Columns by which a row is found; they are not written."""
    default_column: ClassVar[str] = ""
    """Where a rule is said that is about no column alone."""
    reached_by: ClassVar[tuple[str, ...]] = ()
    """The fields that a verification is about: where one changes, it is verified anew."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self.today = timezone.localdate()
        self.columns: dict[str, Column] = {column.name: column for column in TABLES[self.table]}

    @abstractmethod
    def found(self, row: Row, values: dict[str, Any], outcome: Outcome) -> Record | None:
        """The record that a row is about, or a new one; nothing where that is not clear, which is a problem then."""

    @abstractmethod
    def check(self, row: Row, record: Record, outcome: Outcome) -> None:
        """Hold a record against the rules of its table, and against other records."""

    @abstractmethod
    def name_of(self, record: Record) -> str:
        """A record in words."""

    def take(self, row: Row) -> Outcome:
        """What a row would change."""
        outcome = Outcome()
        values = dict(self._parsed(row, outcome))
        record = self.found(row, values, outcome)
        if record is None:
            return outcome
        outcome.record, outcome.new = record, record.pk is None
        before = {} if outcome.new else {name: self.columns[name].text(record) for name in values}
        known = (record.verified_on, record.verification_source)
        changed = [name for name in values if self._put(record, name, values[name], new=outcome.new)]
        outcome.fields = [(name, before.get(name, ""), self.columns[name].text(record)) for name in changed]
        if changed or outcome.new:
            self._verification(row, record, {self.columns[name].field for name in changed}, known, outcome)
            self._rules(row, record, outcome)
        self.check(row, record, outcome)
        return outcome

    def problem(self, outcome: Outcome, row: Row, column: str, rule: str) -> None:
        """Note what is wrong, once for each column."""
        if not any(each.column == column for each in outcome.problems):
            outcome.problems.append(Problem(self.table, row.number, column, rule))

    def _parsed(self, row: Row, outcome: Outcome) -> Iterator[tuple[str, Any]]:
        for name, text in row.cells.items():
            try:
                yield name, self.columns[name].parse(text)
            except Unfit as error:
                self.problem(outcome, row, name, str(error))

    def _put(self, record: Record, name: str, value: Any, *, new: bool) -> bool:
        """Set a field, where the cell means something else than the record holds; whether it did."""
        column = self.columns[name]
        if name in self.keys:
            return new and column.text(record) != ""
        if (not value) if new else _means(column, record, value):
            return False
        setattr(record, column.field, list(value) if isinstance(value, tuple) else value)
        return True

    def _verification(
        self, row: Row, record: Record, changed: set[str], before: tuple[Any, str], outcome: Outcome
    ) -> None:
        """Keep a verification whole, and about what stands in the record, as the forms of the admin do.

        A table that was exported some time ago takes back nothing that was verified since.
        """
        day, source = record.verified_on, record.verification_source
        reached = not outcome.new and bool(set(self.reached_by) & changed)
        if bool(day) != bool(source):
            missing = "verification source" if day else "verified on"
            self.problem(outcome, row, missing, "A verification needs both its day and what was read or rung.")
        elif reached and day:
            self._verified_anew(row, record, before, outcome)
        elif before[0] and not reached and (day is None or day < before[0]):
            rule = f"It was verified on {before[0]}; a table takes no verification back. Export it anew."
            self.problem(outcome, row, "verified on", rule)
        if reached or {"verified_on", "verification_source"} & changed:
            record.verified_by = self.by if day else None

    def _verified_anew(self, row: Row, record: Record, before: tuple[Any, str], outcome: Outcome) -> None:
        """Whether a row says that what it changed was verified: today, and not with what was said of the old value."""
        day, source = record.verified_on, record.verification_source
        if day != self.today or "verified on" not in row.cells:
            rule = f"You changed how to reach them. Check it, and enter today's date ({self.today}), or empty it."
            self.problem(outcome, row, "verified on", rule)
        elif "verification source" not in row.cells or (day, source) == before:
            rule = "Say what you read or rang to check it, in other words than before, or empty it with its day."
            self.problem(outcome, row, "verification source", f"You changed how to reach them. {rule}")

    def _rules(self, row: Row, record: Record, outcome: Outcome) -> None:
        """The rules of the model that need no query; the others are in ``check``."""
        names = {column.field: name for name, column in self.columns.items()}
        for rules in (lambda: record.clean_fields(exclude=RELATED), record.clean):
            try:
                rules()
            except ValidationError as error:
                by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
                for field_name, said in by_field.items():
                    self.problem(outcome, row, names.get(field_name, self.default_column), " ".join(said))


def _means(column: Column, record: Record, value: Any) -> bool:
    """Whether a record holds a value already, however it is written there."""
    try:
        return bool(column.value(record) == value)
    except Unfit:
        return False
