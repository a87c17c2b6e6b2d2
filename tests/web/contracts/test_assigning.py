"""The page on which a lead asks a monitor about many contracts."""

from types import SimpleNamespace

import pytest

from app.contracts.models import Assignment
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


def test_monitors_do_not_assign(client, cast):
    client.sign_in(cast.monitor).get(PATH, 403)
