"""How far two places are from each other, and how that is said."""

from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from hypothesis import given, strategies as st

from app.bodies.nearness import HERE, UNKNOWN, kilometres, nearness

ULAANBAATAR, MURUN, KHOVD = (47.9077, 106.8832), (49.6342, 100.1625), (48.0056, 91.6419)
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def place(number, centre=None, parent=None):
    latitude, longitude = centre or (None, None)
    return SimpleNamespace(id=number, parent_id=parent, latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(("to", "distance"), [(MURUN, 531), (KHOVD, 1130)])
def test_distances_are_those_of_the_map(to, distance):
    assert kilometres(ULAANBAATAR, to) == pytest.approx(distance, rel=0.01)


@given(POINTS, POINTS)
def test_a_way_is_as_long_as_the_way_back_and_never_around_the_earth(one, other):
    assert kilometres(one, other) == pytest.approx(kilometres(other, one), abs=1e-6)
    assert 0 <= kilometres(one, other) <= 20_016
    assert kilometres(one, one) == 0


def test_a_district_and_its_capital_are_one_place():
    capital, district = place(1, ULAANBAATAR), place(2, ULAANBAATAR, 1)
    assert nearness(capital, capital) == nearness(capital, district) == nearness(district, capital) == HERE


def test_what_is_not_known_comes_last():
    home = place(1, ULAANBAATAR)
    found = [nearness(home, other) for other in (None, place(3), place(4, KHOVD), place(5, MURUN), home)]
    assert sorted(found) == found[::-1]
    assert found[0] == found[1] == nearness(None, home) == UNKNOWN


@pytest.mark.parametrize(
    ("there", "said"),
    [(None, "None"), (MURUN, "About 530 km away"), ((47.93, 106.9), "Near your place")],
)
def test_it_is_said_to_ten_kilometres(app, there, said):
    with force_locale("en"):
        assert str(nearness(place(1, ULAANBAATAR), place(2, there, 9)).said) == said
