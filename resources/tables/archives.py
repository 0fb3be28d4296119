"""The parts of an XLSX file, unpacked in pieces and looked at, before openpyxl is given a new archive of them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from xml.parsers import expat

from resources.tables.cells import Unreadable

MOST_UNPACKED = 40 * 1024 * 1024
PIECE = 64 * 1024
"""Bytes that are unpacked at once. What an archive says of its sizes need not be so."""
MOST_PARTS = 200
MOST_SHEETS = 8
"""Each is gone through once when a workbook is opened, and several may be the same part of it."""
MOST_TAGS = 1_500_000
"""Elements in all of a workbook. One of 20,000 full rows has fewer."""
MOST_TAGS_OF_A_ROW = 50_000
"""A row, or a text that cells share, is held in memory whole. Spreadsheets have 16,384 columns."""
MOST_BYTES_OF_A_ROW = 2 * 1024 * 1024
MOST_KEPT_TAGS = 30_000
"""Elements of a part besides those of its rows or shared texts: styles, names, links. All of them stay in memory."""
MOST_KEPT_BYTES = 4 * 1024 * 1024
MOST_DEEP = 64
"""Elements within one another."""

NO_WORKBOOK = "This is no workbook that can be read. Save it anew as XLSX, or as CSV UTF-8."
TOO_LARGE = (
    f"Unpacked, this workbook is larger than {MOST_UNPACKED // 1024**2} MB, or has too many cells, styles or names. "
    "Divide it, or save it anew as CSV UTF-8."
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, TEXTS = f"{_MAIN}}}worksheet", f"{_MAIN}}}sst"
FORGOTTEN = {SHEET: f"{_MAIN}}}row", TEXTS: f"{_MAIN}}}si"}
"""What openpyxl forgets as soon as it has read it, by the root of the part that it stands in."""
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
"""What ``zipfile`` raises where an archive is damaged, cut short, encrypted, or of a kind that it does not know."""


class Archive(zipfile.ZipFile):
    """Parts that were looked at. ``large``: those that are never held as a whole, each with its root."""

    def __init__(self, file: io.BytesIO, large: Mapping[str, str]) -> None:
        super().__init__(file)
        self.large = large

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """A part as a whole, of which openpyxl makes a tree. Raises ``Unreadable`` for a large one."""
        if str(getattr(name, "filename", name)) in self.large:
            raise Unreadable(TOO_LARGE)
        return super().read(name, pwd)


def unpacked(data: bytes) -> Archive:
    """A new archive of what was read, never more than ``MOST_UNPACKED`` bytes of it. Raises ``Unreadable``."""
    new = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
        ):
            large = _copied(old, copy)
    except _BROKEN as error:
        raise Unreadable(NO_WORKBOOK) from error
    return Archive(new, large)


def _copied(old: zipfile.ZipFile, new: zipfile.ZipFile) -> dict[str, str]:
    """Copy each part; those that are large, each with its root."""
    parts = [part for part in old.infolist() if not part.filename.endswith("/")]
    if len(parts) > MOST_PARTS:
        raise Unreadable(TOO_LARGE)
    names = {part.filename for part in parts}
    if len(names) < len(parts) or "" in names:
        raise Unreadable(NO_WORKBOOK)
    large, size, tags = {}, 0, 0
    for part in parts:
        look = Look()
        with new.open(part.filename, "w") as copy:
            for piece in _pieces(old, part):
                size += len(piece)
                if size > MOST_UNPACKED:
                    raise Unreadable(TOO_LARGE)
                look.at(piece)
                copy.write(piece)
            look.end()
        tags += look.tags
        if tags > MOST_TAGS:
            raise Unreadable(TOO_LARGE)
        if look.large:
            large[part.filename] = look.root
    return large


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    # The other ways of packing do not keep to a number of bytes, and no program writes workbooks with them.
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(NO_WORKBOOK)
    with archive.open(part) as packed:
        while piece := packed.read(PIECE):
            yield piece


class Look:
    """What a part is and how much it would take, found while it is read.

    Of any name: what a part is for stands elsewhere in the archive. What is no XML, or stops to be, openpyxl does not
    read either.
    """

    def __init__(self) -> None:
        self.root = ""
        self.tags = 0
        self._kept = self._deep = 0
        self._size = self._of_rows = 0  # bytes: all, and those of rows that have ended
        self._row = self._row_tags = self._row_began = 0  # of the row that has begun: its depth, elements, first byte
        self._sheets = 0
        self._ended = False
        self._parser = expat.ParserCreate(namespace_separator="}")  # as openpyxl reads it
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    @property
    def large(self) -> bool:
        """Whether it has more than a tree may have."""
        return self.tags > MOST_KEPT_TAGS or self._size > MOST_KEPT_BYTES

    def at(self, piece: bytes) -> None:
        """Look at the next piece. Raises ``Unreadable`` for what no table has."""
        if self._ended:
            return
        try:
            self._parser.Parse(piece)
        except expat.ExpatError:
            self._ended = True
            return
        except (LookupError, ValueError) as error:  # of an encoding that nobody knows
            raise Unreadable(NO_WORKBOOK) from error
        self._size += len(piece)
        row = self._size - self._row_began if self._row else 0
        unread = self._size - self._parser.CurrentByteIndex  # a tag that has not ended
        kept = self._size - self._of_rows - row
        if max(row, unread) > MOST_BYTES_OF_A_ROW or kept > MOST_KEPT_BYTES:
            raise Unreadable(TOO_LARGE)

    def end(self) -> None:
        """The part has ended. From expat 2.6 on, what stands behind a long tag may wait until now."""
        if not self._ended:
            with suppress(expat.ExpatError):
                self._parser.Parse(b"", True)  # noqa: FBT003 (named by the library)

    def _start(self, name: str, attributes: object) -> None:
        self.root = self.root or name
        self.tags += 1
        self._deep += 1
        if self._row:
            self._row_tags += 1
        elif name == FORGOTTEN.get(self.root):
            self._row, self._row_tags, self._row_began = self._deep, 0, self._parser.CurrentByteIndex
        else:
            self._keep(name)
        if self._deep > MOST_DEEP or self._row_tags > MOST_TAGS_OF_A_ROW or self.tags > MOST_TAGS:
            raise Unreadable(TOO_LARGE)

    def _keep(self, name: str) -> None:
        self._kept += 1
        self._sheets += name.rpartition("}")[2] == "sheet"
        if self._sheets > MOST_SHEETS:
            raise Unreadable(f"This workbook has more than {MOST_SHEETS} sheets. Take out those that are no table.")
        if self._kept > MOST_KEPT_TAGS:
            raise Unreadable(TOO_LARGE)

    def _end(self, name: str) -> None:
        if self._deep == self._row:
            self._of_rows += self._parser.CurrentByteIndex - self._row_began
            self._row = 0
        self._deep -= 1

    def _doctype(self, *declared: object) -> None:
        """It may declare entities that grow without end."""
        raise Unreadable(NO_WORKBOOK)
