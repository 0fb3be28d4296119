"""Tables as files: XLSX with a sheet for each, CSV with a file for each. No cell of them is a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from resources.models import Contact, Organisation
from resources.tables.columns import TABLES, Column, Record
from resources.tables.formulas import FORMULA, escaped, unescaped

MARK = "\ufeff"
"""Excel takes a file for UTF-8 only where it begins with this."""
WIDE = {"offers": 60, "notes": 40, "name": 34, "value": 34, "verification source": 50}


def records_of(table: str) -> Iterable[Record]:
    """Every record of a table, in an order that stays. One query."""
    if table == "organisations":
        return Organisation.objects.order_by("slug")
    return Contact.objects.select_related("organisation").order_by("organisation__slug", "position", "pk")


def as_csv(table: str) -> bytes:
    """A table as CSV: UTF-8 with its mark, days as ISO 8601."""
    return csv_of(TABLES[table], records_of(table))


def csv_of(columns: Sequence[Column], records: Iterable[Record]) -> bytes:
    """Records as CSV, with these columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for record in records:
        writer.writerow([escaped(column.text(record)) for column in columns])
    return (MARK + out.getvalue()).encode()


def as_xlsx() -> bytes:
    """Both tables as XLSX. Every text is a cell of text, so that numbers keep their plus and their zeros."""
    book = Workbook(write_only=True)
    for table, columns in TABLES.items():
        sheet = book.create_sheet(table)
        sheet.freeze_panes = "C2"
        for number, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = WIDE.get(column.name, 18)
        sheet.append([_heading(sheet, column.name) for column in columns])
        for record in records_of(table):
            sheet.append([_cell(sheet, column.cell(record)) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(sheet: WriteOnlyWorksheet, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: str | int | dt.date | None) -> WriteOnlyCell:
    """A cell of text stays text when somebody edits it; one that looks like a formula is marked as no formula."""
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    if not value:
        return WriteOnlyCell(sheet, None)
    cell = WriteOnlyCell(sheet, value if unescaped(value) == value else escaped(value))
    cell.data_type, cell.number_format = "s", "@"
    if value.startswith(FORMULA):
        cell.quotePrefix = True
    return cell
