"""Sheets made for tests."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from app.ocds.sheets import Field, Row, Sheet, guess, read_rows, releases

HEADINGS = ("Гэрээний дугаар", "Гэрээний нэр", "Захиалагч", "Гүйцэтгэгч", "Гэрээний дүн", "Гэрээний огноо", "Төлөв")
ROW = ("УБЕ/202301234", "Зам засвар", "Сум ЗДТГ", "Зам ХХК", "1 250 000,50 төг", "2026.03.05", "Хаасан")
DAY = date(2026, 5, 1)


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """Text stays text, also what looks like a formula, a number or a link."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy.mm.dd"}
    with xlsxwriter.Workbook(file, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def opened(content: bytes, **options: Any) -> Sheet:
    return read_rows(io.BytesIO(content), "file", **options)


def cells(content: bytes, **options: Any) -> list[tuple[Any, ...]]:
    return [line.cells for line in opened(content, **options).rows]


def row(**fields: str) -> tuple[str, ...]:
    """The usual row with other cells, by the names of `Field`."""
    names = [guess(HEADINGS)[column] for column in range(len(HEADINGS))]
    return tuple(fields.get(name, cell) for name, cell in zip(names, ROW, strict=True))


def taken(
    *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, source: str = "ub", dated: date = DAY, **given: str
) -> list[Row]:
    """What becomes of rows under headings, in a CSV file."""
    sheet = opened(as_csv([headings, *rows]))
    return list(releases(sheet, guess(sheet.headings), source, dated, given))


def one(*rows: Sequence[Any], **options: Any) -> tuple[dict[str, Any], list[str]]:
    """The only release and the codes of its problems."""
    (only,) = taken(*rows, **options)
    assert only.release is not None
    return only.release, [problem.code for problem in only.problems]


def contract(**fields: str) -> dict[str, Any]:
    """The contract in the release of the usual row with other cells."""
    found: dict[str, Any] = one(row(**fields))[0]["contracts"][0]
    return found


assert set(guess(HEADINGS).values()) >= {Field.NUMBER, Field.STATE}
