"""Rows of a CSV file: UTF-8 or UTF-16 with its mark; commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from resources.tables.cells import Broken, Cells, Unreadable
from resources.tables.formulas import unescaped
from resources.tables.values import LONGEST

SEPARATORS = ",;\t"


def rows(data: bytes) -> Iterator[tuple[int, Cells]]:
    """The rows with anything in them, each with its number. Raises ``Unreadable``."""
    text = _decoded(data)
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={separator}" for separator in SEPARATORS}:
        text = rest  # a line for Excel alone, which does not count it
        first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
            if any(cell.strip() for cell in cells):
                yield number, [_cell(cell) for cell in cells]
    except csv.Error as error:
        raise Unreadable(
            f"After row {number}, the quotation marks do not fit together, or a cell is larger than any text."
        ) from error


def _cell(text: str) -> str | Broken:
    """The text of a cell. A formula that somebody wrote by hand is refused rather than kept."""
    if text.startswith("=") and len(text) <= LONGEST:
        return Broken("There is a formula in it. Put what it gives there, or an apostrophe before it.")
    return unescaped(text)


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Line {line} has letters that are not UTF-8, as Excel writes with “CSV”. Save it as “CSV UTF-8” or XLSX."
        ) from error
