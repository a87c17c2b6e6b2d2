"""Rows of XLSX files, through openpyxl; what is no XLSX file, or a dangerous one, is refused.

openpyxl reads XML with defusedxml, which is installed for that: entities cannot grow.
"""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook

from app.ocds.sheets.cells import Cell
from app.ocds.sheets.problems import SheetCode, Unreadable, place

MAGIC = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = ((b"%PDF", "PDF"), (b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))
_MEGABYTE = 1024 * 1024
_LARGEST_SHEET, _LARGEST_TEXTS, _LARGEST_PART = 512 * _MEGABYTE, 64 * _MEGABYTE, 16 * _MEGABYTE
_MOST_PARTS = 2000
_LAST_ROW = 1 << 20  # of any XLSX sheet; a file may claim more


def refuse_relatives(file: BinaryIO, head: bytes) -> None:
    """Raises Unreadable for formats that people take for XLSX or CSV: XLS, protected XLSX, HTML, PDF."""
    if head.startswith(_OLE):
        raise Unreadable(SheetCode.PASSWORD) if _is_protected(file, head) else Unreadable(SheetCode.OTHER_FORMAT, "XLS")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, name in _OTHERS:
        if start.startswith(magic.lower()):
            raise Unreadable(SheetCode.OTHER_FORMAT, name)


def opened(file: BinaryIO) -> Workbook:
    """The workbook, read as rows are asked for. Raises Unreadable."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _inspect(archive)
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Unreadable:
        raise
    except Exception:  # a damaged file makes openpyxl fail in every way there is
        raise Unreadable(SheetCode.DAMAGED) from None


def names(book: Workbook) -> tuple[str, ...]:
    """Sheets with cells, in their order; hidden ones last."""
    sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    return tuple(sheet.title for sheet in sheets)


def rows(book: Workbook, name: str) -> Iterator[tuple[Cell, ...]]:
    """The values of each row, formulas as they were computed last. The size that the file states is not believed."""
    sheet: Any = book[name]
    sheet.reset_dimensions()
    values = sheet.iter_rows(max_row=_LAST_ROW, values_only=True)
    read = 0
    try:
        for row in values:
            read += 1
            yield row
    except Exception:  # as above
        raise Unreadable(SheetCode.DAMAGED, where=place(read + 1)) from None


def _inspect(archive: zipfile.ZipFile) -> None:
    parts = {part.filename: part for part in archive.infolist()}
    if "xl/workbook.bin" in parts or "content.xml" in parts:
        raise Unreadable(SheetCode.OTHER_FORMAT, "XLSB" if "xl/workbook.bin" in parts else "ODS")
    if "[Content_Types].xml" not in parts:
        raise Unreadable(SheetCode.NOT_A_SHEET)
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Unreadable(SheetCode.PASSWORD)
    if len(archive.infolist()) > _MOST_PARTS or any(part.file_size > _limit(part) for part in archive.infolist()):
        raise Unreadable(SheetCode.TOO_LARGE, f"{_LARGEST_SHEET // _MEGABYTE} MB")


def _limit(part: zipfile.ZipInfo) -> int:
    """Bytes that a part may unpack to: sheets are streamed, texts kept in memory, others taken apart in memory."""
    if part.filename.startswith(("xl/worksheets/", "xl/media/")):
        return _LARGEST_SHEET
    return _LARGEST_TEXTS if part.filename.lower() == "xl/sharedstrings.xml" else _LARGEST_PART


def _is_protected(file: BinaryIO, head: bytes) -> bool:
    """Whether the directory of the OLE container lists an encrypted package."""
    size = 1 << min(int.from_bytes(head[30:32], "little"), 12)
    file.seek((int.from_bytes(head[48:52], "little") + 1) * size)
    return _ENCRYPTED in file.read(4096)
