"""A contract's record for everybody."""

import io

import pytest

from app.contracts.models import Contract
from app.core import clock
from app.ocds.service import import_file
from tests.given import commit, people
from tests.unit.ocds.making import jsonl, release


@pytest.fixture
def contract(app):
    person = {"id": "7", "name": "Дорж", "identifier": {"id": "УБ89101213"}}
    raw = release("ocds-1", parties=[person], buyer={"id": "7", "name": "Дорж"}, tender={"id": "t", "title": "Зам"})
    import_file(io.BytesIO(jsonl([raw])), "test", people.EVERYTHING, clock.now())
    return Contract.query.one()


def test_the_public_takes_the_record_of_a_published_contract_without_persons(client, contract):
    contract.published_at = clock.now()
    commit()
    answer = client.get(f"/contracts/{contract.id}.json")
    assert answer.mimetype == "application/json"
    packed = answer.json
    assert packed["uri"] == f"{client.app.config['PUBLIC_URL']}/contracts/{contract.id}.json"
    (record,) = packed["records"]
    assert record["releases"][0]["tender"]["title"] == "Зам"
    assert record["compiledRelease"]["khyanalt"]["address"].endswith(f"/contracts/{contract.id}")
    assert "Дорж" not in answer.text


def test_others_do_not_exist(client, contract):
    commit()
    client.get(f"/contracts/{contract.id}.json", expect=404)


def test_the_extension_is_where_packages_say_it_is(client, contract):
    contract.published_at = clock.now()
    commit()
    (address,) = client.get(f"/contracts/{contract.id}.json").json["extensions"]
    path = address.removeprefix(client.app.config["PUBLIC_URL"])
    described = client.get(path).json
    assert described["compatibility"] == ["1.1"]
    (schema,) = described["schemas"]
    assert "khyanalt" in client.get(path.replace("extension.json", schema)).json["properties"]
