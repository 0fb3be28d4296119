"""Tables as somebody would make them by hand."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from resources.tables import reading
from resources.tables.planning import Plan, plan
from tests import makers

CONTACT = ("organisation", "kind", "value")
ROWS = (CONTACT, ("samaritans", "Phone", "116123"), ("ünïcode", "Email", "a@example.org"))
ORGANISATION = ("slug", "name", "kind", "offers", "countries")


def csv_of(*rows: Sequence[Any], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A file of CSV with these rows, the first of which names the columns."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these sheets."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def sheet_of(rows: bytes) -> bytes:
    """A sheet with these rows."""
    return b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def workbook_of(sheets: int) -> bytes:
    """A workbook whose sheets are all the same part."""
    relations = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    each = b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>'
    listed = b"".join(each % (number, number) for number in range(1, sheets + 1))
    return b"<workbook " + MAIN + b" " + relations + b"><sheets>" + listed + b"</sheets></workbook>"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Iterable[tuple[str, bytes]], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of these parts, which may have a name twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return out.getvalue()


def repacked(name: str, text: bytes) -> bytes:
    """A workbook one part of which is another."""
    return packed((parts_of(xlsx_of(contacts=ROWS)) | {name: text}).items())


def planned(data: bytes, by: User | None = None) -> Plan:
    """What a file would change."""
    return plan(reading.read(data), by=by or makers.superuser())


def said(data: bytes) -> list[str]:
    """What is wrong with a file."""
    return [str(problem) for problem in planned(data).problems]
