from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from app.core.errors import Invalid
from app.ocds.sheets import COLUMNS, Field, check, guess
from app.ocds.sheets.columns import unit_of


@pytest.mark.parametrize("field", Field)
def test_every_field_is_known_by_each_of_its_headings(field: Field) -> None:
    column = COLUMNS[field]
    for heading in (*column.mn, *column.en):
        assert guess([heading]) == {0: field}
        assert guess([f" {heading.upper()} "]) == {0: field}
    assert str(column.label)
    assert str(column.hint)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Гэрээний үнийн дүн (сая төг)", Field.AMOUNT),
        ("Төсөвт өртөг /мян.төг/", Field.BUDGET),
        ("Geree baiguulsan ognoo", Field.SIGNED),
        ("Гүйцэтгэгч компанийн нэр, регистр", Field.SUPPLIER),
        ("Гэрээний дугаар, огноо", Field.NUMBER),
        ("№", None),
        ("Д/д", None),
        ("", None),
    ],
)
def test_headings_as_they_are_found(heading: str, field: Field | None) -> None:
    assert guess([heading]).get(0) is field


def test_no_field_is_guessed_twice_and_the_exact_heading_wins() -> None:
    assert guess(["Нийт гэрээний дүн ам.доллараар", "Гэрээний дүн", "Дүн"]) == {1: Field.AMOUNT}


@given(st.lists(st.text(max_size=30) | st.sampled_from([h for c in COLUMNS.values() for h in c.mn]), max_size=12))
def test_guesses_are_a_matching(headings: list[str]) -> None:
    guessed = guess(headings)
    assert len(set(guessed.values())) == len(guessed)
    assert all(0 <= column < len(headings) for column in guessed)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Дүн (сая төг)", (Decimal(10) ** 6, "MNT")),
        ("Дүн /мян.төг/", (Decimal(1000), "MNT")),
        ("Дүн, тэрбум", (Decimal(10) ** 9, None)),
        ("Дүн (₮)", (Decimal(1), "MNT")),
        ("Дүн (ам.доллар)", (Decimal(1), "USD")),
        ("Дүн (НӨАТ-тай)", (Decimal(1), None)),
        ("Сая", (Decimal(1), None)),
    ],
)
def test_headings_may_give_the_unit(heading: str, unit: tuple[Decimal, str | None]) -> None:
    assert unit_of(heading) == unit


def test_a_matching_that_makes_contracts_passes() -> None:
    check({0: Field.TITLE, 3: Field.BUYER})
    check({0: "number", 1: "buyer_identifier"})
    check({0: "title"}, given=["buyer"])


@pytest.mark.parametrize(
    ("mapping", "at_fault"),
    [
        ({}, {"title", "buyer"}),
        ({0: "title"}, {"buyer"}),
        ({0: "buyer"}, {"title"}),
        ({0: "title", 1: "buyer", 2: "buyer"}, {"buyer"}),
        ({0: "title", 1: "buyer", 2: "colour"}, {"colour"}),
    ],
)
def test_what_is_missing_or_doubled_is_named(mapping: dict[int, str], at_fault: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        check(mapping)
    assert set(refused.value.errors) == at_fault


def test_a_column_and_a_statement_for_the_whole_sheet_may_both_give_a_field() -> None:
    check({0: "title", 1: "buyer", 2: "currency"}, given=["currency"])
