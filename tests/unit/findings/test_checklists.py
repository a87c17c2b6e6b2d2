"""The file of questions keeps the promises of the method."""

import csv
from collections import Counter

import pytest

from app.contracts.terms import CATEGORIES
from app.findings.reference import SOURCE
from app.findings.terms import STAGES

with SOURCE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
LENGTHS = Counter((row["category"], row["stage"]) for row in ROWS)


def test_codes_are_unique_and_known():
    assert len({row["code"] for row in ROWS}) == len(ROWS)
    assert {row["stage"] for row in ROWS} == set(STAGES)
    assert {row["category"] for row in ROWS} <= {"", *CATEGORIES}


@pytest.mark.parametrize("key", LENGTHS)
def test_a_list_is_short_enough_for_a_visit(key):
    assert 3 <= LENGTHS[key] <= 8


def test_every_category_has_questions_at_every_stage():
    assert {stage for category, stage in LENGTHS if not category} == set(STAGES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_question_is_one_sentence_in_both_languages(row):
    for text in (row["text_mn"], row["text_en"]):
        assert text.endswith("?") and text.count("?") == 1 and text == " ".join(text.split())


def test_works_and_goods_ask_the_classic_questions():
    codes = {row["code"] for row in ROWS if row["stage"] == "implementation"}
    works = ("schedule", "quantity", "quality", "safety", "journal", "commission", "in-use")
    goods = ("allocated", "received", "condition", "date")
    assert {f"works-{name}" for name in works} | {f"goods-{name}" for name in goods} <= codes
