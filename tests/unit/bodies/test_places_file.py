"""The facts that ship with the application."""

import csv
from collections import Counter
from pathlib import Path

import app.bodies
from app.core.text import fold

FACTS = Path(app.bodies.__file__).with_name("places.csv")
ROWS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))


def test_there_are_22_first_level_units_and_9_districts():
    assert Counter(row["level"] for row in ROWS) == {"capital": 1, "aimag": 21, "district": 9}


def test_codes_are_unique_and_parents_stand_before_their_parts():
    seen = []
    for row in ROWS:
        assert row["code"] not in seen and row["parent"] in ("", *seen)
        seen.append(row["code"])


def test_only_districts_have_a_parent_and_a_code_made_here():
    districts = [row for row in ROWS if row["parent"]]
    assert [row["code"] for row in districts] == [f"MN-1-{number:02d}" for number in range(1, 10)]
    assert {row["parent"] for row in districts} == {"MN-1"}


def test_both_names_of_a_place_fold_alike():
    assert all(fold(row["name_mn"]) == fold(row["name_en"]) for row in ROWS)
