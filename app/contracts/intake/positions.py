"""Two numbers by which lists are ordered and paged: where a contract stands by date, and by amount.

A list in one of these orders goes on behind a number, however deep, at the cost of its first page. The full-text index
numbers its entries by position, so that it hands out the newest first by itself.
"""

from datetime import date
from decimal import Decimal

_ID_BITS = 34
_AMOUNT_BITS = 47  # up to 140 trillion; what is larger stands together
_LARGEST = (1 << _AMOUNT_BITS) - 1
_TUGRIK = 26**3


def position(newest_on: date | None, contract_id: int) -> int:
    """By the day of the newest release, undated ones last; of one day by id."""
    return ((newest_on.toordinal() if newest_on else 0) << _ID_BITS) | contract_id


def size(amount: Decimal | None, currency: str | None) -> int:
    """By amount within each currency, tögrög above all others; -1 without an amount."""
    if amount is None or currency is None:
        return -1
    return _rank(currency) << _AMOUNT_BITS | max(0, min(int(amount), _LARGEST))


def _rank(currency: str) -> int:
    """A for the highest, so that currencies follow each other alphabetically in a list that begins with the largest."""
    if currency == "MNT":
        return _TUGRIK
    rank = 0
    for letter in currency[:3].upper().ljust(3, "Z"):
        rank = rank * 26 + max(0, min(25, ord("Z") - ord(letter)))
    return rank
