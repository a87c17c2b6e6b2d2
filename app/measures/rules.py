"""The arithmetic of measures over tallies: how many cases have which value. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.measures.terms import Measure


@dataclass(frozen=True)
class Reading:
    """What a page may show: `part` of `of` cases (a share), or `days` over `of` cases (a median).

    Both are None while `of` is under `minimum`: the number is withheld.
    """

    of: int
    minimum: int
    part: int | None = None
    days: Decimal | None = None

    @property
    def is_withheld(self) -> bool:
        return self.of < self.minimum


def read(measure: Measure, tally: Mapping[int, int]) -> Reading:
    """`tally`: value to number of cases; values are 0 and 1 of a share, whole days of a median."""
    of = sum(tally.values())
    if of < measure.minimum:
        return Reading(of, measure.minimum)
    if measure.kind == "median":
        return Reading(of, measure.minimum, days=median(tally))
    return Reading(of, measure.minimum, part=tally.get(1, 0))


def median(tally: Mapping[int, int]) -> Decimal:
    """The exact median of a tally that is not empty; of an even number the middle between the two."""
    of = sum(tally.values())
    return Decimal(_nth(tally, (of - 1) // 2) + _nth(tally, of // 2)) / 2


def _nth(tally: Mapping[int, int], index: int) -> int:
    for value in sorted(tally):
        index -= tally[value]
        if index < 0:
            return value
    raise ValueError("fewer cases than that")


def told_apart(counts: Mapping[str | None, int], minimum: int) -> tuple[dict[str | None, int], int] | None:
    """(the kinds that are frequent enough to be named, the most first; how many the others are together).

    None where all of them together are too few to say anything.
    """
    if sum(counts.values()) < minimum:
        return None
    frequent = {kind: count for kind, count in counts.items() if count >= minimum}
    ranked = dict(sorted(frequent.items(), key=lambda item: (-item[1], item[0] or "")))
    return ranked, sum(counts.values()) - sum(frequent.values())


def half_years(first: date, last: date) -> list[tuple[int, date, date]]:
    """(number as in `year_and_half`, first day, day after) from that of `first` to that of `last`, the newest first."""
    found = []
    for year in range(last.year, first.year - 1, -1):
        found.append((year * 10 + 2, date(year, 7, 1), date(year + 1, 1, 1)))
        found.append((year * 10 + 1, date(year, 1, 1), date(year, 7, 1)))
    return [row for row in found if row[1] <= last and row[2] > first]


def year_and_half(day: date) -> dict[str, int]:
    """The periods of a day, by scope: 2026-07-01 is year 2026 and half 20262."""
    return {"year": day.year, "half": day.year * 10 + (1 if day.month <= 6 else 2)}
