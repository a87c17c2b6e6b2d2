from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from app.ocds.sheets import cells
from app.ocds.sheets.cells import Amount, Cell
from app.ocds.sheets.problems import SheetCode
from app.ocds.sheets.vocabulary import METHODS, STATES, TYPES, category_of, measure_of, method_of, state_of

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("1e14"), places=2)
HABITS: dict[str, Callable[[Decimal], str]] = {
    "plain": str,
    "blanks and a comma": lambda a: f"{a:,.2f}".replace(",", " ").replace(".", ","),
    "apostrophes": lambda a: f"{a:,.2f}".replace(",", "'"),
    "commas": lambda a: f"{a:,.2f}",
    "points": lambda a: f"{a:,.2f}".translate(str.maketrans(",.", ".,")),
    "narrow blanks": lambda a: f"{a:,.2f}".replace(",", "\u202f"),
    "sign of the tögrög": lambda a: f"₮ {a:,.2f}",
    "tögrög": lambda a: f"{a:,.2f} төгрөг",
    "short": lambda a: f"{a:,.2f}төг.",
    "thousands": lambda a: f"{a / 1000:f} мян.төг",
    "millions": lambda a: f"{a / 10**6:f} сая төгрөг",
    "milliards": lambda a: f"{a / 10**9:f} тэрбум",
    "million millions": lambda a: f"{a / 10**12:f} их наяд ₮",
}
CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.from_regex(r"[₮$(-]?[0-9 .,']{1,20}( ?(сая|төг|USD|E\+11))?\)?", fullmatch=True)
)
READERS: list[Callable[[Cell], cells.Reading[Any]]] = [
    cells.text,
    cells.number,
    cells.amount,
    cells.day,
    cells.category,
    cells.method,
    cells.state,
    cells.currency,
    cells.count,
    cells.link,
]


@pytest.mark.parametrize("reader", READERS)
@given(CELLS)
def test_no_cell_makes_reading_fail_and_blank_is_no_problem(reader: Callable[[Cell], Any], cell: Cell) -> None:
    reading = reader(cell)
    assert reading.value is None or reading.value != ""
    if cells.is_blank(cell):
        assert reading == cells.Reading()
    else:
        assert reading.value is not None or reading.code or not cells.verbatim(cell).replace("\0", "").strip()


@pytest.mark.parametrize("habit", HABITS)
@given(AMOUNTS)
def test_an_amount_reads_the_same_in_every_habit(habit: str, amount: Decimal) -> None:
    reading = cells.amount(HABITS[habit](amount))
    assert reading.value is not None
    assert reading.value.amount == amount
    assert reading.code is None


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("1 250 000,50", "1250000.50", None),
        ("1'250'000", "1250000", None),
        ("₮1,250,000", "1250000", "MNT"),
        ("1.25 сая", "1250000", None),
        ("2 тэрбум", "2000000000", None),
        ("2 tes.", None, None),
        ("(1 000)", "-1000", None),
        ("-5", "-5", None),
        ("1,250,000.-", "1250000", None),
        ("US$ 12.50", "12.50", "USD"),
        ("300 ам.доллар", "300", "USD"),
        ("1 000 евро", "1000", "EUR"),
        ("MNT 5", "5", "MNT"),
        ("5 сая сая", None, None),
        ("5 төг 50 мөнгө", None, None),
        ("1,25,000", None, None),
        ("тодорхойгүй", None, None),
        ("9" * 19, None, None),
        ("1 000 000 000 их наяд", None, None),
    ],
)
def test_amounts_as_they_are_found(written: str, amount: str | None, currency: str | None) -> None:
    reading = cells.amount(written)
    expected = Amount(Decimal(amount), currency) if amount else None
    assert (reading.value, reading.code is None) == (expected, amount is not None)


@pytest.mark.parametrize("cell", [True, float("nan"), float("inf"), 1e300, 10**18, date(2026, 1, 1), time(1)])
def test_stored_values_that_are_no_amount(cell: Cell) -> None:
    assert cells.amount(cell).code is SheetCode.AMOUNT_UNREADABLE


