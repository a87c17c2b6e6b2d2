"""Reading cells as people fill them. Nothing here raises: what cannot be read has no value and a code that says so.

A cell is what a CSV file holds (text) or what a spreadsheet program stored (also numbers, days and truth values).
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from app.contracts.release.fields import LARGEST
from app.contracts.story import web_address
from app.core.dates import parse_day
from app.core.money import parse_amount
from app.ocds.sheets.problems import SheetCode
from app.ocds.sheets.vocabulary import currency_of, knows_type, measure_of, method_of, state_of

Cell = str | int | float | bool | datetime | date | time | timedelta | None
T = TypeVar("T")

PERSONAL = re.compile(r"\b[А-ЯЁӨҮа-яёөү]{2}\d{2}(?:0[1-9]|1[0-2]|2[1-9]|3[0-2])(?:0[1-9]|[12]\d|3[01])\d{2}\b")
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d+")
_AMOUNT = re.compile(r"(?P<before>[^\d+\-\u2212]*)(?P<sign>[+\-\u2212]?)\s*(?P<digits>\d(?:.*\d)?)(?P<after>\D*)")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_FIRST_DAY, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 20_000, 80_000  # 1954 to 2119


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a cell says. With a code and a value: it was read, and there is something to know about it."""

    value: T | None = None
    code: SheetCode | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """`currency`: as it stands beside the number, if it does."""

    amount: Decimal
    currency: str | None = None


def verbatim(cell: Cell) -> str:
    """The cell as text, to be kept: "" for a blank one."""
    if cell is None:
        return ""
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: Cell) -> Reading[str]:
    """Text on one line or more, without blanks around it."""
    written = verbatim(cell).replace("\0", "").strip()
    return Reading(code=SheetCode.FORMULA_ERROR) if written in _ERRORS else Reading(written or None)


def number(cell: Cell) -> Reading[str]:
    """The number of a contract, a notice or a company: text, since its zeros and strokes count."""
    read = text(cell)
    shortened = isinstance(cell, str) and _SHORTENED.fullmatch(cell.strip())
    return Reading(code=SheetCode.DIGITS_LOST) if shortened else read


def amount(cell: Cell) -> Reading[Amount]:
    """`1 250 000,50`, `₮1,250,000`, `1.25 сая`, `2 тэрбум төгрөг`, `(1 000)` (below zero), or a stored number."""
    if is_blank(cell):
        return Reading()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _checked(Amount(Decimal(repr(cell)))) if math.isfinite(cell) else Reading(code=_BAD_AMOUNT)
    return _written_amount(cell) if isinstance(cell, str) else Reading(code=_BAD_AMOUNT)


def day(cell: Cell) -> Reading[date]:
    """A stored day, a number as spreadsheets count days, or a day as `core.dates` reads it."""
    if isinstance(cell, datetime):
        return Reading(cell.date())
    if isinstance(cell, date) or is_blank(cell):
        return Reading(cell if isinstance(cell, date) else None)
    if isinstance(cell, str) and not _SERIAL.fullmatch(cell.strip()):
        return _written_day(cell)
    return _serial_day(cell)


def category(cell: Cell) -> Reading[str]:
    """As written; `vocabulary.category_of` says what it is."""
    return _known(cell, knows_type, SheetCode.CATEGORY_UNKNOWN)


def method(cell: Cell) -> Reading[str]:
    return _known(cell, method_of, SheetCode.METHOD_UNKNOWN)


def state(cell: Cell) -> Reading[str]:
    return _known(cell, state_of, SheetCode.STATE_UNKNOWN)


def currency(cell: Cell) -> Reading[str]:
    """The code of a currency."""
    read = text(cell)
    if read.value is None:
        return read
    code = currency_of(read.value)
    return Reading(code) if code else Reading(code=SheetCode.CURRENCY_UNKNOWN)


def count(cell: Cell) -> Reading[int]:
    """A whole number of things."""
    written = verbatim(cell).strip()
    if not written:
        return Reading()
    readable = written.isascii() and written.isdigit() and len(written) <= 6
    return Reading(int(written)) if readable else Reading(code=SheetCode.COUNT_UNREADABLE)


def link(cell: Cell) -> Reading[str]:
    read = text(cell)
    if read.value is None or web_address(read.value):
        return read
    return Reading(code=SheetCode.LINK_UNREADABLE)


_BAD_AMOUNT = SheetCode.AMOUNT_UNREADABLE


def _known(cell: Cell, known: Callable[[str], object], otherwise: SheetCode) -> Reading[str]:
    read = text(cell)
    return read if read.value is None or known(read.value) else Reading(read.value, otherwise)


def _written_amount(written: str) -> Reading[Amount]:
    bare = " ".join(written.split())
    is_negative = bare.startswith("(") and bare.endswith(")")
    match = _AMOUNT.fullmatch(bare.strip("()").strip())
    measure = measure_of(f"{match['before']} {match['after']}") if match else None
    if not match or not measure:
        return Reading(code=_BAD_AMOUNT)
    try:
        read = parse_amount(match["sign"] + match["digits"])
    except ValueError:
        return Reading(code=_BAD_AMOUNT)
    return scaled(Amount(-read if is_negative else read, measure[1]), measure[0])


def scaled(read: Amount, factor: Decimal) -> Reading[Amount]:
    """The amount in a unit of `factor`; unreadable when that is too large to be true."""
    return _checked(Amount(read.amount * factor, read.currency)) if abs(read.amount) < LARGEST else _checked(read)


def _checked(read: Amount) -> Reading[Amount]:
    return Reading(read) if abs(read.amount) < LARGEST else Reading(code=_BAD_AMOUNT)


def _written_day(written: str) -> Reading[date]:
    try:
        read = parse_day(written)
    except ValueError:
        return Reading(code=SheetCode.DAY_UNREADABLE)
    return Reading(read.day, SheetCode.DAY_AMBIGUOUS if read.is_ambiguous else None)


def _serial_day(cell: Cell) -> Reading[date]:
    if isinstance(cell, str):
        cell = float(cell.strip().replace(",", "."))
    if not isinstance(cell, int | float) or isinstance(cell, bool) or not _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return Reading(code=SheetCode.DAY_UNREADABLE)
    return Reading(_FIRST_DAY + timedelta(days=int(cell)), SheetCode.DAY_FROM_SERIAL)
