"""Files that people and their spreadsheets make, and files that mean harm."""

from __future__ import annotations

import datetime as dt

import pytest

from resources.tables import reading
from resources.tables.cells import MOST_ROWS, Unreadable
from tests.resources.tables.files import CONTACT, ORGANISATION, csv_of, repacked, workbook_of, xlsx_of

pytestmark = pytest.mark.one_engine
ROWS = [CONTACT, ("samaritans", "Phone", "116123"), ("ünïcode", "Email", "a@example.org")]


@pytest.mark.parametrize(
    "data",
    [
        csv_of(*ROWS),
        csv_of(*ROWS, separator=";", encoding="utf-8-sig"),
        csv_of(*ROWS, separator="\t", encoding="utf-16"),
        b"sep=;\r\n" + csv_of(*ROWS, separator=";"),
        xlsx_of(contacts=ROWS),
        xlsx_of(Contacts=[("Organisation", " KIND ", "value", None), *ROWS[1:]]),
    ],
    ids=["commas", "semicolons with a mark", "UTF-16 with tabs", "a line for Excel", "workbook", "careless names"],
)
def test_the_same_rows_are_read_from_every_kind_of_file(data: bytes) -> None:
    rows = reading.read(data).rows["contacts"]
    assert [row.number for row in rows] == [2, 3]
    assert [tuple(row.cells[name] for name in CONTACT) for row in rows] == ROWS[1:]


def test_empty_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    gap = [CONTACT, (), ("", " ", ""), ROWS[1]]
    for data in (csv_of(*gap), xlsx_of(contacts=[row or (None,) for row in gap])):
        assert [row.number for row in reading.read(data).rows["contacts"]] == [4]


def test_what_is_kept_between_two_pages_is_what_was_read() -> None:
    read = reading.read(xlsx_of(contacts=ROWS, Tabelle1=[("x",)]))
    assert read.problems
    assert reading.Reading.unpacked(read.packed()) == read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"\xd0\xcf\x11\xe0 old", "XLS"),
        (b"PK\x03\x04 broken", "no workbook"),
        (
            csv_of(("organisation", "kind", "value"), ("münchen", "", "")).decode().encode("cp1252"),
            "Line 2 has letters",
        ),
        (b'organisation,kind,value\n"a"b,c,d\n', "After row 1, the quotation marks"),
        (b"first name,last name\nA,B\n", "no column that is known"),
        (b"a,b\n" + b"x" * (reading.MOST_BYTES + 1), "larger than 5 MB"),
        (csv_of(CONTACT, *[("a", "b", "c")] * (MOST_ROWS + 1)), "More than 20,000 rows"),
        (xlsx_of(contacts=[]), "No sheet"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        reading.read(data)


@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ((*CONTACT, "lable"), "contacts, row 1, column lable: No column has this name. Did you mean “label”?"),
        (("organisation", "kind", "value", "kind"), "contacts, row 1, column kind: It stands there twice."),
        (("organisation", "kind", "", "value"), "contacts, row 1, column 3: This column has no name."),
        (("organisation", "kind"), "contacts, row 1, column value: This column is missing."),
    ],
)
def test_columns_that_are_wrong_are_named(heading: tuple[str, ...], problem: str) -> None:
    assert [str(each) for each in reading.read(csv_of(heading, heading)).problems] == [problem]


def test_sheets_have_the_names_of_the_tables() -> None:
    read = reading.read(xlsx_of(contacts=ROWS, Tabelle1=[("x",)], Empty=[]))
    assert [str(each) for each in read.problems] == [
        "sheet “Tabelle1”: Sheets are named organisations and contacts. Rename it, or take it out."
    ]


def test_formulas_are_neither_run_nor_kept() -> None:
    rows = [CONTACT, ("samaritans", "Phone", "=1+1;'=2"), ("samaritans", "Phone", "'=1+1")]
    for data in (csv_of(*rows), xlsx_of(contacts=rows)):
        read = reading.read(data)
        assert [(each.row, each.column) for each in read.problems] == [(2, "value")]
        assert [row.cells.get("value") for row in read.rows["contacts"]] == [None, "=1+1"]


def test_cells_beyond_the_columns_are_said() -> None:
    read = reading.read(csv_of(CONTACT, (*ROWS[1], "", "more")))
    assert [str(each) for each in read.problems] == ["contacts, row 2: It has more cells than the table has columns."]


def test_a_workbook_says_how_many_sheets_it_may_have_and_is_read_up_to_there() -> None:
    with pytest.raises(Unreadable, match="more than 8 sheets"):
        reading.read(repacked("xl/workbook.xml", workbook_of(9)))
    read = reading.read(xlsx_of(contacts=ROWS, **{f"other{number}": ROWS for number in range(7)}))
    assert (len(read.rows["contacts"]), len(read.problems)) == (2, 7)


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>slug</t></is></c>'
        b'<c r="XFD1" t="inlineStr"><is><t>far</t></is></c></row>'
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>samaritans</t></is></c></row></sheetData></worksheet>'
    )
    found = reading.read(repacked("xl/worksheets/sheet1.xml", sheet)).problems
    assert [each.column for each in found] == ["slug", "kind", "organisation", "value"]


def test_a_sheet_without_end_is_refused() -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in (1, 1_048_576))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + rows
    with pytest.raises(Unreadable, match="more than 20,000 rows"):
        reading.read(repacked("xl/worksheets/sheet1.xml", sheet + b"</sheetData></worksheet>"))


def test_whole_numbers_days_and_truths_of_a_workbook_are_read_as_people_write_them() -> None:
    rows = [(*ORGANISATION, "international", "verified on"), ("a", 988, 1.5, 116123.0, "GB", True, dt.date(2026, 3, 1))]
    cells = reading.read(xlsx_of(organisations=rows)).rows["organisations"][0].cells
    assert list(cells.values()) == ["a", "988", "1.5", "116123", "GB", "yes", "2026-03-01T00:00:00"]


@pytest.mark.parametrize(
    "data", ["path,target\n/u,/x".encode("utf-32"), b"\xef\xbb\xbf\xef\xbb\xbfname,slug\n", b"na\x07me\n"]
)
def test_names_of_columns_that_cannot_be_read_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"names the columns|UTF-8"):
        reading.read(data)
