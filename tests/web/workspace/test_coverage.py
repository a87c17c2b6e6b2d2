"""What is watched and what is not, as leads see it."""

import re

import pytest

from app.core import clock
from app.workspace.coverage import coverage, suggestions
from tests.given import commit, people, work


@pytest.fixture
def cast(app):
    monitor = people.person("monitor")
    aimag, other = people.place(), people.place()
    district = people.place(parent=aimag)
    body = people.body()
    seen = work.monitored(monitor, place=district, buyer=body, category="works")
    free = work.monitored(place=aimag, buyer=body, category="goods")
    work.observation(seen, monitor, state="received", received_at=clock.now())
    commit()
    return aimag, other, body, seen, free


def test_what_lies_in_a_place_counts_for_it(cast):
    aimag, other, body, _seen, _free = cast
    found = coverage()
    by_place = {row.subject: (row.monitored, row.assigned, row.visited) for row in found.places}
    assert by_place[aimag] == (2, 1, 1) and by_place[other] == (0, 0, 0)
    assert [(row.subject, row.monitored) for row in found.bodies] == [(body, 2)]
    assert found.places[-1].subject == aimag, "what is not watched comes first"


def test_what_nobody_is_asked_about_is_suggested(cast):
    *_rest, seen, free = cast
    work.contract(size=5)
    commit()
    found = dict(suggestions())
    assert free in found and seen not in found and len(found) == 2


def test_leads_and_observers_read_it_and_nobody_is_named(client, cast):
    for role in ("lead", "observer"):
        person = people.person(role)
        commit()
        page = client.sign_in(person).get("/workspace/coverage").text
        assert cast[4].title in page and not re.search(r"Хүн 0000(?!\d*</a>)", page.split("<main")[1])
    client.sign_out().get("/workspace/coverage", 302)
