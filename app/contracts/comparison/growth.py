"""How far an amount or a day moved."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from app.contracts.comparison.shapes import AmountGrowth, Course, DayGrowth, Growths, Step
from app.contracts.story import Story
from app.core.money import UNKNOWN_CURRENCY, Money

MOST_PER_CENT = 100_000  # more than a thousand times: one of the two amounts is hardly meant

Version = tuple[int, datetime, Story]
_Told = tuple[int, datetime, Money | date]


def growth(before: object, after: object) -> AmountGrowth | DayGrowth | None:
    """From one amount to another, or one day to another; None if equal, or if they cannot be compared."""
    if isinstance(before, Money) and isinstance(after, Money):
        return _of_amounts(before, after)
    if isinstance(before, date) and isinstance(after, date) and before != after:
        return DayGrowth((after - before).days)
    return None


def growth_over(versions: Iterable[Version]) -> Growths:
    """Through all versions, oldest first. What was awarded counts only while no version has a contract."""
    told = list(versions)
    signed = any(story.contracted_from == "contracts" for _, _, story in told)
    sums = [
        (number, made_at, money)
        for number, made_at, story in told
        if not signed or story.contracted_from == "contracts"
        for money in story.contracted
    ]
    ends = [(number, made_at, story.ends_on) for number, made_at, story in told if story.ends_on]
    currencies = dict.fromkeys(money.currency for *_, money in sums)
    return Growths(
        amounts=tuple(_course([one for one in sums if one[2].currency == currency]) for currency in currencies),
        end=_course(ends) if ends else None,
    )


def _course(told: Iterable[_Told]) -> Course:
    steps = tuple(_steps(told))
    return Course(steps, growth(steps[0].value, steps[-1].value))


def _steps(told: Iterable[_Told]) -> Iterator[Step]:
    last: Money | date | None = None
    for number, made_at, value in told:
        if value != last:
            yield Step(number, made_at, value, growth(last, value))
        last = value


def _of_amounts(before: Money, after: Money) -> AmountGrowth | None:
    if before.currency != after.currency or before.currency == UNKNOWN_CURRENCY or before.amount == after.amount:
        return None
    by = after.amount - before.amount
    return AmountGrowth(Money(by, after.currency), _per_cent(before.amount, by))


def _per_cent(before: Decimal, by: Decimal) -> Decimal | None:
    if not before or abs(by) * 100 > MOST_PER_CENT * abs(before):
        return None
    return round(by * 100 / abs(before), 1)
