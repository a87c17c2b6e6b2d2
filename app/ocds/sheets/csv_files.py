"""Rows of CSV files as spreadsheet programs in Mongolia write them."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from app.ocds.sheets.problems import SheetCode, Unreadable, place

_PART = 1 << 16  # bytes
_LONGEST_LINE = 1 << 20  # characters
_SAMPLE = 64 * 1024  # bytes
_DELIMITERS = ",;\t"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ANSI = "cp1251"  # what Windows in Mongolian calls ANSI
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")  # not in any text


@dataclass(frozen=True, slots=True)
class Form:
    """`is_guessed`: nothing in the file says that this is its encoding. `skip`: lines that only say the delimiter."""

    encoding: str
    delimiter: str
    is_guessed: bool = False
    skip: int = 0


def form_of(file: BinaryIO) -> Form:
    """How the file is written; reads it once through. Raises Unreadable when it is no text."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    encoding = _marked(sample) or ("utf-8" if _is_utf8(file) else _ANSI)
    text = _decoded(sample, encoding)
    if _CONTROL.search(text):
        raise Unreadable(SheetCode.NOT_A_SHEET)
    lines = text.splitlines(keepends=True)
    if lines and lines[0].startswith("sep=") and len(lines[0].strip("\r\n")) == 5:
        return Form(encoding, lines[0][4], encoding == _ANSI, skip=1)
    return Form(encoding, _delimiter(lines), encoding == _ANSI)


def rows(file: BinaryIO, form: Form) -> Iterator[list[str]]:
    """Every row, blank ones too (as empty lists), so that counting them gives their numbers.

    Raises Unreadable at a cell that does not end.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, form.encoding, errors="replace", newline="")
    read = 0
    try:
        for row in csv.reader(_lines(text, form.skip), delimiter=form.delimiter):
            read += 1
            yield row
    except csv.Error:
        raise Unreadable(SheetCode.CELL_TOO_LONG, where=place(read + 1)) from None
    finally:
        with suppress(ValueError):  # its owner closed the file before the last row
            text.detach()


def _lines(text: io.TextIOWrapper, skip: int) -> Iterator[str]:
    for _ in range(skip):
        text.readline(_LONGEST_LINE)
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise csv.Error("line too long")
        yield line


def _marked(sample: bytes) -> str | None:
    """The encoding that a mark at the beginning, or the zeros of UTF-16, show."""
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return encoding
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    if max(zeros) <= len(sample) // 20:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _is_utf8(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(_PART):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(sample: bytes, encoding: str) -> str:
    """The sample as text, without a character that it cuts."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample)


def _delimiter(lines: list[str]) -> str:
    """The one that cuts most lines into the same, and the highest, number of cells."""
    filled = [line for line in lines[:200] if line.strip()]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(filled, delimiter))


def _evenness(lines: list[str], delimiter: str) -> float:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    return max((width - 1) * count for width, count in widths.items()) if widths else 0
