"""Amounts of money: never a float, never two currencies in one sum."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

UNKNOWN_CURRENCY = "XXX"  # ISO 4217: no currency
_LONGEST = 40  # characters
_BLANKS = re.compile(r"[ \u00a0\u2007\u2009\u202f'\u2018\u2019\u02bc]")
_GROUPED = re.compile(r"(?P<whole>[1-9][0-9]{0,2}([ ,.])[0-9]{3}(?:\2[0-9]{3})*)(?:(?!\2)[.,](?P<fraction>[0-9]+))?")
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<fraction>[0-9]+))?")
_ONE_POINT = re.compile(r"[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217 code)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        """The sum; ValueError when the currencies differ."""
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.amount + other.amount, self.currency)


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum for each currency, in the order in which the currencies first appear."""
    sums: dict[str, Money] = {}
    for money in amounts:
        before = sums.get(money.currency)
        sums[money.currency] = before + money if before else money
    return tuple(sums.values())


def parse_amount(text: str) -> Decimal:
    """The amount a person or a spreadsheet wrote: `1 250 000,50`, `1'250'000`, `1,250,000.00`, `-12.5`.

    One comma before exactly three digits groups thousands (`1,250`), one point never does (`1.250` is one and
    a quarter). ValueError when it is not one number, or its groups are not of three digits.
    """
    written = text.strip()
    if len(written) > _LONGEST:
        raise ValueError("too long for an amount")
    sign, digits = _without_sign(_BLANKS.sub(" ", written))
    return sign * _unsigned(digits)


def _without_sign(written: str) -> tuple[int, str]:
    if written[:1] in ("-", "\u2212"):
        return -1, written[1:].lstrip()
    return 1, written.removeprefix("+").lstrip()


def _unsigned(digits: str) -> Decimal:
    grouped = None if _ONE_POINT.fullmatch(digits) else _GROUPED.fullmatch(digits)
    match = grouped or _PLAIN.fullmatch(digits)
    if not match:
        raise ValueError(f"{digits!r} is not an amount")
    whole = re.sub(r"[ ,.]", "", match["whole"])
    return Decimal(f"{whole}.{match['fraction']}" if match["fraction"] else whole)
