"""The template, filled and read back."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from app.contracts.story import tell
from app.core.money import Money
from app.ocds.sheets import COLUMNS, Field, SheetCode, as_csv, as_xlsx, check, guess, releases
from app.ocds.sheets.cells import category, method, state
from app.ocds.sheets.template import choices, headings
from tests.unit.ocds.sheets.making import DAY, opened

LANGUAGES = pytest.mark.parametrize("language", ["mn", "en"])
WORDS = st.text("абвгдөүz", min_size=1, max_size=12)
FILLED = st.fixed_dictionaries(
    {
        Field.NUMBER: st.integers(10**6, 10**9).map(lambda number: f"A/{number}"),
        Field.TITLE: WORDS.map(lambda word: f"Зам {word}"),
        Field.BUYER: WORDS.map(lambda word: f"Сум {word}"),
        Field.SUPPLIER: WORDS.map(lambda word: f"{word} ХХК"),
        Field.AMOUNT: st.integers(1, 10**12),
        Field.CURRENCY: st.sampled_from(["MNT", "USD"]),
        Field.SIGNED: st.dates(date(2018, 1, 1), date(2030, 1, 1)),
    }
)


def filled_csv(language: str, values: dict[Field, Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([values.get(field, "") for field in Field])
    return as_csv(language) + text.getvalue().encode()


def filled_xlsx(language: str, values: dict[Field, Any]) -> bytes:
    book = load_workbook(io.BytesIO(as_xlsx(language)))
    for column, field in enumerate(Field, start=1):
        book.worksheets[0].cell(3, column, values.get(field))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@LANGUAGES
@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_every_column_is_recognised_and_the_example_is_no_contract(language: str, make: Any) -> None:
    sheet = opened(make(language))
    mapping = guess(sheet.headings)
    check(mapping)
    assert list(mapping.values()) == list(Field)
    (example,) = releases(sheet, mapping, "ub", DAY)
    assert (example.release, [problem.code for problem in example.problems]) == (None, [SheetCode.EXAMPLE_ROW])


@LANGUAGES
@pytest.mark.parametrize("fill", [filled_csv, filled_xlsx])
@given(values=FILLED)
def test_what_is_filled_in_comes_back(language: str, fill: Any, values: dict[Field, Any]) -> None:
    sheet = opened(fill(language, values))
    _, row = releases(sheet, guess(sheet.headings), "ub", DAY)
    assert row.release is not None
    assert row.problems == ()
    story = tell(row.release)
    assert (story.title, story.signed_on) == (values[Field.TITLE], values[Field.SIGNED])
    assert story.buyer is not None
    assert (story.buyer.name, story.suppliers[0].name) == (values[Field.BUYER], values[Field.SUPPLIER])
    assert story.contracted == (Money(values[Field.AMOUNT], values[Field.CURRENCY]),)
    assert row.release["contracts"][0]["id"] == values[Field.NUMBER]


@LANGUAGES
def test_the_words_that_lists_offer_are_understood(language: str) -> None:
    readers = {Field.CATEGORY: category, Field.METHOD: method, Field.STATE: state}
    for field, reader in readers.items():
        assert all(reader(word).code is None for word in choices(field, language))
    assert choices(Field.CATEGORY, language)
    assert choices(Field.METHOD, language)


@LANGUAGES
def test_the_workbook_offers_lists_formats_and_explanations(language: str) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(language)))
    contracts, explanation = book.worksheets
    lists = {next(iter(rule.sqref.ranges)).min_col: rule.formula1 for rule in contracts.data_validations.dataValidation}
    columns = {field: column for column, field in enumerate(Field, start=1)}
    assert lists[columns[Field.CATEGORY]] == f'"{",".join(choices(Field.CATEGORY, language))}"'
    assert lists[columns[Field.METHOD]] == f'"{",".join(choices(Field.METHOD, language))}"'
    assert contracts.cell(2, columns[Field.SIGNED]).value == datetime.fromisoformat("2026-03-05")
    assert contracts.cell(2, columns[Field.SIGNED]).number_format == "yyyy.mm.dd"
    assert contracts["B2"].number_format == "@"
    assert contracts.freeze_panes == "A2"
    explained = [row[0] for row in explanation.iter_rows(min_row=3, values_only=True)]
    assert explained == list(headings(language))
    assert explanation["B3"].value == str(COLUMNS[Field.OCID].hint)


@LANGUAGES
def test_the_template_is_always_the_same(language: str) -> None:
    assert as_csv(language) == as_csv(language)
    assert as_xlsx(language) == as_xlsx(language)
