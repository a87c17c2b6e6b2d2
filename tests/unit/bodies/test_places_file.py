"""The facts that ship with the application."""

import csv
import re
from collections import Counter
from pathlib import Path

import app.bodies
from app.core.text import fold

FACTS = Path(app.bodies.__file__).with_name("places.csv")
ROWS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
SOUMS = list(csv.DictReader(FACTS.with_name("soums.csv").read_text(encoding="utf-8").splitlines()))
CYRILLIC = re.compile(r"[А-ЯЁӨҮ][а-яёөү]+(-[А-ЯЁӨҮ][а-яёөү]+)?")
MONGOLIA = (41.5, 52.2, 87.7, 120.0)  # south, north, west, east


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


def test_centres_lie_in_mongolia_and_only_one_is_not_known():
    south, north, west, east = MONGOLIA
    known = [(float(row["latitude"]), float(row["longitude"])) for row in ROWS if row["latitude"]]
    assert all(south < latitude < north and west < longitude < east for latitude, longitude in known)
    assert [row["code"] for row in ROWS if not row["latitude"]] == ["MN-1-02"]


def test_there_are_330_soums_in_21_aimags():
    aimags = {row["code"] for row in ROWS if row["level"] == "aimag"}
    assert len(SOUMS) == 330 and {row["parent"] for row in SOUMS} == aimags
    assert len({(row["parent"], fold(row["name_mn"])) for row in SOUMS}) == 330
    assert all(CYRILLIC.fullmatch(row["name_mn"]) for row in SOUMS)


def test_the_code_of_a_soum_begins_with_its_aimag():
    assert len({row["code"] for row in SOUMS}) == 330
    assert all(re.fullmatch(re.escape(row["parent"]) + r"-\d\d", row["code"]) for row in SOUMS)
