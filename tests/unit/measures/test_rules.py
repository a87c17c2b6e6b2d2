from collections import Counter
from datetime import date
from itertools import pairwise
from statistics import median as middle

from hypothesis import given, strategies as st

from app.measures.rules import half_years, median, read, told_apart, year_and_half
from app.measures.terms import MEASURES

DAYS = st.lists(st.integers(-3, 400), min_size=1)


@given(DAYS)
def test_the_median_of_a_tally_is_that_of_its_days(days):
    assert median(Counter(days)) == middle(days)


@given(st.lists(st.integers(0, 1)))
def test_a_share_says_how_many_of_how_many_or_nothing(values):
    found = read(MEASURES["fix-rate"], Counter(values))
    assert found.of == len(values)
    assert found.part == (sum(values) if len(values) >= 5 else None)
    assert found.is_withheld == (len(values) < 5)


@given(DAYS)
def test_days_are_withheld_under_the_minimum(days):
    assert (read(MEASURES["first-reply"], Counter(days)).days is None) == (len(days) < 5)


def test_a_half_year_ends_with_june():
    assert year_and_half(date(2026, 6, 30)) == {"year": 2026, "half": 20261}
    assert year_and_half(date(2026, 7, 1)) == {"year": 2026, "half": 20262}


def test_every_measure_says_all_of_itself():
    for code, row in MEASURES.items():
        assert code == row.code
        assert all(str(text) for text in (row.name, row.definition, row.numerator, row.denominator, row.leaves_out))
        assert row.minimum >= 5
        assert row.kind in {"share", "median"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 20)), st.integers(1, 10))
def test_kinds_are_named_only_when_frequent_and_none_is_lost(counts, minimum):
    found = told_apart(counts, minimum)
    if found is None:
        assert sum(counts.values()) < minimum
        return
    named, others = found
    assert all(count >= minimum for count in named.values())
    assert sum(named.values()) + others == sum(counts.values())
    assert list(named.values()) == sorted(named.values(), reverse=True)


DATES = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(DATES, DATES)
def test_half_years_hold_each_day_once(one, other):
    first, last = min(one, other), max(one, other)
    rows = half_years(first, last)
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
    assert rows[-1][1] <= first < rows[-1][2] and rows[0][1] <= last < rows[0][2]
    assert all(earlier[2] == later[1] for later, earlier in pairwise(rows))
    assert all(year_and_half(row[1])["half"] == row[0] for row in rows)
