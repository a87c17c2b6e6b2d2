"""The rule by which contracts are suggested: every point has a reason, and a reason never takes points away."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from app.contracts.suggestions import Facts, weigh

TODAY = date(2026, 6, 1)
days = st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1))
amounts = st.none() | st.decimals(0, 10**12, places=2)


def test_large_under_way_never_seen_and_on_the_way():
    facts = Facts(Decimal(2 * 10**9), TODAY - timedelta(days=9), TODAY + timedelta(days=9), 7)
    found = weigh(facts, TODAY, {7})
    assert found.points == 3 + 3 + 2 + 3 + 2 and len(found.reasons) == 5


def test_what_is_small_over_and_seen_has_none():
    assert weigh(Facts(Decimal(5), date(2020, 1, 1), date(2021, 1, 1), 7, True), TODAY, ()).points == 0


@given(amounts, days, days, st.booleans())
def test_more_of_everything_is_never_worth_less(amount, starts_on, ends_on, is_visited):
    facts = Facts(amount, starts_on, ends_on, 7, is_visited)
    found = weigh(facts, TODAY, ())
    assert (found.points == 0) == (not found.reasons)
    assert weigh(facts, TODAY, {7}).points == found.points + 2
    more = Facts((amount or Decimal(0)) + 10**10, starts_on, ends_on, 7, False)
    assert weigh(more, TODAY, ()).points >= found.points
