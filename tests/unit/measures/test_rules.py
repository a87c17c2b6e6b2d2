from collections import Counter
from datetime import date
from statistics import median as middle

from hypothesis import given, strategies as st

from app.measures.rules import median, read, year_and_half
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
