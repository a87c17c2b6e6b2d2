"""The template that people fill: one sheet for contracts with an example, one that explains its columns."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from flask_babel import LazyString, force_locale, lazy_gettext as _l

from app.contracts.terms import CATEGORIES, METHODS
from app.ocds.sheets.columns import COLUMNS, Field
from app.ocds.sheets.releases import EXAMPLE
from app.ocds.sheets.vocabulary import METHODS as METHODS_MN, STATES, TYPES

_NAMES = {"mn": ("Гэрээ", "Тайлбар"), "en": ("Contracts", "Explanation")}
_ROWS = 5000  # of the sheet that offer lists and formats
_DAYS, _SUMS = (Field.SIGNED, Field.STARTS, Field.ENDS), (Field.BUDGET, Field.AMOUNT)
_MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)  # any day: the same template is the same bytes

# Of the example: invented, and plainly so.
_EXAMPLE: Mapping[Field, Mapping[str, Any] | Any] = {
    Field.NUMBER: EXAMPLE,
    Field.TITLE: {"mn": "12 дугаар сургуулийн засварын ажил", "en": "Repair of school No 12"},
    Field.BUYER: {"mn": "Жишээ дүүргийн ЗДТГ", "en": "Office of the governor of Example district"},
    Field.SUPPLIER: {"mn": "Жишээ ХХК", "en": "Example LLC"},
    Field.CATEGORY: {"mn": "Ажил", "en": "Works"},
    Field.METHOD: {"mn": "Нээлттэй тендер", "en": "Open"},
    Field.AMOUNT: 125_000_000,
    Field.CURRENCY: "MNT",
    Field.SIGNED: date(2026, 3, 5),
    Field.STARTS: date(2026, 4, 1),
    Field.ENDS: date(2026, 9, 30),
    Field.PLACE: {"mn": "Улаанбаатар, Баянзүрх дүүрэг", "en": "Ulaanbaatar, Bayanzurkh district"},
    Field.BIDDERS: 3,
    Field.LINK: "https://example.org/",
}
_HOW_TO = _l("Fill one row for each contract. The example is skipped; columns without a value may stay empty.")


def headings(language: str) -> tuple[str, ...]:
    """In the language ("mn" or "en"), in the order of `Field`."""
    return tuple(getattr(COLUMNS[field], language)[0] for field in Field)


def choices(field: Field, language: str) -> tuple[str, ...]:
    """The words that a list offers in this column; none where anything may be written."""
    offered: dict[str, dict[Field, Iterable[str]]] = {
        "mn": {Field.CATEGORY: TYPES, Field.METHOD: METHODS_MN, Field.STATE: STATES},
        "en": {Field.CATEGORY: _english(CATEGORIES), Field.METHOD: _english(METHODS)},
    }
    return tuple(offered[language].get(field, ()))


def as_csv(language: str) -> bytes:
    """UTF-8 with a mark, by which spreadsheet programs know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings(language))
    writer.writerow(_written(_example(field, language)) for field in Field)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(language: str) -> bytes:
    """Days and sums with their formats, numbers as text (007 stays 007), lists for categories, methods and states."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy.mm.dd"}) as book:
        book.set_properties({"created": _MADE_AT})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        contracts, explanation = (book.add_worksheet(name) for name in _NAMES[language])
        _write_contracts(contracts, language, bold, _formats(book))
        with force_locale(language):
            _write_explanation(explanation, language, bold)
    return file.getvalue()


def _write_contracts(sheet: Any, language: str, bold: Any, formats: Mapping[Field, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for column, (field, heading) in enumerate(zip(Field, headings(language), strict=True)):
        sheet.set_column(column, column, 22, formats[field])
        sheet.write_string(0, column, heading, bold)
        if (example := _example(field, language)) is not None:
            sheet.write(1, column, example)
        if offered := choices(field, language):
            rule = {"validate": "list", "source": list(offered), "error_type": "information"}
            sheet.data_validation(1, column, _ROWS, column, rule)


def _write_explanation(sheet: Any, language: str, bold: Any) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 2, 70)
    sheet.write_string(0, 0, str(_HOW_TO), bold)
    for row, (field, heading) in enumerate(zip(Field, headings(language), strict=True), start=2):
        sheet.write_row(row, 0, [heading, str(COLUMNS[field].hint), "; ".join(choices(field, language))])


def _formats(book: Any) -> dict[Field, Any]:
    day, sums, text = (book.add_format({"num_format": code}) for code in ("yyyy.mm.dd", "#,##0.00", "@"))
    return {field: day if field in _DAYS else sums if field in _SUMS else text for field in Field}


def _example(field: Field, language: str) -> Any:
    value = _EXAMPLE.get(field)
    return value[language] if isinstance(value, Mapping) else value


def _written(value: Any) -> str:
    return f"{value:%Y.%m.%d}" if isinstance(value, date) else "" if value is None else str(value)


def _english(labels: Mapping[str, LazyString]) -> list[str]:
    """Labels in their source language, which cells are read in."""
    with force_locale("en"):
        return [str(label) for label in labels.values()]
