"""Which contracting process, and which of its contracts, a row is of.

Every row is one contract. Its process is known by

1. the ocid in the row;
2. else the contract number, or that of the tender notice: `khyanalt-sheet-<source>-<number>`;
3. else, as a clerk's running number ("15", "15/2026") is that of one body and one year, the number joined with both:
   `khyanalt-sheet-<source>-<hash of the buyer>-<year of signing>-<number>`;
4. else (no number, or none that can be used) a hash of buyer, title and day of signing.

Rows of one process are its contracts: by the lot, where a column gives it, else by their order among the rows of that
process in the sheet. So no lot of a framework is lost when its rows share the number, and a later sheet with changed
amounts changes those contracts and adds none. (A framework split over several files needs the column of lots.) Rows
that differ in nothing but the state are one contract that the source lists in two states, not two lots.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.text import slug
from app.ocds.sheets.columns import Field
from app.ocds.sheets.problems import SheetCode

OCID_PREFIX = "khyanalt-sheet"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DIGIT = re.compile("[0-9]")
_FEWEST_DIGITS = 5  # besides a year, in a number that is no clerk's running number
_LONGEST = 120  # characters of a number in an ocid

Values = Mapping[Field, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    ocid: str
    code: SheetCode | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a row in its process. `contract`: its id there. `ordinal`: among the contracts of that number (and lot).

    `is_first`: no row of the process stood before. `repeats`: how many rows of the same contract did.
    """

    contract: str
    is_first: bool
    ordinal: int
    repeats: int


@dataclass(slots=True)
class Ledger:
    """What a sheet listed so far, as hashes of 8 bytes: some 500 bytes of memory for each row."""

    _contracts: dict[int, int] = field(default_factory=dict)  # how many, by process and lot
    _ordinals: dict[int, int] = field(default_factory=dict)
    _repeats: Counter[int] = field(default_factory=Counter)

    def place(self, ocid: str, values: Values) -> Standing:
        """The contract of the process that these values are of."""
        lot = values.get(Field.LOT) or ""
        process, of_lot, row = _key(ocid, ""), _key(ocid, lot), _key(ocid, lot, sorted(_without_state(values).items()))
        is_first = process not in self._contracts
        self._contracts.setdefault(process, 0)
        if row in self._ordinals:
            self._repeats[row] += 1
        else:
            self._contracts[of_lot] = self._ordinals[row] = self._contracts.get(of_lot, 0) + 1
        ordinal = self._ordinals[row]
        return Standing(_contract(values, ordinal), is_first, ordinal, self._repeats[row])


def identify(values: Values, source_key: str) -> Identity:
    """The process of a row, and what is to be known about how it was found."""
    prefix = f"{OCID_PREFIX}-{slug(source_key)}"
    if ocid := values.get(Field.OCID):
        return Identity(ocid)
    number = _number(values)
    if number and not _is_running(number):
        return Identity(f"{prefix}-{slug(number, _LONGEST)}")
    if number and (body := _body(values)):
        parts = [prefix, _hash(body, 8), _year(number, values), slug(number, _LONGEST)]
        return Identity("-".join(filter(None, parts)), SheetCode.RUNNING_NUMBER, number)
    unusable = number or values.get(Field.NUMBER)
    code = SheetCode.NUMBER_UNUSABLE if unusable else SheetCode.NO_NUMBER
    return Identity(f"{prefix}-{_content(values)}", code, unusable or "")


def _number(values: Values) -> str | None:
    """That of the contract, else of the notice; one without a digit stands for "none"."""
    numbers = [values.get(name) or "" for name in (Field.NUMBER, Field.NOTICE)]
    return next((number for number in numbers if _DIGIT.search(number)), None)


def _is_running(number: str) -> bool:
    """15, № 15, 15/2026, ГХ-15: few digits besides a year."""
    return len(_DIGIT.findall(_YEAR.sub("", number))) < _FEWEST_DIGITS


def _year(number: str, values: Values) -> str:
    """As the number says it itself, else of signing; "" when neither is known."""
    signed: date | None = values.get(Field.SIGNED)
    return "" if _YEAR.search(number) or not signed else str(signed.year)


def _body(values: Values) -> str:
    return values.get(Field.BUYER_IDENTIFIER) or _plain(values.get(Field.BUYER))


def _content(values: Values) -> str:
    """The same buyer, title, number and day of signing are the same contract, however they are spaced."""
    told = [_plain(values.get(name)) for name in (Field.BUYER, Field.TITLE, Field.NUMBER, Field.SIGNED)]
    return _hash(repr([_body(values), *told]), 16)


def _contract(values: Values, ordinal: int) -> str:
    parts = [values.get(Field.NUMBER) or "contract", values.get(Field.LOT)]
    named = "/".join(filter(None, parts))
    return named if ordinal == 1 else f"{named}#{ordinal}"


def _without_state(values: Values) -> Values:
    return {name: value for name, value in values.items() if name is not Field.STATE}


def _plain(value: object) -> str:
    return "" if value is None else " ".join(str(value).casefold().split())


def _hash(content: str, length: int) -> str:
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:length]


def _key(*parts: object) -> int:
    return int(_hash(repr(parts), 16), 16)
