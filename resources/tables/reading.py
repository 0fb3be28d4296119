"""Files taken apart into rows of text with their numbers. Nothing in a file is run, and none can fill the memory."""

from __future__ import annotations

import difflib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from resources.tables import csv_files, xlsx_files
from resources.tables.cells import MOST_COLUMNS, MOST_ROWS, Broken, Cells, Unreadable
from resources.tables.columns import TABLES, Column
from resources.tables.values import Unfit, line

MOST_BYTES = 5 * 1024 * 1024
TOO_LARGE = f"This file is larger than {MOST_BYTES // 1024**2} MB. Divide it."
Tables = Mapping[str, Sequence[Column]]
"""The tables that a file may hold: sheets of XLSX, files of CSV."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: table, row (0: the whole table), column, the rule that is broken."""

    table: str
    row: int
    column: str
    rule: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        return f"{', '.join(part for part in (self.table, row, column) if part)}: {self.rule}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the number that a spreadsheet shows, with the texts of its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Reading:
    """What a file holds: rows by table, and what could not be read in it."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def packed(self) -> bytes:
        """It as bytes, to be kept until somebody has looked at what it would change."""
        return zlib.compress(json.dumps(asdict(self)).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Reading:
        """What ``packed`` gave."""
        data = json.loads(zlib.decompress(packed))
        rows = {table: [Row(**row) for row in rows] for table, rows in data["rows"].items()}
        return cls(rows, [Problem(**problem) for problem in data["problems"]])


def read(data: bytes, tables: Tables = TABLES) -> Reading:
    """Take a file of these tables apart. Raises ``Unreadable`` where it is no table at all, or too large."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Unreadable("This file is empty.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a workbook of an old Excel (XLS), or one with a password. Save it as XLSX or CSV.")
    reading = Reading()
    if data.startswith(b"PK"):
        for name, rows in xlsx_files.sheets(data, tables):
            _sheet(reading, tables, name, rows)
        if not reading.rows and not reading.problems:
            raise Unreadable("No sheet of this file has any rows.")
    else:
        _table(reading, tables, None, csv_files.rows(data))
    if sum(map(len, reading.rows.values())) > MOST_ROWS:
        raise Unreadable(f"More than {MOST_ROWS:,} rows. Divide the file.")
    return reading


def _sheet(reading: Reading, tables: Tables, name: str, rows: list[tuple[int, Cells]]) -> None:
    if not rows:
        return
    table = name.strip().casefold()
    if table in tables and table not in reading.rows:
        _table(reading, tables, table, rows)
    else:
        reading.problems.append(
            Problem(f"sheet “{name}”", 0, "", f"Sheets are named {' and '.join(tables)}. Rename it, or take it out.")
        )


def _table(reading: Reading, tables: Tables, table: str | None, rows: Iterable[tuple[int, Cells]]) -> None:
    """Read the rows of a sheet, or of a file of CSV, which is known by its columns."""
    numbered = iter(rows)
    number, heading = next(numbered, (0, []))
    try:
        names = [line(cell).casefold() if isinstance(cell, str) else "" for cell in heading]
    except Unfit as error:
        raise Unreadable(f"In row {number}, which names the columns: {error}") from error
    while names and not names[-1]:
        names.pop()
    table = table or _known_by(names, tables)
    reading.rows[table] = []
    wrong = list(_wrong_columns(table, number, names, tables[table]))
    reading.problems += wrong
    if wrong:
        return
    for row, cells in numbered:
        if len(reading.rows[table]) > MOST_ROWS:
            raise Unreadable(f"More than {MOST_ROWS:,} rows. Divide the file.")
        reading.rows[table].append(Row(row, dict(_cells(reading, table, row, names, cells))))


def _cells(reading: Reading, table: str, row: int, names: list[str], cells: Cells) -> Iterator[tuple[str, str]]:
    for place, cell in enumerate(cells):
        if place >= len(names):
            if cell:
                reading.problems.append(Problem(table, row, "", "It has more cells than the table has columns."))
                return
        elif isinstance(cell, Broken):
            reading.problems.append(Problem(table, row, names[place], cell.rule))
        else:
            yield names[place], cell
    for name in names[len(cells) :]:
        yield name, ""


def _known_by(names: list[str], tables: Tables) -> str:
    """The table that has these columns. Raises ``Unreadable`` where they are of none."""
    fitting = {table: len(_keys(columns) & set(names)) for table, columns in tables.items()}
    table = max(fitting, key=lambda each: fitting[each])
    if not fitting[table]:
        known = "; ".join(f"{table}: {', '.join(sorted(_keys(columns)))}" for table, columns in tables.items())
        raise Unreadable(f"The first row has no column that is known. At least these are needed: {known}.")
    return table


def _wrong_columns(table: str, row: int, names: list[str], columns: Sequence[Column]) -> Iterator[Problem]:
    known = [column.name for column in columns]
    if not names:
        yield Problem(table, 1, "", f"The first row is empty. It names the columns: {', '.join(known)}.")
        return
    if len(names) > MOST_COLUMNS:
        yield Problem(table, row, "", f"More than {MOST_COLUMNS} columns.")
        return
    for place, name in enumerate(names):
        if not name:
            yield Problem(table, row, str(place + 1), "This column has no name.")
        elif name not in known:
            like = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean “{like[0]}”?" if like else f"Known are: {', '.join(known)}."
            yield Problem(table, row, name[:60], f"No column has this name. {hint}")
        elif name in names[:place]:
            yield Problem(table, row, name, "It stands there twice.")
    for name in sorted(_keys(columns) - set(names)):
        yield Problem(table, row, name, "This column is missing.")


def _keys(columns: Iterable[Column]) -> set[str]:
    return {column.name for column in columns if column.needed}
