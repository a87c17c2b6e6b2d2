"""All assignments, as a lead looks for them."""

from datetime import timedelta

import pytest

from app.contracts import service
from app.contracts.asked import STANDINGS, Wanted, list_asked
from app.core import clock
from app.core.paging import PER_PAGE
from tests.given import commit, people, work
from tests.given.counting import statements_of

DAY = timedelta(days=1)


@pytest.fixture
def cast(app):
    """An assignment of each standing, by standing."""
    today, lead = clock.today(), people.person("lead")
    network = people.subnetwork(lead)
    made = {
        "overdue": {"due_on": today - DAY},
        "open": {"due_on": today},
        "done": {"state": "done"},
        "recalled": {"state": "recalled"},
        "declined": {"state": "declined"},
        "conflict": {},
    }
    fields = {"subnetwork": network}
    rows = {name: work.assignment(work.monitored(**fields), people.person(), **said) for name, said in made.items()}
    row = rows["conflict"]
    service.declare_conflict(row.contract, row.monitor, clock.now(), "танил")
    return rows


def found(page=1, **wanted):
    return {row.assignment: row.standing for row in list_asked(Wanted(**wanted), clock.today(), page).items}


def test_each_stands_where_it_stands_and_what_is_open_comes_first(cast):
    assert found() == {row: standing for standing, row in cast.items()}
    assert list(found())[:2] == [cast["overdue"], cast["open"]]
    assert set(cast) == set(STANDINGS)


@pytest.mark.parametrize("standing", STANDINGS)
def test_by_standing(cast, standing):
    expected = {cast["open"], cast["overdue"]} if standing == "open" else {cast[standing]}
    assert set(found(standing=standing)) == expected


def test_by_monitor_place_body_and_subnetwork(cast):
    row = cast["done"]
    aimag, row.contract.buyer = people.place(), people.body()
    row.contract.place = people.place(parent=aimag)
    for wanted in ({"monitor_id": row.monitor_id}, {"place_id": aimag.id}, {"body_id": row.contract.buyer_id}):
        assert set(found(**wanted)) == {row}
    assert set(found(subnetwork_ids=[row.contract.subnetwork_id])) == set(cast.values())
    assert found(subnetwork_ids=[]) == found(place_id=row.contract.place_id, monitor_id=0) == {}


def test_a_full_page_asks_no_more_of_the_database_than_a_short_one(cast):
    def show():
        for row in list_asked(Wanted(), clock.today(), 1).items:
            assert row.assignment.contract.title and row.assignment.monitor.name
            assert row.assignment.contract.place and row.assignment.contract.buyer

    for row in cast.values():
        row.contract.place, row.contract.buyer = people.place(), people.body()
    commit()
    few = statements_of(show)
    for _number in range(PER_PAGE):
        work.monitored(people.person(), place=people.place(), buyer=people.body())
    commit()
    assert statements_of(show) == few
    assert len(found()) == PER_PAGE and len(found(page=2)) == len(cast)
