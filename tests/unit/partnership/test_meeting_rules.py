"""What may stand in minutes, what they lack, and their fingerprint."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from app.partnership.meetings.rules import (
    MOST_PEOPLE,
    Point,
    Seat,
    all_faults,
    changed_lines,
    faults_of_point,
    faults_of_seat,
    fingerprint,
    lacking,
    persons_in,
)

HELD = date(2026, 6, 3)
TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ж. Нарантуяа ярив", ["Ж. Нарантуяа"]),
        ("дарга Б.Бат-Эрдэнэ, Ө.Үлэмж", ["Б.Бат-Эрдэнэ", "Ө.Үлэмж"]),
        ("Chair J. Smith", ["J. Smith"]),
        ("Сургуулийн захирал", []),
        ("1.Дээвэр 2.Хана", []),
        ("А.Б.Цэндсүрэн", ["А.Б.Цэндсүрэн"]),
        ("ХХК. Дараа нь", []),
        ("", []),
        (None, []),
    ],
)
def test_names_of_persons_are_seen(text, found):
    assert persons_in(text) == found


@given(TEXT)
def test_looking_for_names_never_fails(text):
    assert all(name in text for name in persons_in(text))


def test_an_office_is_no_person():
    assert not faults_of_seat(Seat("public_body:1", "Захирал", "Director", 2))
    assert list(faults_of_seat(Seat("public_body:1", "Ж. Нарантуяа"))) == ["office_mn"]
    assert list(faults_of_seat(Seat("", "", "Parents"))) == ["office_mn"]


@given(st.integers())
def test_somebody_took_part_but_no_crowd(headcount):
    assert ("headcount" in faults_of_seat(Seat("organisation:1", headcount=headcount))) == (
        not 1 <= headcount <= MOST_PEOPLE
    )


@given(TEXT, st.none() | st.dates())
def test_a_line_needs_text_and_a_day_to_come(text, due_on):
    faults = set(faults_of_point(Point("agreement", text, due_on=due_on), HELD))
    assert faults == ({"text_mn"} if not text.strip() else set()) | ({"due_on"} if due_on and due_on < HELD else set())


@given(st.lists(st.tuples(st.sampled_from(["agenda", "agreement"]), st.sampled_from(["", "Текст"]))))
def test_faults_are_named_by_their_row(said):
    faults = all_faults([], [Point(kind, text) for kind, text in said], HELD)
    texts = {kind: [text for one, text in said if one == kind] for kind in ("agenda", "agreement")}
    blank = {f"{kind}-{at}-text_mn" for kind, rows in texts.items() for at, text in enumerate(rows) if not text}
    assert set(faults) == blank


def _meeting(**fields):
    seats = [SimpleNamespace(body_id=1, organisation_id=None), SimpleNamespace(body_id=None, organisation_id=2)]
    line = SimpleNamespace(kind="agreement", owner="x", due_on=HELD)
    return SimpleNamespace(**({"body_id": 1, "day": HELD, "participants": seats, "lines": [line]} | fields))


def test_whole_minutes_lack_nothing():
    assert lacking(_meeting()) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"participants": [SimpleNamespace(body_id=1, organisation_id=None)]},
        {"participants": [SimpleNamespace(body_id=None, organisation_id=2)]},
        {"lines": [SimpleNamespace(kind="lesson")]},
        {"lines": [SimpleNamespace(kind="agreement", owner=None, due_on=HELD)]},
        {"lines": [SimpleNamespace(kind="agreement", owner="x", due_on=None)]},
        {"lines": [SimpleNamespace(kind="agreement", owner="x", due_on=date(2026, 6, 2))]},
    ],
)
def test_what_is_missing_is_said(fields):
    assert len(lacking(_meeting(**fields))) == 1


@given(st.dictionaries(TEXT, TEXT))
def test_a_fingerprint_does_not_depend_on_the_order(document):
    assert fingerprint(document) == fingerprint(dict(reversed(document.items())))


def test_only_what_an_agreement_says_counts_as_changed():
    row = {"line": 1, "mn": "А", "en": None, "owner": "organisation:1", "due_on": None, "area": None, "owner_mn": "Х"}
    before = {"agreements": [row]}
    assert changed_lines(before, {"agreements": [row | {"owner_mn": "Нэр солигдсон"}]}) == set()
    assert changed_lines(before, {"agreements": [row | {"mn": "Б"}, row | {"line": 2}]}) == {1, 2}
    assert changed_lines({}, before) == {1}
