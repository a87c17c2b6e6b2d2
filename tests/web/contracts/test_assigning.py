"""The page on which a lead asks a monitor about many contracts."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest

from app.bodies.service import set_home
from app.contracts.models import Assignment
from app.core import clock
from tests.given import commit, people, work

PATH = "/workspace/contracts/assign"


@pytest.fixture
def cast(app, client):
    lead, monitor = people.person("lead"), people.person("monitor")
    place = people.place()
    fields = {"subnetwork": people.subnetwork(lead), "place": place, "buyer": people.body()}
    contracts = [work.monitored(**fields) for _number in range(2)]
    foreign = work.monitored(place=place)
    commit()
    client.sign_in(lead)
    return SimpleNamespace(lead=lead, monitor=monitor, place=place, contracts=contracts, foreign=foreign)


def test_first_whom_and_where_then_which(client, cast):
    assert 'type="checkbox"' not in client.get(PATH).text
    page = client.get(f"{PATH}?monitor={cast.monitor.id}&place={cast.place.id}").text
    assert all(row.title in page for row in cast.contracts)
    assert cast.foreign.title not in page


def test_those_that_are_ticked_are_assigned(client, cast):
    one, _two = cast.contracts
    form = {"contracts": [one.id, cast.foreign.id], "instructions": "Дээврийг үзнэ үү."}
    client.post(f"{PATH}?monitor={cast.monitor.id}", form)
    (row,) = Assignment.query.all()
    assert (row.contract_id, row.monitor_id, row.instructions) == (one.id, cast.monitor.id, "Дээврийг үзнэ үү.")


def test_an_error_loses_nothing(client, cast):
    one, two = cast.contracts
    form = {"contracts": [one.id], "instructions": "Дээврийг үзнэ үү.", "due_on": "2020-01-01"}
    page = client.post(f"{PATH}?monitor={cast.monitor.id}", form, 422).text
    assert "Дээврийг үзнэ үү." in page
    assert f'value="{one.id}" checked' in page and f'value="{two.id}" checked' not in page
    assert client.post(f"{PATH}?monitor={cast.monitor.id}", {}, 422)


@pytest.mark.parametrize("query", ["?monitor=x", "?monitor=99999999999999999999", "?place=x&body=-1"])
def test_rubbish_in_the_address_finds_nothing(client, cast, query):
    client.get(PATH + query)


@pytest.mark.parametrize("path", [PATH, "/workspace/contracts/assignments"])
def test_monitors_do_not_assign(client, cast, path):
    client.sign_in(cast.monitor).get(path, 403)


LIST = "/workspace/contracts/assignments"


def test_a_lead_sees_the_assignments_of_the_subnetwork_and_withdraws_one(client, cast):
    one, two = cast.contracts
    row = work.assignment(one, cast.monitor)
    work.assignment(cast.foreign, cast.monitor)
    commit(row)
    page = client.get(f"{LIST}?lang=en&monitor={cast.monitor.id}&state=open&place={cast.place.id}").text
    assert one.title in page and cast.monitor.name in page
    assert two.title not in page and cast.foreign.title not in page
    here = f"{LIST}?state=open"
    recall = f"/workspace/contracts/assignments/{row.id}/recall?next={quote(here)}"
    assert f"{row.id}/recall?next=" in client.get(here).text
    client.post(recall, {"reason": ""}, expect=422)
    assert client.post(recall, {"reason": "өвчтэй"}).headers["Location"] == here
    commit(row)
    assert row.state == "recalled"
    assert one.title not in client.get(here).text


@pytest.mark.parametrize("query", ["?state=x", "?monitor=99999999999999999999", "?page=-1&place=x", "?page=x"])
def test_rubbish_in_the_address_of_the_list_is_as_if_it_were_not_there(client, cast, query):
    client.get(LIST + query)


def test_nobody_is_led_elsewhere_after_withdrawing(client, cast):
    row = work.assignment(cast.contracts[0], cast.monitor)
    commit(row)
    path = f"/workspace/contracts/assignments/{row.id}/recall?next=//evil.example"
    assert client.post(path, {"reason": "өвчтэй"}).headers["Location"].startswith("/workspace/contracts/")


def test_who_assigns_sees_where_the_monitor_lives(client, cast):
    set_home(cast.monitor, cast.place, cast.monitor, clock.now())
    commit()
    assert "Lives in: Khuvsgul aimag" in client.get(f"{PATH}?lang=en&monitor={cast.monitor.id}").text
