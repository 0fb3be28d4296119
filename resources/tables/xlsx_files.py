"""Rows of the sheets of an XLSX file. openpyxl is given only what was unpacked within limits and looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from itertools import islice
from typing import Any

from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader

from resources.tables.archives import NO_WORKBOOK, SHEET, TEXTS, TOO_LARGE, Archive, unpacked
from resources.tables.cells import MOST_COLUMNS, MOST_ROWS, Broken, Cells, Unreadable
from resources.tables.formulas import unescaped

MOST_LOOKED_AT = 100_000
"""Rows that are looked at, the empty ones included."""


def sheets(data: bytes, tables: Container[str]) -> list[tuple[str, list[tuple[int, Cells]]]]:
    """The sheets by name, each with its rows that have anything in them. Raises ``Unreadable``."""
    archive = unpacked(data)
    try:
        reader = _Reader(archive)
        reader.read()
        return list(_sheets(reader.wb, tables))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no error of its own: whatever is wrong in a file shows as any kind
        raise Unreadable(NO_WORKBOOK) from error


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Reads a large part as what it is only: as anything else, openpyxl would hold all of it in memory."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive.fp, read_only=True, keep_links=False)
        self.archive = archive

    def read_strings(self) -> None:
        """The texts that cells share."""
        if part := self.package.find(SHARED_STRINGS):
            self._is(part.PartName[1:], TEXTS)
        super().read_strings()

    def read_worksheets(self) -> None:
        """The sheets. One of charts is no table, and never large."""
        for _, relation in self.parser.find_sheets():
            self._is(relation.target, "" if "chartsheet" in relation.Type else SHEET)
        super().read_worksheets()

    def _is(self, name: str, root: str) -> None:
        if self.archive.large.get(name, root) != root:
            raise Unreadable(TOO_LARGE)


def _sheets(book: Any, tables: Container[str]) -> Iterator[tuple[str, list[tuple[int, Cells]]]]:
    """Each sheet with its rows; of those that are no table the first one, which is enough to say so."""
    known: set[str] = set()
    for sheet in book.worksheets:
        name = sheet.title.strip().casefold()
        most = None if name in tables and name not in known else 1
        known.add(name)
        yield sheet.title, list(islice(_rows(sheet), most))


def _rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    sheet.reset_dimensions()  # what a file says of its size need not be so
    filled = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        cells = [_cell(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if any(isinstance(cell, Broken) or cell.strip() for cell in cells):
            filled += 1
            yield number, cells
        if number > MOST_LOOKED_AT or filled > MOST_ROWS + 1:
            raise Unreadable(f"The sheet “{sheet.title}” has more than {MOST_ROWS:,} rows. Divide the file.")


def _cell(cell: Any) -> str | Broken:
    if cell.data_type == "f":
        return Broken("There is a formula in it. Put what it gives there.")
    if cell.data_type == "e":
        return Broken(f"A formula failed there ({cell.value}). Put what it should have given.")
    return "" if cell.value is None else _text(cell.value)


def _text(value: Any) -> str:
    """The text of a value: numbers without a fraction that they do not have, days as ISO 8601."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return unescaped(value) if isinstance(value, str) else str(value)
