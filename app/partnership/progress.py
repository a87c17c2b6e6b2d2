"""How far an indicator is: which readings count, the way made from baseline to target, and its chart. Pure.

`partnership/_indicators.html` draws the chart and puts the same values into a table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Measured:
    """A value on a day."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Dot:
    """Where a value stands on a chart: per cent from the left and from the top."""

    x: float
    y: float
    measured: Measured


@dataclass(frozen=True)
class Chart:
    """Readings joined by lines; from baseline to target the way that was planned."""

    dots: Sequence[Dot]
    baseline: Dot | None
    target: Dot | None

    @property
    def lines(self) -> list[tuple[Dot, Dot]]:
        return list(pairwise(self.dots))


@dataclass(frozen=True)
class Course:
    """An indicator with the readings that count, the earliest first.

    `percent`: how much of the way from baseline to target is made; None where it cannot be said.
    """

    indicator: Any
    points: Sequence[Measured]
    baseline: Measured | None
    target: Measured | None
    percent: int | None
    chart: Chart | None

    @property
    def current(self) -> Measured | None:
        return self.points[-1] if self.points else None


def course_of(indicator: Any, readings: Iterable[Any]) -> Course:
    points = standing(readings)
    baseline = _measured(indicator.baseline_on, indicator.baseline_value)
    target = _measured(indicator.target_on, indicator.target_value)
    percent = percent_of(baseline.value, target.value, points[-1].value) if baseline and target and points else None
    return Course(indicator, points, baseline, target, percent, _chart(points, baseline, target))


def standing(readings: Iterable[Any]) -> list[Measured]:
    """Those that were not corrected and not taken back, by day; of one day the last entered stands last."""
    rows = list(readings)
    corrected = {row.corrects_id for row in rows}
    kept = [row for row in rows if row.id not in corrected and row.value is not None]
    return [Measured(row.read_on, row.value) for row in sorted(kept, key=lambda row: (row.read_on, row.id))]


def percent_of(baseline: Decimal, target: Decimal, current: Decimal) -> int | None:
    """The way made from baseline to target, rounded down: below 0 when it led away, above 100 when it led beyond.
    None when there is no way to go."""
    if baseline == target:
        return None
    share = 100 * (current - baseline) / (target - baseline)
    return int(share.to_integral_value(ROUND_FLOOR))


def _measured(day: date | None, value: Decimal | None) -> Measured | None:
    return Measured(day, value) if day is not None and value is not None else None


def _chart(points: Sequence[Measured], baseline: Measured | None, target: Measured | None) -> Chart | None:
    """None when there are not two days to draw between."""
    every = [*points, *(end for end in (baseline, target) if end)]
    days, values = [one.day.toordinal() for one in every], [one.value for one in every]
    if len(set(days)) < 2:
        return None

    def dot(one: Measured) -> Dot:
        x = _share(one.day.toordinal(), min(days), max(days))
        return Dot(x, round(100 - _share(one.value, min(values), max(values)), 2), one)

    return Chart([dot(one) for one in points], dot(baseline) if baseline else None, dot(target) if target else None)


def _share(value: Any, least: Any, most: Any) -> float:
    """Per cent from least to most; the middle when they are the same."""
    return round(float(100 * (value - least) / (most - least)), 2) if most > least else 50.0
