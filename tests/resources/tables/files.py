"""Tables as somebody would make them by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from resources.tables import reading
from resources.tables.planning import Plan, plan
from tests import makers

CONTACT = ("organisation", "kind", "value")
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


def planned(data: bytes, by: User | None = None) -> Plan:
    """What a file would change."""
    return plan(reading.read(data), by=by or makers.superuser())


def said(data: bytes) -> list[str]:
    """What is wrong with a file."""
    return [str(problem) for problem in planned(data).problems]
