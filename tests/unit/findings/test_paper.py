"""The code on a printed form is read back, and a slip of the pen is noticed."""

import pytest
from hypothesis import assume, given, strategies as st

from app.findings.paper import Printed, read_code

printed = st.builds(Printed, st.integers(1, 10**9 - 1), st.integers(1, 10**6 - 1), st.integers(1, 10**9 - 1))


@given(printed, st.sampled_from(["-", " ", " - ", ".", "–"]))
def test_what_was_printed_is_read_back(form, between):
    assert read_code(f" {form.code.replace('-', between)} ") == form


@given(printed, st.data())
def test_one_wrong_digit_is_noticed(form, data):
    places = [n for n, letter in enumerate(form.code) if letter.isdigit()]
    place, digit = data.draw(st.sampled_from(places)), data.draw(st.sampled_from("0123456789"))
    assume(form.code[place] != digit)
    assert read_code(form.code[:place] + digit + form.code[place + 1 :]) is None


@given(printed, st.data())
def test_two_neighbours_exchanged_are_noticed(form, data):
    pairs = [n for n in range(len(form.code) - 1) if form.code[n : n + 2].isdigit()]
    place = data.draw(st.sampled_from(pairs))
    one, other = form.code[place : place + 2]
    assume(one != other)
    assert read_code(form.code[:place] + other + one + form.code[place + 2 :]) is None


@pytest.mark.parametrize("written", ["", "12", "12-1-45", "a-b-c-d", "12-1-45-7-7-7", "٣-1-45-07", "9" * 80])
def test_what_is_no_code_is_none(written):
    assert read_code(written) is None
