"""Receipt numbers and registration numbers."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from app.tips.rules import check_digits, digits_of, has_registration_number, in_groups, is_receipt, receipt_of

BODIES = st.integers(0, 10**14 - 1).map(lambda number: f"{number:014d}")
RECEIPTS = BODIES.map(lambda body: body + check_digits(body))
LETTERS = st.sampled_from("АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ")


@given(st.integers(0, 2**256))
def test_new_ones_hold(secret):
    assert is_receipt(receipt_of(secret))


@given(RECEIPTS, st.integers(0, 15), st.integers(1, 9))
def test_any_wrong_digit_is_caught(receipt, at, step):
    wrong = receipt[:at] + str((int(receipt[at]) + step) % 10) + receipt[at + 1 :]
    assert is_receipt(receipt) and not is_receipt(wrong)


@given(RECEIPTS, st.integers(0, 14))
def test_any_swap_of_neighbours_is_caught(receipt, at):
    swapped = receipt[:at] + receipt[at + 1] + receipt[at] + receipt[at + 2 :]
    assert is_receipt(swapped) == (swapped == receipt)


@given(RECEIPTS)
def test_spaces_and_dashes_are_tolerated(receipt):
    assert digits_of(in_groups(receipt)) == digits_of(in_groups(receipt).replace(" ", "-")) == receipt


@given(st.text(max_size=20))
def test_anything_may_be_typed(typed):
    is_receipt(digits_of(typed))


BORN = st.dates(date(1930, 1, 1), date(2025, 12, 31))


@given(LETTERS, LETTERS, BORN, st.integers(0, 99), st.sampled_from(["", " ", "-", "  ", "№"]))
def test_registration_numbers_are_found(one, other, born, last, between):
    month = born.month + (20 if born.year >= 2000 else 0)
    digits = f"{born.year % 100:02d}{month:02d}{born.day:02d}{last:02d}"
    assert has_registration_number(f"Тэр хүн: {one}{other}{between}{digits}.")
    assert has_registration_number(f"({one}{other}{digits[:4]} {digits[4:]})")
    assert has_registration_number(f"тэр хүн {one.lower()}{other.lower()}{digits}")


def test_letters_that_look_alike_are_letters():
    assert has_registration_number("YБ 81051234")


@pytest.mark.parametrize(
    "text",
    [
        "Утас 99112233",
        "Утас нь 99112233",
        "Гэрээний дүн нь 25000000 төгрөг",
        "УБ123",
        "гэрээ 1234567890",
        "АБ123456789",
        "АБ 99999999",
    ],
)
def test_other_numbers_are_not(text):
    assert not has_registration_number(text)
