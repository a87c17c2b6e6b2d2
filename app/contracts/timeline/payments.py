"""Payments: dots by size while they are few, added up against what is contracted when they are many."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from app.contracts.timeline.axis import Axis
from app.contracts.timeline.shapes import Curve, Fact, Lane, Mark, Row
from app.core.money import Money, totals

FEW = 12  # to be drawn one by one
_SMALLEST, _LARGEST = 4, 9  # pixels


def payment_lanes(payments: Sequence[Fact], contracted: Sequence[Money], axis: Axis, today: date) -> Iterator[Lane]:
    """One for each currency, one for payments without an amount."""
    currencies = dict.fromkeys(fact.amount.currency if fact.amount else None for fact in payments)
    promised = {money.currency: money for money in contracted}
    for currency in currencies:
        some = tuple(fact for fact in payments if (fact.amount.currency if fact.amount else None) == currency)
        paid = next(iter(totals(fact.amount for fact in some if fact.amount)), None)
        promise = promised.get(currency or "")
        yield Lane("payment", some, *_drawn(some, promise, axis, today), paid=paid, contracted=promise)


def _drawn(
    payments: Sequence[Fact], promise: Money | None, axis: Axis, today: date
) -> tuple[tuple[Row, ...], Curve | None]:
    if len(payments) <= FEW or not payments[0].amount:
        return (Row(marks=tuple(_dots(payments, axis))),), None
    return (), _curve(payments, promise.amount if promise else Decimal(0), axis, today)


def _dots(payments: Sequence[Fact], axis: Axis) -> Iterator[Mark]:
    """As large as they are paid, by area."""
    amounts = [abs(fact.amount.amount) if fact.amount else Decimal(0) for fact in payments]
    largest = max(amounts) or Decimal(1)
    for fact, amount in zip(payments, amounts, strict=True):
        yield axis.mark("payment", fact.reported[0], max(_SMALLEST, _LARGEST * float(amount / largest) ** 0.5))


def _curve(payments: Sequence[Fact], promise: Decimal, axis: Axis, today: date) -> Curve:
    """The sum after each place on the axis, as stairs, which end with the last payment or today."""
    sums: dict[int, Decimal] = {}
    paid = Decimal(0)
    for fact in payments:
        paid += fact.amount.amount if fact.amount else 0
        sums[_place(fact.reported[0], axis)] = paid
    top = max(promise, *sums.values())
    end = max(_place(today, axis), *sums)
    stairs, height = [f"{min(sums)},100"], 100.0
    for at, total in sums.items():
        stairs.append(f"{at},{height}")
        height = _height(total, top)
        stairs.append(f"{at},{height}")
    return Curve(" ".join([*stairs, f"{end},{height}"]), end, _height(promise, top) if promise > 0 else None)


def _place(day: date, axis: Axis) -> int:
    return round(axis.at(day) * 10)


def _height(total: Decimal, top: Decimal) -> float:
    """From the top; below nothing there is nothing to see."""
    return round(100 - 100 * min(max(float(total / top), 0), 1), 2) if top > 0 else 100.0
