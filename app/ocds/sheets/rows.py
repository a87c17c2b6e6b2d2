"""What the cells of a row say, field by field, with what is wrong in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from app.contracts.release.faults import excerpt
from app.ocds.sheets import cells
from app.ocds.sheets.cells import Amount, Cell, Reading, is_blank, verbatim
from app.ocds.sheets.columns import Field, unit_of
from app.ocds.sheets.problems import SheetCode, SheetProblem, place
from app.ocds.sheets.reading import Line

HOUSE_CURRENCY = "MNT"

_READERS: Mapping[Field, Callable[[Cell], Reading[Any]]] = {
    Field.OCID: cells.number,
    Field.NUMBER: cells.number,
    Field.LOT: cells.number,
    Field.TITLE: cells.text,
    Field.DESCRIPTION: cells.text,
    Field.BUYER: cells.text,
    Field.BUYER_IDENTIFIER: cells.number,
    Field.SUPPLIER: cells.text,
    Field.SUPPLIER_IDENTIFIER: cells.number,
    Field.CATEGORY: cells.category,
    Field.METHOD: cells.method,
    Field.BUDGET: cells.amount,
    Field.AMOUNT: cells.amount,
    Field.CURRENCY: cells.currency,
    Field.SIGNED: cells.day,
    Field.STARTS: cells.day,
    Field.ENDS: cells.day,
    Field.PLACE: cells.text,
    Field.STATE: cells.state,
    Field.NOTICE: cells.number,
    Field.BIDDERS: cells.count,
    Field.LINK: cells.link,
}
_SUMS = (Field.BUDGET, Field.AMOUNT)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`values`: of the fields that could be read, None for blank; sums as (amount, currency).

    `verbatim`: the whole row as [{"heading", "cell"}], blank cells left out.
    """

    values: dict[Field, Any]
    problems: list[SheetProblem]
    verbatim: list[dict[str, str]]


class Reader:
    """Reads the rows of one sheet by one matching of columns."""

    def __init__(self, headings: Sequence[str], mapping: Mapping[int, Field], given: Mapping[str, str]) -> None:
        self._headings, self._mapping = headings, mapping
        self._given = {Field(name): value for name, value in given.items()}
        self._units = {column: unit_of(headings[column]) for column in mapping if column < len(headings)}

    def column_of(self, field: Field) -> int | None:
        return next((column for column, name in self._mapping.items() if name is field), None)

    def read(self, line: Line) -> ReadRow:
        row = ReadRow({}, [], self._verbatim(line))
        for column, field in self._mapping.items():
            cell = line.cells[column] if column < len(line.cells) else None
            self._take(row, line.number, column, field, cell)
        for field, written in self._given.items():
            if row.values.get(field) is None:
                row.values[field] = _READERS[field](written).value
        self._join_sums(row, line.number)
        return row

    def _take(self, row: ReadRow, number: int, column: int, field: Field, cell: Cell) -> None:
        """One cell: its value unless it cannot be read, and its problem."""
        reading = _READERS[field](cell)
        unreadable = reading.value is None and reading.code is not None
        if field in _SUMS and reading.value is not None:
            reading = self._in_unit(row, number, column, cell, reading.value)
        if not unreadable:
            row.values[field] = reading.value
        if reading.code:
            row.problems.append(SheetProblem(reading.code, place(number, column), excerpt(verbatim(cell))))

    def _in_unit(self, row: ReadRow, number: int, column: int, cell: Cell, amount: Amount) -> Reading[Amount]:
        """The amount in the unit that the heading gives, unless the cell gives its own."""
        factor, currency = self._units.get(column, (Decimal(1), None))
        amount = Amount(amount.amount, amount.currency or currency)
        if factor == 1 or (isinstance(cell, str) and any(letter.isalpha() for letter in cell)):
            return Reading(amount)
        row.problems.append(SheetProblem(SheetCode.AMOUNT_SCALED, place(number, column), self._headings[column]))
        return cells.scaled(amount, factor)

    def _join_sums(self, row: ReadRow, number: int) -> None:
        """The currency stands beside the amount, in its heading, in a column of its own or nowhere.

        Where it stands and cannot be read none is assumed.
        """
        is_unread = self.column_of(Field.CURRENCY) is not None and Field.CURRENCY not in row.values
        column = row.values.pop(Field.CURRENCY, None)
        for field in _SUMS:
            amount: Amount | None = row.values.get(field)
            if amount is None:
                continue
            currency = amount.currency or column
            if not currency and not is_unread:
                currency, where = HOUSE_CURRENCY, place(number, self.column_of(field))
                row.problems.append(SheetProblem(SheetCode.CURRENCY_ASSUMED, where, currency))
            row.values[field] = (amount.amount, currency)

    def _verbatim(self, line: Line) -> list[dict[str, str]]:
        return [
            {"heading": self._heading(column), "cell": verbatim(cell)}
            for column, cell in enumerate(line.cells)
            if not is_blank(cell)
        ]

    def _heading(self, column: int) -> str:
        """As it stands, else the letters of the column."""
        written = self._headings[column] if column < len(self._headings) else ""
        return written or get_column_letter(column + 1)
