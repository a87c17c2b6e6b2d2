"""How values read in a page."""

from decimal import Decimal

import pytest

from app.core.money import UNKNOWN_CURRENCY, Money
from app.ui.filters import money


@pytest.mark.parametrize(
    ("currency", "shown"), [("MNT", "₮\u00a01,250,000"), ("JPY", "JPY\u00a01,250,000"), (UNKNOWN_CURRENCY, "1,250,000")]
)
def test_money_is_told_with_its_currency_if_that_is_known(app, currency, shown):
    with app.test_request_context("/?lang=en"):
        assert money(Money(Decimal(1_250_000), currency)) == shown
