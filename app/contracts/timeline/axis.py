"""The axis of time: which years it shows, where a day stands on it, and where its ticks are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from app.contracts.timeline.shapes import AFTER, BEFORE, Mark, Tick

_YEAR = 365
FAR = 5 * _YEAR  # days without anything that set what follows apart
MOST_TICKS = 8
FEW_TICKS = 5  # as many as have room on a phone
_MONTHS = (1, 2, 3, 6)
_YEARS = (1, 2, 5, 10, 25, 50, 100, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Axis:
    """From one day (ordinal) to a later one."""

    first: int
    last: int

    def at(self, day: date) -> float:
        """Per cent from the left, of what lies beyond the nearer edge."""
        share = (day.toordinal() - self.first) / (self.last - self.first)
        return round(100 * min(max(share, 0), 1), 2)

    def beyond(self, day: date) -> str:
        if day.toordinal() < self.first:
            return BEFORE
        return AFTER if day.toordinal() > self.last else ""

    def mark(self, kind: str, day: date, radius: float = 6) -> Mark:
        return Mark(kind, self.at(day), day, self.beyond(day), round(radius, 1))

    def today(self, day: date) -> Mark | None:
        return None if self.beyond(day) else self.mark("today", day)


def axis_over(days: Iterable[date], today: date) -> Axis:
    """An axis for at least one day. Days far from most others stay out, so that they do not squash the rest; it is
    made longer to reach today: by a quarter at most, or twice as long while something is still to come."""
    every, now = sorted(day.toordinal() for day in days), today.toordinal()
    kept = _together(every)
    first, last = kept[0], kept[-1]
    room = max(last - first, _YEAR) if every[0] < now < every[-1] else (last - first) // 4
    if first - room <= now <= last + room:
        first, last = min(first, now), max(last, now)
    margin = max(3, (last - first) // 50)
    return Axis(max(first - margin, date.min.toordinal()), min(last + margin, date.max.toordinal()))


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """At beginnings of months or years, at most `MOST_TICKS`; the two ends where there are hardly any."""
    found: Sequence[Tick] = next(some for some in _candidates(axis) if len(some) <= MOST_TICKS)
    if len(found) < 2:
        found = [Tick(at, date.fromordinal(day), "day") for at, day in ((0, axis.first), (100, axis.last))]
    return tuple(found if len(found) > FEW_TICKS else [replace(tick, is_minor=False) for tick in found])


def _together(days: Sequence[int]) -> Sequence[int]:
    """The largest group of days without a long gap, with its neighbours while they are near for its length."""
    groups: list[list[int]] = [[days[0]]]
    for before, after in pairwise(days):
        if after - before > FAR:
            groups.append([])
        groups[-1].append(after)
    place = max(range(len(groups)), key=lambda number: len(groups[number]))
    kept, earlier, later = groups[place], groups[:place], groups[place + 1 :]
    if kept[0] == kept[-1]:  # nothing that could be squashed
        return days
    while earlier and kept[0] - earlier[-1][-1] <= kept[-1] - kept[0]:
        kept = earlier.pop() + kept
    while later and later[0][0] - kept[-1] <= kept[-1] - kept[0]:
        kept = kept + later.pop(0)
    return kept


def _candidates(axis: Axis) -> Iterator[list[Tick]]:
    """Closer ticks first."""
    yield from (_ticks(axis, "month", months) for months in _MONTHS)
    yield from (_ticks(axis, "year", years) for years in _YEARS)


def _ticks(axis: Axis, unit: str, step: int) -> list[Tick]:
    first, last = date.fromordinal(axis.first), date.fromordinal(axis.last)
    months = step if unit == "month" else 12 * step
    numbers = range(-(-(12 * first.year) // months), (12 * last.year + 11) // months + 1)
    days = ((number, date(number * months // 12, number * months % 12 + 1, 1)) for number in numbers)
    return [Tick(axis.at(day), day, unit, number % 2 == 1) for number, day in days if first <= day <= last]
