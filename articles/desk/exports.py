"""Rows as CSV that a spreadsheet opens as it is meant: UTF-8 with its mark, days as ISO 8601, and no formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

from articles.desk.columns import Column, Value
from resources.tables.formulas import escaped

MARK = "\ufeff"
"""Excel takes a file for UTF-8 only where it begins with this."""


class _Line:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def answer(name: str, columns: Iterable[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """The rows as a download, sent while they are read."""
    columns = tuple(columns)
    response = StreamingHttpResponse(_lines(columns, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return response


def _lines(columns: tuple[Column, ...], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield MARK + writer.writerow([column.label for column in columns])
    for row in rows:
        yield writer.writerow([cell(column.value(row)) for column in columns])


def cell(value: Value) -> str:
    """A value as CSV holds it. An apostrophe stands before what a spreadsheet would take for a formula."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    text = "" if value is None else str(value)
    return text if isinstance(value, int) else escaped(text)
