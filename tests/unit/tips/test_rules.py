"""Receipt numbers and registration numbers."""

import pytest
from hypothesis import given, strategies as st

from app.tips.rules import check_digits, digits_of, has_registration_number, in_groups, is_receipt, new_receipt

BODIES = st.integers(0, 10**14 - 1).map(lambda number: f"{number:014d}")
RECEIPTS = BODIES.map(lambda body: body + check_digits(body))
LETTERS = st.sampled_from("АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабөүяё")


def test_new_ones_hold():
    assert all(is_receipt(new_receipt()) for _ in range(100))


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


@given(LETTERS, LETTERS, st.integers(0, 10**8 - 1), st.sampled_from(["", " ", "-"]))
def test_registration_numbers_are_found(one, other, number, between):
    assert has_registration_number(f"Тэр хүн: {one}{other}{between}{number:08d}.")


@pytest.mark.parametrize("text", ["Утас 99112233", "УБ123", "гэрээ 1234567890", "АБ123456789"])
def test_other_numbers_are_not(text):
    assert not has_registration_number(text)
