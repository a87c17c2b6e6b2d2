"""The deadline engine against a day-by-day walk that shares nothing with it. `make bench` compares more of it."""

from collections import Counter
from datetime import date

import pytest

from app.responses.working_days import Calendar
from tests.unit.responses import wall_calendar
from tests.unit.responses.deadline_comparison import OTHER_RULES, compare

A_MONTH = 29.530588  # days from new moon to new moon, in the mean
A_NEW_MOON = date(2000, 1, 6)
DAYS = 7305  # of the twenty years


def test_every_start_day_of_twenty_years_with_every_shipped_rule():
    compared = compare(seeds=range(3))
    assert compared.differences == []
    assert compared.number == 3 * DAYS * (3 + 2), "two of the three rules can be extended"


def test_rules_that_coordinators_may_enter():
    assert compare(seeds=[3], rules=OTHER_RULES).differences == []


def test_a_wrong_calendar_would_be_noticed(monkeypatch):
    monkeypatch.setattr(Calendar, "why_worked", lambda _calendar, _day: None)
    assert compare(seeds=[1]).differences


@pytest.mark.parametrize(
    ("name", "most_days", "age"), [("Lunar New Year", 3, 0), ("Buddha", 1, 14), ("Genghis Khan", 1, 0)]
)
def test_lunar_holidays_follow_the_moon(name, most_days, age):
    """Each year has them, and the first of them lies within two days of that age of the moon."""
    days = wall_calendar.named(name)
    each_year = Counter(day.year for day in days)
    assert set(each_year.values()) == {most_days} and len(each_year) == 20
    firsts = {year: min(day for day in days if day.year == year) for year in each_year}
    for first in firsts.values():
        old = ((first - A_NEW_MOON).days - age) % A_MONTH
        assert min(old, A_MONTH - old) < 2.5, first


def test_naadam_has_six_days_since_2023():
    naadam = Counter(day.year for day in wall_calendar.named("National Festival"))
    assert {year: count for year, count in naadam.items() if count != 6} == dict.fromkeys((2020, 2021, 2022), 5)
