"""The phone reckons distances and orders what there is to do as the server does."""

from types import SimpleNamespace

import pytest

from app.bodies.nearness import nearness
from tests.journeys.hands import BROWSER

pytestmark = BROWSER

CENTRES = {1: (47.9077, 106.8832), 2: (47.9077, 106.8832), 3: (49.6342, 100.1625), 4: (48.0056, 91.6419), 5: None}
PARENTS = {2: 1, 5: 1}
PLACES = [{"id": number, "parent": PARENTS.get(number), "at": at and list(at)} for number, at in CENTRES.items()]
NEARNESS = """([code, places, home, contract]) => import(`${code}/near.js`).then(({ nearness, originOf }) =>
  nearness(originOf(null, { home, places }), contract, places))"""
ORDERED = """([code, rows, near]) => import(`${code}/near.js`).then(({ ordered }) =>
  ordered(rows, "2026-06-05", near ? ((row) => near[row.id]) : undefined).map(({ id }) => id))"""


@pytest.fixture
def asks(context, address, code_path):
    """`asks(script, …)`: what the module answers in a browser."""
    page = context.new_page()
    page.goto(f"{address}/field/")
    return lambda script, *facts: page.evaluate(script, [code_path, *facts])


def placed(number):
    latitude, longitude = CENTRES[number] or (None, None)
    return SimpleNamespace(id=number, parent_id=PARENTS.get(number), latitude=latitude, longitude=longitude)


def test_the_phone_finds_what_the_server_finds(asks):
    for home in CENTRES:
        for there in CENTRES:
            rank, kilometres = nearness(placed(home), placed(there))
            said = asks(NEARNESS, PLACES, home, {"place": {"id": there}})
            assert said == [rank, pytest.approx(kilometres)], (home, there)
    assert asks(NEARNESS, PLACES, None, {"place": {"id": 1}}) == asks(NEARNESS, PLACES, 1, {"place": None}) == [2, 0]


def test_overdue_then_near_then_due(asks):
    days = {1: None, 2: "2026-06-09", 3: "2026-06-04", 4: "2026-06-05", 5: "2026-06-09"}
    rows = [{"id": number, "due_on": day} for number, day in days.items()]
    near = {1: [0, 0], 2: [1, 80], 3: [2, 0], 4: [1, 530], 5: [1, 80]}
    assert asks(ORDERED, rows, near) == [3, 1, 2, 5, 4]
    assert asks(ORDERED, rows, None) == [3, 4, 2, 5, 1]
