"""The plan's term and the order of its focus areas."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from app.partnership.rules import is_plausible, last_day_of_term, moved

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
LISTS = st.lists(st.integers(), unique=True, min_size=1)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2028, 12, 31)),
        (date(2026, 3, 15), date(2029, 3, 14)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_term_is_three_years(first, last):
    assert last_day_of_term(first) == last


@given(DAYS)
def test_the_next_term_begins_three_years_later(first):
    following = last_day_of_term(first) + timedelta(days=1)
    assert following.year == first.year + 3
    assert (following.month, following.day) in {(first.month, first.day), (3, 1)}


@given(LISTS, st.data(), st.integers(-3, 12))
def test_moving_keeps_everything_and_the_others_order(ids, data, place):
    moving = data.draw(st.sampled_from(ids))
    after = moved(ids, moving, place)
    assert sorted(after) == sorted(ids)
    assert [one for one in after if one != moving] == [one for one in ids if one != moving]
    assert after.index(moving) == min(max(place, 1), len(ids)) - 1


@pytest.mark.parametrize(("day", "fits"), [(None, True), (date(2026, 1, 1), True), (date(5377, 1, 1), False)])
def test_years_that_cannot_be_meant(day, fits):
    assert is_plausible(day) == fits
