"""Covered parts as text: what a hand may write, and what a picture has room for."""

import pytest
from hypothesis import given, strategies as st

from app.core.cleaning import Area
from app.core.errors import Invalid
from app.findings import covers

spans = st.integers(0, 999).flatmap(lambda start: st.tuples(st.just(start), st.integers(1, 1000 - start)))
areas = st.builds(lambda x, y: Area(x[0], y[0], x[1], y[1]), spans, spans)


@given(st.sets(areas, max_size=covers.MOST))
def test_what_is_written_is_read_again(parts):
    assert covers.parse(covers.write(sorted(parts))) == tuple(sorted(parts))


def test_a_hand_may_write_commas_and_empty_lines():
    assert covers.parse("\n12,5  30 8 10\n\n12.5 30 8 10\n") == (Area(125, 300, 80, 100),)


@pytest.mark.parametrize(
    "line", ["1 2 3", "1 2 3 4 5", "a b c d", "0 0 0 5", "-1 0 5 5", "96 0 5 5", "nan 0 5 5", "1e99999999 0 1 1"]
)
def test_what_is_no_part_of_the_picture_is_refused(line):
    with pytest.raises(Invalid) as refusal:
        covers.parse(f"1 1 1 1\n{line}")
    assert "2" in str(refusal.value.errors["covers"])


def test_there_is_an_end():
    with pytest.raises(Invalid):
        covers.parse("\n".join(f"{n} 0 1 1" for n in range(covers.MOST + 1)))


@given(st.text())
def test_rubbish_is_refused_or_understood(text):
    try:
        parts = covers.parse(text)
    except Invalid:
        return
    assert all(part.fits for part in parts)
