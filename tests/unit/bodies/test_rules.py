"""Where a text says it is, and what is no identifier of a public body."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import app.bodies
from app.bodies.rules import PlaceName, find_place, is_personal_number

FACTS = Path(app.bodies.__file__).with_name("places.csv")
ROWS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
IDS = {row["code"]: number for number, row in enumerate(ROWS, 1)}
CODES = {number: code for code, number in IDS.items()}
NAMES = tuple(PlaceName(IDS[row["code"]], row["level"], IDS.get(row["parent"]), row["name_mn"]) for row in ROWS)
LEVEL_WORD = {"aimag": "аймаг", "district": "дүүрэг"}


def code_in(text):
    return CODES.get(find_place(text, NAMES))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Хөвсгөл аймгийн Мөрөн сумын 1-р сургуулийн засвар", "MN-041"),
        ("ХӨВСГӨЛ АЙМГИЙН ЗДТГ", "MN-041"),
        ("Khövsgöl aimag, road repair", "MN-041"),
        ("Zam zasvar (Huvsgul)", "MN-041"),
        ("Хан-Уул дүүргийн цэцэрлэг", "MN-1-08"),
        ("Дархан-Уул аймгийн эмнэлэг", "MN-037"),
        ("Улаанбаатар хотын усан хангамж", "MN-1"),
        ("Улаанбаатар хот, Баянзүрх дүүрэг, 5-р хороо", "MN-1-04"),
    ],
)
def test_a_named_place_is_found(text, code):
    assert code_in(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Сүхбаатар", None),
        ("Сүхбаатарын талбай", None),
        ("Сүхбаатар аймгийн сургууль", "MN-051"),
        ("Сүхбаатар дүүргийн сургууль", "MN-1-05"),
        ("Sukhbaatar district", "MN-1-05"),
        ("Сүхбаатар сумын сургууль", None),
        ("Сэлэнгэ аймгийн Сүхбаатар сум", "MN-049"),
        ("Увс аймгийн Булган сумын багийн төв", "MN-046"),
    ],
)
def test_a_repeated_name_needs_the_word_for_its_level(text, code):
    assert code_in(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Эрүүл мэндийн төв", None),
        ("Төв аймгийн эрүүл мэндийн төв", "MN-047"),
        ("Улаанбаатар–Дархан чиглэлийн зам", "MN-1"),
        ("Хөвсгөл, Завхан аймгийн гүүр", None),
        ("Сэлэнгэ аймаг, Баянгол", "MN-049"),
        ("Баянхонгорчууд", None),
        ("", None),
    ],
)
def test_what_is_unsure_stays_open(text, code):
    assert code_in(text) == code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_place_is_found_by_its_own_name_and_level(row):
    text = f"{row['name_mn']} {LEVEL_WORD.get(row['level'], '')}"
    assert code_in(text) == row["code"]


@given(st.text())
def test_any_text_gives_a_known_place_or_none(text):
    assert find_place(text, NAMES) in {None, *CODES}


@given(st.text())
def test_without_names_there_is_no_place(text):
    assert find_place(text, ()) is None


@pytest.mark.parametrize("number", ["УБ12345678", "уб 12 34 56 78", "MN-RN-ТЁ00112233"])
def test_a_persons_number_is_recognised(number):
    assert is_personal_number(number)


@pytest.mark.parametrize("number", ["1234567", "MN-RN-1234567", "УБ1234567", "АУБ12345678", ""])
def test_a_bodys_number_is_not_taken_for_a_persons(number):
    assert not is_personal_number(number)
