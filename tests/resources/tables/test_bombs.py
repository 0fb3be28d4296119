"""Workbooks that mean harm: that would fill the memory, or make the reader of XML do so."""

from __future__ import annotations

import struct
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Iterator

import pytest

from resources.tables import archives, reading
from resources.tables.cells import Unreadable
from tests.resources.tables.files import (
    MAIN,
    ROWS,
    SHEET,
    packed,
    parts_of,
    repacked,
    sheet_of,
    workbook_of,
    xlsx_of,
)

pytestmark = pytest.mark.one_engine
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet ' + MAIN + b"/>"
MEGABYTE = 1024 * 1024
STYLES, WORKBOOK = "xl/styles.xml", "xl/workbook.xml"
WHOLE = parts_of(xlsx_of(contacts=ROWS))


def bombs() -> Iterator[tuple[str, bytes]]:
    """Workbooks that would take a lot of memory."""
    yield "a sheet of blanks", repacked(SHEET, b"<worksheet>" + b" " * (archives.MOST_UNPACKED + 1))
    yield "entities", repacked(WORKBOOK, b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    wide = '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'.encode("utf-16")
    yield "entities in UTF-16", repacked(WORKBOOK, wide)
    yield "entities in a part of another name", renamed(SHEET, "xl/sheet1.data", ENTITIES)
    yield "one row without end", repacked(SHEET, sheet_of(b'<row r="1">' + b"<c/>" * 200_000 + b"</row>"))
    yield "one sheet many times", repacked(WORKBOOK, workbook_of(3_000))
    yield "many empty texts", repacked("docProps/app.xml", b"<sst>" + b"<si><t/></si>" * 2_000_000 + b"</sst>")
    yield "no XML", repacked(WORKBOOK, b"<workbook")
    yield "nothing in it", packed((name, text) for name, text in WHOLE.items() if name != WORKBOOK)
    yield "many parts", packed([*WHOLE.items(), *((f"{n}.xml", b"") for n in range(archives.MOST_PARTS))])
    many = archives.MOST_KEPT_TAGS + 1
    yield "many styles", repacked(STYLES, WHOLE[STYLES].replace(b"</cellXfs>", b"<xf/>" * many + b"</cellXfs>"))
    names = b"</sheets><definedNames>" + b'<definedName name="a">A1</definedName>' * many + b"</definedNames>"
    yield "many names", repacked(WORKBOOK, WHOLE[WORKBOOK].replace(b"</sheets>", names))
    yield "deep tags", repacked(SHEET, sheet_of(b"<x>" * 20_000 + b"</x>" * 20_000))
    yield "a name of names with a brace", repacked(SHEET, b'<worksheet xmlns:a="a b">' + b"<x>" * many)
    yield "one tag without end", repacked(SHEET, b"<worksheet " + b"".join(b"a%d='' " % n for n in range(300_000)))
    yield "one text without end", repacked(SHEET, sheet_of(b"<row><c><v>" + b"1" * (3 * MEGABYTE)))
    row = b"<row>" + b"<c/>" * 1_000 + b"</row>"
    sheet = sheet_of(row * (many // 1_000 + 1))
    yield "a sheet for the styles", repacked(STYLES, sheet)
    yield "a sheet for the texts", sharing(sheet)
    yield "deep texts", sharing(b"<sst " + MAIN + b">" + b"<x>" * 100 + b"</x>" * 100 + b"</sst>")
    yield "an encoding that nobody knows", repacked(SHEET, b'<?xml version="1.0" encoding="x-none"?><worksheet/>')


def renamed(old_name: str, new_name: str, text: bytes) -> bytes:
    """A workbook one part of which is another, under another name that the rest of it knows."""
    parts = {name: old.replace(old_name.encode(), new_name.encode()) for name, old in WHOLE.items()}
    return packed([*((name, old) for name, old in parts.items() if name != old_name), (new_name, text)])


def sharing(texts: bytes) -> bytes:
    """A workbook with a part of texts that cells share."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    types = WHOLE["[Content_Types].xml"].replace(b"</Types>", listed)
    return packed((WHOLE | {"[Content_Types].xml": types, "xl/sharedStrings.xml": texts}).items())


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in bombs()])
def test_workbooks_that_mean_harm_are_refused(data: bytes) -> None:
    assert len(data) < reading.MOST_BYTES
    with pytest.raises(Unreadable):
        reading.read(data)


def peak_of(data: bytes) -> int:
    """The most bytes that are held at once while a workbook that is refused is read."""
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            reading.read(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def lying(megabytes: int, says: int) -> bytes:
    """A workbook with a part of zeros that says that it is smaller."""
    data = bytearray(packed([("xl/a.xml", bytes(megabytes * MEGABYTE))]))
    listed = data.rindex(b"PK\x01\x02")
    data[listed + 16 : listed + 20] = struct.pack("<I", zlib.crc32(bytes(says)))
    data[listed + 24 : listed + 28] = struct.pack("<I", says)
    return bytes(data)


def test_a_part_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    assert peak_of(lying(60, says=1_000)) < 2 * MEGABYTE


def test_a_part_is_unpacked_only_as_far_as_there_is_room() -> None:
    blanks = packed([*WHOLE.items(), ("a.xml", b"<a>" + b" " * 100 * MEGABYTE)])
    assert peak_of(blanks) < 4 * MEGABYTE


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_ways_of_packing_that_keep_to_a_size_are_unpacked(way: int) -> None:
    with pytest.raises(Unreadable, match="no workbook"):
        reading.read(packed(WHOLE.items(), way))
    assert reading.read(packed(WHOLE.items(), zipfile.ZIP_STORED)).rows


def test_a_name_that_stands_twice_in_an_archive_is_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        twice = packed([*WHOLE.items(), (SHEET, WHOLE[SHEET])])
    with pytest.raises(Unreadable, match="no workbook"):
        reading.read(twice)


def test_a_part_without_a_name_is_refused() -> None:
    nameless = packed([*WHOLE.items(), ("a", b"")]).replace(b"\0a", b"\0\0")
    with pytest.raises(Unreadable, match="no workbook"):
        reading.read(nameless)


def test_folders_of_an_archive_are_passed_over() -> None:
    assert reading.read(packed([("xl/", b""), *WHOLE.items()])).rows


def test_openpyxl_is_given_what_was_looked_at() -> None:
    archive = archives.unpacked(packed(WHOLE.items()))
    assert {name: archive.read(name) for name in archive.namelist()} == WHOLE


def test_a_large_table_is_read() -> None:
    rows = [ROWS[0], *[("samaritans", "Phone", str(number)) for number in range(15_000)]]
    data = xlsx_of(contacts=rows)
    assert SHEET in archives.unpacked(data).large
    assert len(reading.read(data).rows["contacts"]) == 15_000


def test_many_texts_that_cells_share_are_read() -> None:
    texts = sharing(b"<sst " + MAIN + b">" + b"<si><t>a</t></si>" * 20_000 + b"</sst>")
    assert archives.unpacked(texts).large == {"xl/sharedStrings.xml": archives.TEXTS}
    assert reading.read(texts).rows
