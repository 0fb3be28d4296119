"""Rows of the sheets of an XLSX file. The archive is looked at before anything in it is unpacked."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Container, Iterator
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from resources.tables.cells import MOST_COLUMNS, MOST_ROWS, Broken, Cells, Unreadable
from resources.tables.formulas import unescaped

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 200
MOST_LOOKED_AT = 100_000
"""Rows that are looked at, the empty ones included."""
MOST_SHEETS = 8
"""Each is gone through once when a workbook is opened, and several may be the same part of it."""
MOST_TAGS = 3_000_000
"""Tags in all of a workbook. One of 20,000 rows has fewer; each takes a few hundred bytes of memory."""
MOST_TAGS_OF_A_ROW = 100_000
"""A row is held in memory whole. Spreadsheets have 16,384 columns."""
ROW, SHEET = (re.compile(rb"<(?:\w{1,20}:)?" + name + rb"[\s/>]") for name in (b"row", b"sheet"))
DOCTYPE = b"<!DOCTYPE"

_NO_WORKBOOK = "This is no workbook that can be read. Save it anew as XLSX, or as CSV UTF-8."
_TOO_LARGE = f"Unpacked, this workbook is larger than {MOST_UNPACKED // 1024**2} MB, or has too many cells. Divide it."


def sheets(data: bytes, tables: Container[str]) -> list[tuple[str, list[tuple[int, Cells]]]]:
    """The sheets by name, each with its rows that have anything in them. Raises ``Unreadable``."""
    _look_at(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return list(_sheets(book, tables))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no error of its own: whatever is wrong in a file shows as any kind
        raise Unreadable(_NO_WORKBOOK) from error


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


def _look_at(data: bytes) -> None:
    """Refuse an archive that is none, that unpacks to more than memory is for, or whose XML declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # Python unpacks no more of a part than its size as it stands here.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable(_TOO_LARGE)
            # Of any name: what a part is for stands elsewhere in the archive.
            if sum(_tags(archive.read(part)) for part in parts) > MOST_TAGS:
                raise Unreadable(_TOO_LARGE)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Unreadable(_NO_WORKBOOK) from error


def _tags(part: bytes) -> int:
    """How many tags a part of the archive has. Raises ``Unreadable`` for entities, many sheets, a row without end."""
    xml = part.replace(b"\x00", b"")  # which is how UTF-16 writes what matters here
    if DOCTYPE in xml:
        raise Unreadable(_NO_WORKBOOK)
    if len(SHEET.findall(xml)) > MOST_SHEETS:
        raise Unreadable(f"This workbook has more than {MOST_SHEETS} sheets. Take out those that are no table.")
    if any(row.count(b"<") > MOST_TAGS_OF_A_ROW for row in ROW.split(xml)[1:]):
        raise Unreadable(_TOO_LARGE)
    return xml.count(b"<")
