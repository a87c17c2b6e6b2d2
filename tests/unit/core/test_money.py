from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.core.money import Money, parse_amount, totals

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("1e15"), places=2)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1 250 000,50", "1250000.50"),
        ("1'250'000", "1250000"),
        ("1\u2019250\u2019000.5", "1250000.5"),
        ("1,250,000.00", "1250000.00"),
        ("1.250.000,00", "1250000.00"),
        ("1\u00a0250\u202f000", "1250000"),
        ("  1250000 ", "1250000"),
        ("12,5", "12.5"),
        ("1,250", "1250"),
        ("1.250", "1.250"),
        ("0,125", "0.125"),
        ("1250,125", "1250.125"),
        ("-1 250", "-1250"),
        ("\u22125", "-5"),
        ("+7", "7"),
    ],
)
def test_amounts_as_people_write_them(written: str, amount: str) -> None:
    assert parse_amount(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        "abc",
        "12 34",
        "1,25,000",
        "1 250 00",
        "1,250,00",
        "1.2.3",
        "1,250 000",
        "1e9",
        "NaN",
        "١٢٣",
        "5 MNT",
        "--5",
        "1.",
        "9" * 41,
    ],
)
def test_what_is_not_one_amount_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        parse_amount(written)


@given(AMOUNTS, st.sampled_from([" ", "'", "\u00a0", "\u202f", ","]))
def test_grouping_does_not_change_the_amount(amount: Decimal, mark: str) -> None:
    assert parse_amount(f"{amount:,.2f}".replace(",", mark)) == amount


@given(AMOUNTS)
def test_the_european_form_reads_the_same(amount: Decimal) -> None:
    european = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    assert parse_amount(european) == amount


@given(st.text())
def test_any_text_is_an_amount_or_a_value_error(text: str) -> None:
    try:
        assert parse_amount(text).is_finite()
    except ValueError:
        return


def test_money_adds_up_in_one_currency() -> None:
    assert Money(Decimal("0.1"), "MNT") + Money(Decimal("0.2"), "MNT") == Money(Decimal("0.3"), "MNT")


def test_two_currencies_never_add_up() -> None:
    with pytest.raises(ValueError, match="MNT and USD"):
        Money(Decimal(1), "MNT") + Money(Decimal(1), "USD")


@given(st.lists(st.builds(Money, AMOUNTS, st.sampled_from(["MNT", "USD", "CNY"]))))
def test_totals_keep_currencies_apart(amounts: list[Money]) -> None:
    sums = totals(amounts)
    assert [money.currency for money in sums] == list(dict.fromkeys(money.currency for money in amounts))
    assert sum(money.amount for money in sums) == sum(money.amount for money in amounts)
