"""Redirects as a table: its columns, what an import of it would change, and writing that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from accounts.models import User
from finding import paths
from finding import workflow as finding
from finding.models import Redirect
from finding.workflow.redirects import Wanted, hold_redirects, led_on
from pages import redirecting
from pages.standing import Standing
from resources.tables import values
from resources.tables.columns import Column
from resources.tables.planning import Change, Field, Plan
from resources.tables.reading import Problem, Reading, Row

NAME = "redirects"
NEVER_ACTS = "A page of this site stands at this address, so readers get that page and are never led on."


def _fit(form: Callable[[str], str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        try:
            return form(text)
        except paths.Unfit as error:
            raise values.Unfit(str(error)) from error

    return parse


def _note(text: str) -> str:
    note = values.line(text)
    if len(note) > 300:  # noqa: PLR2004 (the column)
        raise values.Unfit(f"At most 300 characters; these are {len(note)}.")
    return note


COLUMNS = (
    Column("path", "path", _fit(paths.source), "The old address, such as /old/page.html.", paths.written, needed=True),
    Column(
        "target", "target", _fit(paths.target), "The page of this site, such as /articles/.", paths.written, needed=True
    ),
    Column("note", "note", _note, "For those who keep redirects.", str),
)
TABLES = {NAME: COLUMNS}


def records() -> Iterator[Redirect]:
    """Every redirect, in the order of the addresses."""
    return Redirect.objects.order_by("path").iterator()


def plan(reading: Reading, *, by: User, lock: bool = False) -> Plan:
    """What the rows of a table would change. ``lock``: nobody else writes redirects until the transaction ends."""
    if lock:
        hold_redirects()
    planner = _Planner(Plan(problems=list(reading.problems)), reading.rows.get(NAME, []))
    planner.take()
    return planner.plan


def write(planned: Plan, file_name: str, by: User) -> None:
    """Write what was planned; what is led on by it follows by itself."""
    wanted = [_wanted(change.record) for change in planned.changes if change.row]
    finding.import_redirects(wanted, file_name=file_name, by=by)


class _Planner:
    """Holds each row against the redirects that are there, the other rows, and the pages that stand."""

    def __init__(self, plan: Plan, rows: list[Row]) -> None:
        self.plan, self.rows = plan, rows
        self.existing = {each.path: each for each in Redirect.objects.all()}
        self.standing = Standing()
        self.row_of: dict[str, int] = {}

    def take(self) -> None:
        """Take all rows, then say what else leads on because of them."""
        parsed = [(row, cells) for row in self.rows if (cells := self._parsed(row)) is not None]
        known = {*self.existing, *self.row_of}
        for row, cells in parsed:
            if (paths.asked(cells["target"]) or "") in known:
                self._problem(row, "target", "It leads to another page itself: write that page instead.")
            else:
                self._change(row, cells)
        new = [_wanted(change.record) for change in self.plan.changes]
        for each in led_on(new, list(self.existing.values())):
            old = self.existing[each.path]
            field = Field("target", old.target, each.target)
            old.target = each.target
            remark = "It follows by itself: what it led to is led on now."
            self.plan.changes.append(Change(NAME, 0, each.path, old, False, (field,), (remark,)))  # noqa: FBT003
        self.plan.problems.sort(key=lambda problem: problem.row)

    def _parsed(self, row: Row) -> dict[str, Any] | None:
        cells: dict[str, Any] = {}
        for column in COLUMNS:
            if column.name not in row.cells:
                continue
            try:
                cells[column.name] = column.parse(row.cells[column.name])
                if column.name == "target":
                    cells["target"] = self.standing.page_of(cells["target"])
            except (values.Unfit, paths.Unfit) as error:
                self._problem(row, column.name, str(error))
        path = cells.get("path")
        if path is None or "target" not in cells or len(cells) < len(row.cells):
            return None
        if path in self.row_of:
            self._problem(row, "path", f"{path} stands in row {self.row_of[path]} already.")
            return None
        self.row_of[path] = row.number
        return cells

    def _change(self, row: Row, cells: dict[str, Any]) -> None:
        record = self.existing.get(cells["path"])
        new = record is None
        record = record or Redirect(path=cells["path"])
        fields = []
        for column in COLUMNS:
            if column.name not in cells:
                continue
            before = "" if new else getattr(record, column.field)
            if before != cells[column.name]:
                fields.append(Field(column.name, before, cells[column.name]))
                setattr(record, column.field, cells[column.name])
        if not fields:
            self.plan.unchanged[NAME] += 1
            return
        remarks = (NEVER_ACTS,) if redirecting.stands_at(record.path) else ()
        self.plan.changes.append(Change(NAME, row.number, record.path, record, new, tuple(fields), remarks))

    def _problem(self, row: Row, column: str, rule: str) -> None:
        self.plan.problems.append(Problem(NAME, row.number, column, rule))


def _wanted(record: Redirect) -> Wanted:
    return Wanted(record.path, record.target, record.note)
