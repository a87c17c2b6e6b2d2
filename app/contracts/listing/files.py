"""A table of contracts as a file, in pieces."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.contracts.listing.rows import Row
from app.contracts.listing.table import Cell, Table

Batches = Iterator[list[Row]]

LAST_ROW, LONGEST_CELL = 1_048_575, 32_767  # of a sheet: counted from 0, and in characters
PIECE = 1 << 16  # bytes
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def csv_pieces(batches: Batches, table: Table) -> Iterator[bytes]:
    """UTF-8 with the mark by which Excel knows it."""
    yield b"\xef\xbb\xbf" + _written([table.headings])
    for batch in batches:
        yield _written([_plain(cell) for cell in table.cells(row)] for row in batch)


def _written(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _plain(cell: Cell) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text; the mark shows, but nothing runs."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTIVE) else cell


def xlsx_pieces(batches: Batches, table: Table) -> Iterator[bytes]:
    """A sheet, made on disk row by row, then handed out; what is more than a sheet holds is left out."""
    with tempfile.TemporaryFile() as file:
        _write_workbook(file, batches, table)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write_workbook(file: IO[bytes], batches: Batches, table: Table) -> None:
    with Workbook(file, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.headings) - 1, 18)
        sheet.write_row(0, 0, table.headings, book.add_format({"bold": True}))
        for number, row in enumerate(_first(LAST_ROW, batches), 1):
            for column, cell in enumerate(table.cells(row)):
                _write(sheet, number, column, cell, day)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, day: Any) -> None:
    """Each by its kind, never guessed: text that looks like a formula stays text. Excel has no days before 1900."""
    if isinstance(cell, Decimal | int):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date) and cell.year >= 1900:
        sheet.write_datetime(row, column, cell, day)
    elif cell is not None:
        sheet.write_string(row, column, str(cell)[:LONGEST_CELL])


def _first(most: int, batches: Batches) -> Iterator[Row]:
    for batch in batches:
        yield from batch[:most]
        most -= len(batch)
        if most <= 0:
            return
