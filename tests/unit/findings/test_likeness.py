"""How alike two texts are: a share of words that anybody can count."""

import pytest
from hypothesis import given, strategies as st

from app.findings.likeness import SIMILAR, is_similar, likeness

TEXTS = st.text(alphabet="абв АБВ,. өү", max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "per_cent"),
    [
        ("Дээвэр дутуу.", "дээвэр, ДУТУУ", 100),
        ("Дээвэр дутуу байна", "Дээвэр дутуу хийгдсэн", 50),
        ("Дээвэр", "Хашаа", 0),
        ("Дээвэр deever", "Дээвэр", 100),  # one word, written in two scripts
        ("Дээвэр", "", 0),
        ("", " . ", None),
    ],
)
def test_the_share_of_words_that_stand_in_both(one, other, per_cent):
    assert likeness(one, other) == per_cent


@given(TEXTS, TEXTS)
def test_it_does_not_matter_which_comes_first_or_how_often_a_word_stands(one, other):
    assert likeness(one, other) == likeness(other, one) == likeness(f"{one} {one}", other)
    assert likeness(one, one) in (100, None)


def test_what_has_no_words_may_be_the_same():
    assert is_similar(None) and is_similar(SIMILAR) and not is_similar(SIMILAR - 1)
