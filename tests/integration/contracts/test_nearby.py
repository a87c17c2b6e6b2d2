"""What a monitor sees to do near them."""

from datetime import timedelta

import pytest

from app.bodies.service import set_home
from app.contracts.nearby import FEW, list_to_do, list_unwatched_near
from app.core import clock
from tests.given import commit, people, work
from tests.given.counting import statements_of

CENTRE, NEXT, FAR = (47.9, 106.9), (48.9, 106.9), (48.0, 91.6)


def place(centre=None):
    latitude, longitude = centre or (None, None)
    return people.place(latitude=latitude, longitude=longitude)


@pytest.fixture
def cast(app):
    monitor, (home, near, far, nowhere) = people.person(), map(place, (CENTRE, NEXT, FAR, None))
    return monitor, home, near, far, nowhere


def test_overdue_then_near_then_due(cast):
    monitor, home, near, far, nowhere = cast
    today = clock.today()
    wanted = [(far, -1), (home, 9), (near, 5), (near, 9), (near, None), (far, 1), (nowhere, 0), (None, 1)]
    rows = [
        work.assignment(work.monitored(place=where), monitor, due_on=None if due is None else today + timedelta(due))
        for where, due in reversed(wanted)
    ]
    set_home(monitor, home, monitor, clock.now())
    found = list_to_do(monitor, today)
    assert [row.assignment for row in found] == rows[::-1]
    assert [row.is_overdue for row in found] == [True] + [False] * 7


def test_without_a_home_by_due_day(cast):
    monitor, home, _near, far, _nowhere = cast
    later = work.assignment(work.monitored(place=home), monitor, due_on=clock.today() + timedelta(2))
    sooner = work.assignment(work.monitored(place=far), monitor, due_on=clock.today())
    work.assignment(work.monitored(), monitor, state="done")
    assert [row.assignment for row in list_to_do(monitor, clock.today())] == [sooner, later]


def test_what_nobody_watches_near_by_is_shown(cast):
    monitor, home, near, far, nowhere = cast
    there, next_door = work.monitored(place=home), work.monitored(place=near)
    work.monitored(people.person(), place=home)
    work.conflict(work.monitored(place=home), monitor)
    work.contract(place=home)
    for where in (far, nowhere, None):
        work.monitored(place=where)
    assert list_unwatched_near(monitor) == []
    set_home(monitor, home, monitor, clock.now())
    assert [contract for contract, _near in list_unwatched_near(monitor)] == [there, next_door]


def test_a_few_are_enough(cast):
    monitor, home, *_rest = cast
    set_home(monitor, home, monitor, clock.now())
    for _number in range(FEW + 2):
        work.monitored(place=home)
    assert len(list_unwatched_near(monitor)) == FEW


def test_a_longer_list_asks_no_more_of_the_database(cast):
    monitor, home, *_rest = cast
    set_home(monitor, home, monitor, clock.now())

    def count():
        commit()
        return statements_of(lambda: [row.assignment.contract.buyer for row in list_to_do(monitor, clock.today())])

    work.monitored(monitor, place=home, buyer=people.body())
    few = count()
    for _number in range(5):
        work.monitored(monitor, place=place(FAR), buyer=people.body())
    assert count() == few
