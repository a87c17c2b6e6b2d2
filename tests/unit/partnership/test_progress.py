"""How far an indicator is: arithmetic against fractions, and where things stand on the chart."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import given, strategies as st

from app.partnership.progress import course_of, percent_of, standing

FIRST = date(2026, 1, 1)
FIGURES = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)


@dataclass
class Read:
    id: int
    read_on: date
    value: Decimal | None
    corrects_id: int | None = None


@dataclass
class Goal:
    baseline_on: date | None = FIRST
    baseline_value: Decimal | None = Decimal(20)
    target_on: date | None = FIRST + timedelta(days=1000)
    target_value: Decimal | None = Decimal(80)


@given(FIGURES, FIGURES, FIGURES)
def test_progress_is_the_part_of_the_way_that_is_made(baseline, target, current):
    percent = percent_of(baseline, target, current)
    if baseline == target:
        assert percent is None
    else:
        way = Fraction(target) - Fraction(baseline)
        assert percent == floor(100 * (Fraction(current) - Fraction(baseline)) / way)


@given(FIGURES, FIGURES)
def test_baseline_is_nothing_and_target_is_all(baseline, target):
    if baseline != target:
        assert (percent_of(baseline, target, baseline), percent_of(baseline, target, target)) == (0, 100)


@st.composite
def entered(draw):
    """Readings as they may be entered: each correction puts itself in the place of one that stands."""
    rows: list[Read] = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        open_ones = [row for row in rows if row.value is not None and all(r.corrects_id != row.id for r in rows)]
        wrong = draw(st.sampled_from([None, *open_ones]))
        value = draw(st.none() | FIGURES) if wrong else draw(FIGURES)
        day = FIRST + timedelta(days=draw(st.integers(0, 900)))
        rows.append(Read(number, day, value, wrong.id if wrong else None))
    return rows


@given(entered())
def test_what_counts_are_the_ends_of_corrections(rows):
    ends = [row for row in rows if all(other.corrects_id != row.id for other in rows) and row.value is not None]
    found = standing(rows)
    assert sorted((one.day, one.value) for one in found) == sorted((row.read_on, row.value) for row in ends)
    assert [one.day for one in found] == sorted(one.day for one in found)


@given(entered())
def test_everything_stands_on_the_chart(rows):
    course = course_of(Goal(), rows)
    dots = [*course.chart.dots, course.chart.baseline, course.chart.target]
    assert all(0 <= dot.x <= 100 and 0 <= dot.y <= 100 for dot in dots)
    assert [dot.measured for dot in course.chart.dots] == list(course.points)
    assert len(course.chart.lines) == max(len(course.points) - 1, 0)
    higher = max(dots, key=lambda dot: dot.measured.value)
    assert higher.y == min(dot.y for dot in dots)


def test_of_one_day_the_last_entered_counts():
    course = course_of(Goal(), [Read(2, FIRST, Decimal(50)), Read(1, FIRST, Decimal(30))])
    assert (course.current.value, course.percent) == (50, 50)


def test_without_a_baseline_there_is_no_way():
    course = course_of(Goal(baseline_on=None, baseline_value=None), [Read(1, FIRST, Decimal(50))])
    assert course.percent is None and course.chart.baseline is None


def test_one_day_is_no_chart():
    goal = Goal(target_on=None, target_value=None)
    assert course_of(goal, [Read(1, FIRST, Decimal(50))]).chart is None