def test_a_stored_number_is_as_it_is_shown() -> None:
    assert cells.amount(0.1).value == Amount(Decimal("0.1"))
    assert cells.amount(1_250_000).value == Amount(Decimal(1250000))


@pytest.mark.parametrize(
    ("cell", "day", "code"),
    [
        ("2026.03.05", date(2026, 3, 5), None),
        ("2026 оны гуравдугаар сарын 5-ны өдөр", date(2026, 3, 5), None),
        ("05/03/2026", date(2026, 3, 5), SheetCode.DAY_AMBIGUOUS),
        (datetime.fromisoformat("2026-03-05T12:00"), date(2026, 3, 5), None),
        (date(2026, 3, 5), date(2026, 3, 5), None),
        (46086, date(2026, 3, 5), SheetCode.DAY_FROM_SERIAL),
        (46086.5, date(2026, 3, 5), SheetCode.DAY_FROM_SERIAL),
        ("46086", date(2026, 3, 5), SheetCode.DAY_FROM_SERIAL),
        (2026, None, SheetCode.DAY_UNREADABLE),
        ("99999", None, SheetCode.DAY_UNREADABLE),
        (True, None, SheetCode.DAY_UNREADABLE),
        (float("nan"), None, SheetCode.DAY_UNREADABLE),
        ("удахгүй", None, SheetCode.DAY_UNREADABLE),
        (time(5), None, SheetCode.DAY_UNREADABLE),
    ],
)
def test_days_as_they_are_found(cell: Cell, day: date | None, code: SheetCode | None) -> None:
    assert cells.day(cell) == cells.Reading(day, code)


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("төг", "MNT"),
        ("Төгрөг", "MNT"),
        ("₮", "MNT"),
        ("ам.доллар", "USD"),
        ("$", "USD"),
        ("usd", "USD"),
        ("CHF", "CHF"),
    ],
)
def test_currencies(written: str, currency: str) -> None:
    assert cells.currency(written).value == currency


def test_an_unknown_currency_is_a_problem() -> None:
    assert cells.currency("мөнгө").code is SheetCode.CURRENCY_UNKNOWN


@pytest.mark.parametrize("written", TYPES)
def test_types_of_contracts_are_known_in_both_scripts(written: str) -> None:
    assert cells.category(written.upper()) == cells.Reading(written.upper())
    assert category_of(written) == TYPES[written]


def test_unknown_words_are_kept_as_written() -> None:
    assert cells.category("Бусад") == cells.Reading("Бусад", SheetCode.CATEGORY_UNKNOWN)
    assert cells.method("Бусад") == cells.Reading("Бусад", SheetCode.METHOD_UNKNOWN)
    assert cells.state("Бусад") == cells.Reading("Бусад", SheetCode.STATE_UNKNOWN)


def test_methods_and_states_are_known() -> None:
    assert [method_of(written) for written in METHODS] == list(METHODS.values())
    assert method_of("Neelttei tender shalgaruulalt") == "open"
    assert [state_of(written) for written in STATES] == list(STATES.values())


def test_numbers_are_text() -> None:
    assert cells.number(5102345.0).value == "5102345"
    assert cells.number("007").value == "007"
    assert cells.number("2.02401E+11").code is SheetCode.DIGITS_LOST
    assert cells.text("#REF!").code is SheetCode.FORMULA_ERROR


def test_counts_and_links() -> None:
    assert cells.count(3.0).value == 3
    assert cells.count("3 компани").code is SheetCode.COUNT_UNREADABLE
    assert cells.link("https://example.org/a").value == "https://example.org/a"
    assert cells.link("javascript:alert(1)").code is SheetCode.LINK_UNREADABLE


def test_a_stored_midnight_is_a_day() -> None:
    assert cells.verbatim(datetime.fromisoformat("2026-03-05")) == "2026-03-05"
    assert cells.verbatim(datetime.fromisoformat("2026-03-05T01:00")) == "2026-03-05T01:00:00"
    assert cells.verbatim(5.0) == "5"


@given(st.text(max_size=20))
def test_any_text_beside_an_amount_is_a_measure_or_none(written: str) -> None:
    measure = measure_of(written)
    assert measure is None or measure[0] >= 1
