"""When a reply is due, found by walking day after day along a wall calendar.

Written apart from `app.responses.deadlines` and without anything of it, to be compared with it: the test compares a
part, `make bench ARGS="--only deadlines"` compares more.
"""

import datetime
import random
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import holidays

FIRST, LAST = datetime.date(2020, 1, 1), datetime.date(2039, 12, 31)
DAY = datetime.timedelta(days=1)
SATURDAY = 5
RARE, LONG = 0.04, 45  # the share of days that a random decree moves; the days of one long closure

Exceptions = Mapping[datetime.date, str]


@lru_cache(maxsize=1)
def public_holidays() -> frozenset[datetime.date]:
    years = range(FIRST.year, LAST.year + 5)
    return frozenset(holidays.Mongolia(years=years))


class Walk(NamedTuple):
    """`passed`: days that were stepped over, each with the reason. `worked`: counted only because of a decree.

    `rolled`: last days that were no working days and moved on.
    """

    due_on: datetime.date
    passed: list[tuple[datetime.date, str]]
    worked: list[datetime.date]
    rolled: list[tuple[datetime.date, str]]


def walk(rule: Mapping[str, Any], number: int, after: datetime.date, exceptions: Exceptions) -> Walk:
    """`number` days of the kind the rule counts, from the day after `after`. `rule` as in the reference data."""
    passed: list[tuple[datetime.date, str]] = []
    worked: list[datetime.date] = []
    day = after
    while number > 0:
        day += DAY
        reason = free(day, exceptions)
        if rule["days"] == "calendar" or not reason:
            number -= 1
            if rule["days"] == "working" and exceptions.get(day) == "worked" and is_usually_free(day):
                worked.append(day)
        else:
            passed.append((day, reason))
    rolled = []
    while rule.get("last_day_rolls") and (reason := free(day, exceptions)):
        rolled.append((day, reason))
        day += DAY
    return Walk(day, passed, worked, rolled)


def free(day: datetime.date, exceptions: Exceptions) -> str:
    """Why nobody works on that day; empty on a working day."""
    if day in exceptions:
        return "exception" if exceptions[day] == "off" else ""
    if day in public_holidays():
        return "holiday"
    return "weekend" if day.weekday() >= SATURDAY else ""


def is_usually_free(day: datetime.date) -> bool:
    return day in public_holidays() or day.weekday() >= SATURDAY


def start_days() -> Iterator[datetime.date]:
    """Every day of twenty years."""
    day = FIRST
    while day <= LAST:
        yield day
        day += DAY


def random_exceptions(seed: int) -> dict[datetime.date, str]:
    """Moved days of every sort, sensible and absurd, and one long closure; seed 0 moves nothing."""
    chance = random.Random(seed)
    if not seed:
        return {}
    moved = {day: chance.choice(("off", "worked")) for day in start_days() if chance.random() < RARE}
    closed = FIRST + chance.randrange((LAST - FIRST).days) * DAY
    return moved | {closed + n * DAY: "off" for n in range(LONG)}


def named(name: str) -> Iterable[datetime.date]:
    """The days of the twenty years that go by this English name."""
    known = holidays.Mongolia(years=range(FIRST.year, LAST.year + 1), language="en_US")
    return sorted(day for day, names in known.items() if name in names)
