"""Pages of public bodies."""

import pytest

from app.bodies.models import PublicBody
from app.bodies.reference import load_places
from app.core import clock
from tests.given import commit, people


@pytest.fixture
def lead(app, client):
    load_places(clock.now())
    person = people.person("lead", language="en")
    commit(person)
    client.sign_in(person)
    return person


def test_the_list_is_searched(lead, client):
    people.body(name_mn="Хөвсгөл ЗДТГ")
    people.body(name_mn="Завхан ЗДТГ")
    commit()
    text = client.get("/workspace/bodies?search=huvsgul").text
    assert "Хөвсгөл ЗДТГ" in text and "Завхан ЗДТГ" not in text


@pytest.mark.parametrize("query", ["page=999", "page=x", "place=x", "place=99999999999999999999", "search=%"])
def test_odd_addresses_give_a_page(lead, client, query):
    client.get(f"/workspace/bodies?{query}")


def test_a_body_is_entered(lead, client):
    entry = {
        "name_mn": "Шинэ газар",
        "identifier": "9012345",
        "place_id": "",
        "letters_email": "a@example.mn",
        "head_email": "head@example.mn",
    }
    page = client.follow(client.post("/workspace/bodies/new", entry)).text
    assert all(text in page for text in ("Шинэ газар", "9012345", "a@example.mn", "head@example.mn"))


def test_what_was_typed_stays_when_refused(lead, client):
    people.body(name_mn="Газар", identifier="9012345")
    commit()
    entry = {"name_mn": "Шинэ газар", "identifier": "9012345", "place_id": ""}
    text = client.post("/workspace/bodies/new", entry, expect=422).text
    assert "Шинэ газар" in text and "Another body has this registration number: Газар" in text
    assert PublicBody.query.count() == 1


def test_a_body_is_corrected(lead, client):
    body = people.body()
    commit(body)
    address = f"/workspace/bodies/{body.id}"
    place = people.Place.query.filter_by(code="MN-1-05").one()
    client.post(f"{address}/edit", {"name_mn": "Засагдсан", "place_id": str(place.id)})
    text = client.get(address).text
    assert "Not known: an overdue case goes to the address for letters." in text
    assert "Засагдсан" in text and "Sukhbaatar district, Ulaanbaatar" in text


def test_a_body_leads_to_its_contracts(lead, client):
    body = people.body()
    commit(body)
    assert f"/workspace/contracts?body={body.id}" in client.get(f"/workspace/bodies/{body.id}").text


def test_an_unknown_body_is_not_found(lead, client):
    client.get("/workspace/bodies/1", expect=404)


@pytest.mark.parametrize("path", ["/workspace/bodies/new", "/workspace/bodies/1/edit"])
def test_readers_do_not_write(app, client, path):
    reader = people.person("observer")
    commit(reader)
    client.sign_in(reader).get(path, expect=403)
    client.post(path, expect=403)


def test_readers_see_no_button_to_write(app, client):
    reader, body = people.person("monitor"), people.body()
    commit(reader, body)
    client.sign_in(reader)
    for path in ("/workspace/bodies", f"/workspace/bodies/{body.id}"):
        assert "/workspace/bodies/new" not in client.get(path).text
        assert f"{body.id}/edit" not in client.get(path).text
